import * as vscode from 'vscode';

import { contentHash } from '../../core/review/contentHash';
import type { CurrentRun } from '../../core/run/currentRun';
import type { HeldSource } from '../../core/run/heldSource';
import { heldIn } from '../../core/run/holdReducer';
import { shownText } from '../../core/staging/read/standIn';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { schemes } from '../catalogue';
import { forgetClosed } from '../review/closedRuns';

type Side = 'before' | 'after';

/**
 * Serves both sides of changes that gates wait for, read only. A version has an address of its own, so that its text never
 * changes; what was shown stays in sight when it waits no more.
 */
export function registerHeldChanges(current: CurrentRun): Disposable {
  const owned = new DisposableStore();
  const served = new Map<string, string>();
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(schemes.held, {
      provideTextDocumentContent(uri) {
        for (const { state } of current.all) {
          for (const source of heldIn(state)) {
            for (const side of ['before', 'after'] as const) {
              if (heldUri(state.runId, source, side).path === uri.path)
                served.set(uri.path, shownText(source[side] ?? ''));
            }
          }
        }
        return served.get(uri.path) ?? 'This change does not wait any more.';
      },
    }),
  );
  owned.add(
    current.onDidChangeAny((change) => {
      // Nobody needs the texts of a run that is closed.
      if (change === undefined) forgetClosed(served, current);
    }),
  );
  return owned;
}

/** What a diff of held versions is about. */
export interface HeldTitle {
  /** Whose change it is: `T1 Parse dates`. */
  readonly whose: string;
  /** What stands left and right: `Before ↔ Proposed`. */
  readonly sides: string;
}

/** Opens versions that wait to be seen, each beside what it starts from. */
export async function openHeld(
  runId: string,
  { whose, sides }: HeldTitle,
  sources: readonly HeldSource[],
): Promise<void> {
  const title = `${whose}: what the gates run from (${sides})`;
  const [only] = sources;
  if (only && sources.length === 1) {
    const [before, after] = [heldUri(runId, only, 'before'), heldUri(runId, only, 'after')];
    await vscode.commands.executeCommand('vscode.diff', before, after, `${only.path} (${title})`, { preview: false });
    return;
  }
  const resources = sources.map((source) => [
    heldUri(runId, source, 'after'),
    source.before === null ? undefined : heldUri(runId, source, 'before'),
    source.after === null ? undefined : heldUri(runId, source, 'after'),
  ]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}

function heldUri(runId: string, { fingerprint, path, before }: HeldSource, side: Side): vscode.Uri {
  const version = `${fingerprint.slice(0, 16)}-${contentHash([before ?? ''])}`;
  return vscode.Uri.from({ scheme: schemes.held, path: `/${runId}/${version} ${side}/${path}` });
}
