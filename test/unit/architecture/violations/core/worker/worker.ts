import { run } from '../run/run';
export const worker = run;
