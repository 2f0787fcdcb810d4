import { plan } from '../plan/plan';
export const commandRunner = plan;
