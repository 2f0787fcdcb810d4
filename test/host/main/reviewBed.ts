import * as vscode from 'vscode';

import type { CurrentRun } from '../../../src/core/run/currentRun';
import type { RunState } from '../../../src/core/run/state';
import { settings } from '../../../src/ui/catalogue';
import { FakeRun } from '../../unit/ui/review/fakeRun';

/** Makes a run without an engine the one that the extension under test shows. */
export async function showRun(state: RunState): Promise<FakeRun> {
  const run = new FakeRun(state);
  const extension = vscode.extensions.getExtension<{ current?: CurrentRun } | undefined>('lead-worker.lead-worker');
  const current = (await extension?.activate())?.current;
  if (!current) throw new Error('Under test, activate() has to answer { current }: the run that the surfaces show.');
  current.set(run);
  return run;
}

/** Resolves when `check` holds; events of the editor make it look again. Fails the test when it does not within the time. */
export async function eventually(what: string, check: () => boolean | PromiseLike<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`Never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Closes all editors without a question. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** A file of the workspace. */
export function inWorkspace(path: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!root) throw new Error('The test needs a workspace folder.');
  return vscode.Uri.joinPath(root, path);
}

/** Writes a file of the workspace, bytes as given. */
export async function put(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const uri = inWorkspace(path);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return uri;
}

/** What stands on disk, marks included. */
export async function onDisk(path: string): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(inWorkspace(path))).toString('utf8');
}

/** Writes gates into the settings of the workspace, as a repository brings them along; `undefined` takes them away. */
export async function setWorkspaceGates(value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  await configuration.update(settings.gates, value, vscode.ConfigurationTarget.Workspace);
  await eventually('the workspace has the setting', () => {
    const found = vscode.workspace.getConfiguration().inspect(settings.gates)?.workspaceValue;
    return JSON.stringify(found) === JSON.stringify(value);
  });
}
