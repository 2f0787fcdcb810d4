import { gateLine, type GateSpec } from '../../core/gates/verdict';
import type { Digest } from '../../core/ports/services';
import { ok, type Result } from '../../core/util/result';
import { parseGates, type SettingsFailure } from './settingsSchema';

/** Where the editor found values of `leadWorker.gates`; `undefined` where nothing was set. */
export interface GateValues {
  /** The user's own, which only the user can write. */
  readonly user: unknown;
  /** From the folder or the workspace file: whoever wrote the repository wrote it. */
  readonly workspace: unknown;
}

/** Gates, or a lack of them, that a repository brings along and the user has not agreed to yet. */
export interface UnconfirmedGates {
  /** Stands for this very value; another value has another one. */
  readonly fingerprint: string;
  /** The command lines, or that there are none, for the user to read before agreeing. */
  readonly description: string;
}

/** What may run: `gates`; and what waits for the user's word, if anything. */
export interface GateSettings {
  readonly gates: readonly GateSpec[];
  readonly unconfirmed?: UnconfirmedGates;
}

/** How gates are judged: what the user agreed to before, and how values are told apart. */
export interface GateConfirmation {
  readonly digest: Digest;
  isConfirmed(fingerprint: string): boolean;
}

/**
 * Chooses the gates. A value from the workspace's settings is not taken before the user has seen and confirmed that very value;
 * until then the user's own gates count. That goes for an empty list too: it names no command, but takes the user's gates away.
 */
export function chooseGates(values: GateValues, confirmation: GateConfirmation): Result<GateSettings, SettingsFailure> {
  const user = parseGates(values.user ?? []);
  if (!user.ok) return user;
  if (values.workspace === undefined) return ok({ gates: user.value });
  const workspace = parseGates(values.workspace);
  if (!workspace.ok) return workspace;
  // Nothing against nothing: there is no choice to put before the user.
  if (workspace.value.length === 0 && user.value.length === 0) return ok({ gates: [] });
  const fingerprint = confirmation.digest(JSON.stringify(workspace.value));
  if (confirmation.isConfirmed(fingerprint)) return ok({ gates: workspace.value });
  return ok({ gates: user.value, unconfirmed: { fingerprint, description: describeGates(workspace.value) } });
}

/** One line per gate: `test: npm test -- --run`. Arguments with white space or quotes are shown as JSON strings. */
export function describeGates(gates: readonly GateSpec[]): string {
  if (gates.length === 0) return 'no gates at all: nothing is measured';
  return gates
    .map((gate) => {
      return `${gate.id}: ${exactLine(gate)}${gate.folder === undefined ? '' : ` (in ${gate.folder})`}`;
    })
    .join('\n');
}

function exactLine(gate: GateSpec): string {
  if (gate.kind === 'types') return gateLine(gate);
  const parts = [gate.command, ...gate.args];
  return parts.map((part) => (/^[\w./:=@+,-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');
}
