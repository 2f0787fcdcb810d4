import { adapt } from '../adapters/adapt';
import { root } from '../extension';
export const show = [adapt, root];
