import * as vscode from 'vscode';

import type { RunState } from '../../core/run/state';
import { proposalUri } from '../review/documents';
import { reviewsOf } from '../review/reviewsOf';
import { markFindings, type FindingMark } from './findingMarks';

/** Where the findings of a run stand now: in what the user sees, down to the last key. */
export function presentMarks(state: RunState): readonly FindingMark[] {
  if (state.findings.length === 0) return [];
  const reviews = new Map(reviewsOf(state).map((review) => [review.path, review]));
  const documents = new Map(
    vscode.workspace.textDocuments.flatMap((document) =>
      document.isDirty ? [[document.uri.toString(), document]] : [],
    ),
  );
  return markFindings(state.findings, (path) => {
    const review = reviews.get(path);
    return documents.get(proposalUri(state.runId, path).toString())?.getText() ?? review?.proposed ?? null;
  });
}
