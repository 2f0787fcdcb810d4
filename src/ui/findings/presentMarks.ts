import * as vscode from 'vscode';

import { isUnderWay } from '../../core/run/findingReducer';
import type { RunState } from '../../core/run/state';
import type { WorkspacePath } from '../../core/util/paths';
import { proposalUri } from '../review/documents';
import { reviewsOf } from '../review/reviewsOf';
import { markFindings, markSentBack, type FindingMark } from './findingMarks';

/** Where the findings of a run stand now: in what the user sees, down to the last key. */
export function presentMarks(state: RunState): readonly FindingMark[] {
  if (state.findings.length === 0) return [];
  const reviews = new Map(reviewsOf(state).map((review) => [review.path, review]));
  const documents = new Map(
    vscode.workspace.textDocuments.flatMap((document) =>
      document.isDirty ? [[document.uri.toString(), document]] : [],
    ),
  );
  const textOf = (path: WorkspacePath): string | null =>
    documents.get(proposalUri(state.runId, path).toString())?.getText() ?? reviews.get(path)?.proposed ?? null;
  const underWay = state.findings.filter((found) => isUnderWay(state.tasks, found));
  return [...markFindings(state.findings, textOf), ...markSentBack(underWay, textOf)];
}
