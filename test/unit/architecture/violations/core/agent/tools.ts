import { overlay } from '../staging/write/overlay';
export const tools = overlay;
