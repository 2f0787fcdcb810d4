import { tools } from '../../agent/tools';
export const view = tools;
