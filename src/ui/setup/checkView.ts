import * as vscode from 'vscode';

import type { Checked, Remedy } from '../../core/setup/checked';
import { isAbort } from '../../core/util/abort';
import { countOf } from '../../core/util/text';
import { planCommands, settings } from '../catalogue';

/** The marks in front of rows. */
const marks: Readonly<Record<Checked['outcome'], string>> = { good: '$(pass)', remark: '$(warning)', bad: '$(error)' };

/** What leads out of each kind of trouble: the button's title, and the command behind it. */
const ways: Readonly<Record<Remedy, readonly [title: string, command: string, argument?: string]>> = {
  'open-folder': ['Open Folder…', 'workbench.action.files.openFolder'],
  'manage-trust': ['Manage Workspace Trust', 'workbench.trust.manage'],
  'open-settings': ['Open Settings', 'workbench.action.openSettings', settings.gates],
  'set-up-models': ['Set Up Models…', planCommands.setUp],
  'configure-gates': ['Configure Gates…', planCommands.configureGates],
};

interface Row extends vscode.QuickPickItem {
  readonly checked: Checked;
}

/** Shows what is found, row by row as it comes. A row that is chosen tells all of it, with the way out; closing the list ends the looking. */
export async function showCheck(look: (signal: AbortSignal) => AsyncIterable<Checked>): Promise<void> {
  const closed = new AbortController();
  const list = vscode.window.createQuickPick<Row>();
  const copy: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: 'Copy All' };
  list.title = 'Check Set-up';
  list.placeholder = 'Looking at folder, trust, key, models and gates. Each model is asked twice.';
  list.matchOnDetail = true;
  list.ignoreFocusOut = true;
  list.keepScrollPosition = true;
  list.busy = true;
  list.buttons = [copy];
  const chosen = new Promise<Row | undefined>((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]);
      list.hide();
    });
    list.onDidHide(() => {
      closed.abort();
      resolve(undefined);
    });
    list.onDidTriggerButton(() => void vscode.env.clipboard.writeText(textOf(list.items)));
  });
  list.show();
  try {
    for await (const checked of look(closed.signal)) list.items = [...list.items, rowOf(checked)];
    list.placeholder = verdictOn(list.items.map(({ checked }) => checked));
  } catch (error) {
    if (!isAbort(error)) throw error;
  } finally {
    list.busy = false;
  }
  const row = await chosen;
  list.dispose();
  if (row) await tell(row.checked);
}

function rowOf(checked: Checked): Row {
  return { checked, label: `${marks[checked.outcome]} ${checked.subject}`, detail: checked.message };
}

/** All of it in a sentence. */
export function verdictOn(found: readonly Pick<Checked, 'outcome'>[]): string {
  const bad = found.filter(({ outcome }) => outcome === 'bad').length;
  const remarks = found.filter(({ outcome }) => outcome === 'remark').length;
  if (bad === 0 && remarks === 0) return 'All is well. Runs can begin.';
  const words = [...(bad > 0 ? [`${bad} to mend`] : []), ...(remarks > 0 ? [countOf(remarks, 'remark')] : [])];
  return `${words.join(', ')}. Choose a row for all of it, and the way out.`;
}

/** Rows as lines that can be put into a report of a problem; there is no key in any of them. */
function textOf(rows: readonly Row[]): string {
  return rows.map(({ checked: { outcome, subject, message } }) => `${outcome}: ${subject}: ${message}\n`).join('');
}

async function tell({ subject, message, remedy }: Checked): Promise<void> {
  const text = `${subject}: ${message}`;
  if (!remedy) {
    await vscode.window.showInformationMessage(text);
    return;
  }
  const [title, command, argument] = ways[remedy];
  if ((await vscode.window.showWarningMessage(text, title)) !== title) return;
  await vscode.commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
}
