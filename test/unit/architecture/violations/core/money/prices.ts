import { run } from '../run/run';
export const money = run;
