import type { ScriptedRequest } from '../../server/modelScript';

/** Whether the lead was told what it may do, and that it may not waive a gate. */
export function hasAuthority({ instructions }: ScriptedRequest): boolean {
  return /^Your authority:\n/m.test(instructions) && /waive a gate.*: never/.test(instructions);
}
