import { planCommands } from '../catalogue';

/** Why a command did not do what it was called for. A `RunFailure` is one. */
export interface Problem {
  readonly reason: string;
  /** For people: what happened and the way out. */
  readonly message: string;
}

/** A button under an error that leads out of it. */
export interface WayOut {
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
}

const setUpModels: WayOut = { title: 'Set Up Models…', command: planCommands.setUp };
const configureGates: WayOut = { title: 'Configure Gates…', command: planCommands.configureGates };
const manageTrust: WayOut = { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' };
const raiseTurns: WayOut = {
  title: 'Open Setting',
  command: 'workbench.action.openSettings',
  argument: 'leadWorker.maxTurnsPerAttempt',
};

const waysOut: ReadonlyMap<string, readonly WayOut[]> = new Map([
  [
    'no-folder',
    [
      { title: 'Open Folder', command: 'vscode.openFolder' },
      { title: 'Open the Demo', command: planCommands.openDemo },
    ],
  ],
  ['untrusted', [manageTrust]],
  ['busy', [{ title: 'Stop', command: planCommands.stop }]],
  ['settings', [{ title: 'Open Settings', command: 'workbench.action.openSettings', argument: 'leadWorker' }]],
  ['model-no-key', [setUpModels]],
  ['model-unauthorized', [setUpModels]],
  ['model-model-not-found', [setUpModels]],
  ['model-unreachable', [setUpModels]],
  ['model-bad-request', [setUpModels]],
  ['shadow', [configureGates]],
  ['turns-exhausted', [raiseTurns]],
]);

/** What the user asked for is no error: a stop, a cancelled input. */
const silent: ReadonlySet<string> = new Set(['model-stopped', 'stopped', 'cancelled']);

/** Whether a problem is to be shown at all. */
export function isWorthSaying(problem: Problem): boolean {
  return !silent.has(problem.reason);
}

/** The buttons for a problem, the likeliest first. */
export function waysOutOf(problem: Problem): readonly WayOut[] {
  return waysOut.get(problem.reason) ?? [];
}

/** A message without links: the editor turns `[text](address)` in notifications into one, and models write them. */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
