import { overlay } from '../staging/write/overlay';
import { commandRunner } from '../ports/commandRunner';
export const tools = [overlay, commandRunner];
