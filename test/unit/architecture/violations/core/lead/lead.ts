import { tools } from '../agent/tools';
export const lead = tools;
