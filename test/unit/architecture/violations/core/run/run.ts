import { setUp } from '../setup/setUp';
export const run = 1;
export const checked = setUp;
