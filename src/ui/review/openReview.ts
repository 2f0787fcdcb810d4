import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { FileReview } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import { baseName } from '../../core/util/paths';
import { sidesOf } from './documents';

// Opening a diff can hang in the editor; whoever waits for it must not.
const patienceMs = 5000;

/** Opens the diff of one file. `line` counts from 0, on the right side. */
export async function openFile(
  state: RunState,
  review: FileReview,
  options: { readonly line?: number; readonly logger: Logger },
): Promise<void> {
  const title = `${nameOf(review)} (Reviewed ↔ Proposed)`;
  const selection = options.line === undefined ? undefined : new vscode.Range(options.line, 0, options.line, 0);
  const show: vscode.TextDocumentShowOptions = { preview: true, ...(selection && { selection }) };
  await patiently(vscode.commands.executeCommand('vscode.diff', ...sidesOf(state.runId, review), title, show), {
    what: title,
    logger: options.logger,
  });
}

/** Opens several files in one multi-file diff. `about` says whose: `T2 Parse dates`. */
export async function openFiles(
  state: RunState,
  reviews: readonly FileReview[],
  options: { readonly about: string; readonly logger: Logger },
): Promise<void> {
  const title = `${options.about} (Reviewed ↔ Proposed)`;
  const resources = reviews.map((review) => {
    const [left, right] = sidesOf(state.runId, review);
    return [right, review.reviewed === null ? undefined : left, review.proposed === null ? undefined : right];
  });
  await patiently(vscode.commands.executeCommand('vscode.changes', title, resources), {
    what: title,
    logger: options.logger,
  });
}

/**
 * The name that the file will have, and while a move is to be decided `old.ts → new.ts`: the names alone where they differ, else the
 * whole paths.
 */
function nameOf({ path, basePath, reviewedPath, proposedPath }: FileReview): string {
  if (reviewedPath === proposedPath) return baseName(reviewedPath);
  const names = [basePath, path].map(baseName);
  return (names[0] === names[1] ? [basePath, path] : names).join(' → ');
}

/** Waits for the editor to open something, but not for ever. */
export async function patiently(
  opening: Thenable<unknown>,
  { what, logger }: { readonly what: string; readonly logger: Logger },
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lateness = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patienceMs);
  });
  try {
    const outcome = await Promise.race([opening, lateness]);
    if (outcome === 'late') logger.warn(`The editor has not opened "${what}" after ${patienceMs / 1000} s.`);
  } finally {
    clearTimeout(timer);
  }
}
