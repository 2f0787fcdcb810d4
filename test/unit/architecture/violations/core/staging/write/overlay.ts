import { gate } from '../../gates/gate';
export const overlay = gate;
