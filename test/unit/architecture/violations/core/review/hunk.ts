import { worker } from '../worker/worker';
export const hunk = worker;
