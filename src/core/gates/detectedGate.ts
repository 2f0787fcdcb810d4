import type { GateSpec } from './verdict';

/** A script that can be a gate, with the very command behind it: that is what the user confirms. */
export interface DetectedGate {
  readonly gate: GateSpec;
  readonly script: string;
}
