import { tools } from '../agent/tools';
import { worker } from '../worker/worker';
export const lead = [tools, worker];
