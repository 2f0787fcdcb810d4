import * as vscode from 'vscode';

import type { RunRecords } from '../../core/run/runRecords';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import type { Problem } from '../commands/problem';

const open = 'Open';

const formats = [
  { label: 'Markdown', description: 'for people', extension: 'md', method: 'reportMarkdown' },
  { label: 'JSON', description: 'for programs, all of it', extension: 'json', method: 'reportJson' },
] as const;

/** Writes a report where the user says. It holds text of their source: where it goes is theirs to choose, each time. */
export async function exportReport(
  records: Pick<RunRecords, 'reportMarkdown' | 'reportJson'>,
  runId: string,
): Promise<Result<void, Problem>> {
  const format = await vscode.window.showQuickPick(formats, {
    title: 'Export the run report as',
    ignoreFocusOut: true,
  });
  if (!format) return ok(undefined);
  const text = await records[format.method](runId);
  if (!text.ok) return text;
  const name = `run-report-${runId}.${format.extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Export Run Report',
    saveLabel: 'Export',
    filters: { [format.label]: [format.extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return ok(undefined);
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(text.value, 'utf8'));
  } catch (error) {
    return fail({
      reason: 'export',
      message: `The report could not be written to ${target.fsPath}: ${describeError(error)}`,
    });
  }
  void offerToOpen(target);
  return ok(undefined);
}

async function offerToOpen(target: vscode.Uri): Promise<void> {
  const answer = await vscode.window.showInformationMessage(`The run report is in ${target.fsPath}.`, open);
  if (answer === open) await vscode.window.showTextDocument(target);
}
