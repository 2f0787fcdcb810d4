import * as vscode from 'vscode';

import type { ReviewDeps } from './services';

const askedKey = 'leadWorker.askedForDiffCodeLens';
const turnOn = 'Turn On for All Diffs';

/** Asks once, ever, whether CodeLens may be turned on in diffs. It is the user's setting: nothing but a click writes it. */
export async function offerCodeLens(deps: ReviewDeps): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('diffEditor');
  if (configuration.get<boolean>('codeLens') === true || deps.memory.get<boolean>(askedKey) === true) return;
  await deps.memory.update(askedKey, true);
  const answer = await vscode.window.showInformationMessage(
    'Show Accept and Reject above every change? That needs CodeLens in diff editors, which is off in your settings.',
    turnOn,
    'No',
  );
  if (answer === turnOn) await configuration.update('codeLens', true, vscode.ConfigurationTarget.Global);
}
