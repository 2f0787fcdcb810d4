import type { DetectedGate } from '../../core/gates/detectedGate';

/** Names what was confirmed: another command under the same name is another one. */
export function confirmationKey({ gate, script }: DetectedGate): string {
  return JSON.stringify([gate.id, gate.kind === 'types' ? '' : gate.command, gate.folder ?? '', script]);
}
