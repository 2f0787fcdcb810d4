import { b } from './b';
import { plan } from '../plan/plan';
export const a = (): unknown => [b, plan];
