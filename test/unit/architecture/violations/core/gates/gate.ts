import { hunk } from '../review/hunk';
export const gate = hunk;
