import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { RunRecords, RunSummary } from '../../core/run/runRecords';
import { ok, type Result } from '../../core/util/result';
import type { TimeWords } from '../../core/util/timeWords';
import type { Problem } from '../commands/problem';
import { runOfArgument } from '../commands/targets';
import { runStanding } from '../plan/runRow';
import { exportReport } from './exportReport';
import type { RecordDocuments } from './recordDocuments';
import { readRecordUri } from './recordUris';

const previewExtension = 'vscode.markdown-language-features';
const showPreview = 'markdown.showPreview';

/** What the commands need from the rest. */
export interface RecordCommandsDeps {
  readonly current: CurrentRun;
  readonly documents: RecordDocuments;
  readonly times: TimeWords;
  records(): Promise<RunRecords>;
}

/** "Open Run Report": as a preview, which is what a report is read in; the preview's own button shows the source. */
export async function openReport(deps: RecordCommandsDeps, argument: unknown): Promise<Result<void, Problem>> {
  const runId = await pickRun(deps, argument, 'Open the report of which run?');
  if (runId === undefined) return ok(undefined);
  const uri = await deps.documents.prepare({ kind: 'report', runId });
  if (!uri.ok) return uri;
  // The preview is an extension of the editor's, which the user may have switched off.
  if (vscode.extensions.getExtension(previewExtension)) await vscode.commands.executeCommand(showPreview, uri.value);
  else await vscode.window.showTextDocument(uri.value, { preview: false });
  return ok(undefined);
}

/** "Open Authority Log": plain text in columns. */
export async function openAuthorityLog(deps: RecordCommandsDeps, argument: unknown): Promise<Result<void, Problem>> {
  const runId = await pickRun(deps, argument, 'Open the authority log of which run?');
  if (runId === undefined) return ok(undefined);
  const uri = await deps.documents.prepare({ kind: 'authority-log', runId });
  if (!uri.ok) return uri;
  await vscode.window.showTextDocument(uri.value, { preview: false });
  return ok(undefined);
}

/** "Export Run Report…" */
export async function exportRunReport(deps: RecordCommandsDeps, argument: unknown): Promise<Result<void, Problem>> {
  const runId = await pickRun(deps, argument, 'Export the report of which run?');
  return runId === undefined ? ok(undefined) : exportReport(await deps.records(), runId);
}

/** The run of the row or the document that the command was called on; otherwise the only one on record, or the user's pick. */
async function pickRun(deps: RecordCommandsDeps, argument: unknown, title: string): Promise<string | undefined> {
  const named = argument instanceof vscode.Uri ? readRecordUri(argument)?.runId : runOfArgument(argument);
  if (named !== undefined) return named;
  const found = await (await deps.records()).list();
  const [only] = found;
  if (!only) {
    void vscode.window.showInformationMessage('No run of this workspace is on record yet.');
    return undefined;
  }
  if (found.length === 1) return only.state.runId;
  const shown = deps.current.get()?.state.runId;
  // The one in the tree is what most are asked for.
  const sorted = [...found].sort((one, other) => rank(other, shown) - rank(one, shown));
  const items = sorted.map((run) => ({ ...runItem(run, deps.times), runId: run.state.runId }));
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true, matchOnDetail: true }))?.runId;
}

function rank({ state }: RunSummary, shown: string | undefined): number {
  return state.runId === shown ? 1 : 0;
}

function runItem({ state, startedAt }: RunSummary, times: TimeWords): vscode.QuickPickItem {
  const when = startedAt === null ? '' : `${times.date(startedAt)} ${times.clock(startedAt)}`;
  return {
    label: state.setup.goal.trim().split('\n', 1)[0] ?? '',
    description: runStanding(state),
    detail: [when, state.setup.folder ?? ''].filter((part) => part !== '').join(' · '),
  };
}
