import { diffMiddle } from '../staging/read/lineDiff';
import { hasMixedLineEnds } from '../staging/read/lineEnds';
import type { ProposalFile } from '../staging/read/proposal';
import { splitLines, withEndOfLine } from '../util/text';
import { reviewFile, tryChoices } from './fold';
import type { Choice, Choices, HunkId, ReviewedHunk } from './hunk';

/** A choice that an edit of the right side can amount to: the editor's Revert Block, and undoing it. */
export interface Switch {
  readonly from: Choice;
  readonly to: Choice;
}

/**
 * The hunks whose switch from one choice to the other would give just the typed right side; none when the user typed something else.
 * Line ends of a text of mixed ones don't count, since editors don't keep them.
 */
export function switchedHunks(
  file: ProposalFile,
  choices: Choices,
  typed: string,
  { from, to }: Switch,
): readonly HunkId[] {
  const review = reviewFile(file, choices);
  const mixed = hasMixedLineEnds(review.proposed ?? '');
  const comparable = (text: string): string => (mixed ? withEndOfLine(text, '\n') : text);
  const shown = comparable(review.proposed ?? '');
  const wanted = comparable(typed);
  // Typing says nothing of where the file is to stand.
  const candidates = review.hunks.filter(({ hunk, choice }) => choice === from && hunk.kind !== 'move');
  const gives = (switched: readonly ReviewedHunk[]): boolean => {
    if (switched.length === 0) return false;
    const { proposed } = tryChoices(file, withSwitched(choices, switched, to));
    // Emptying a text is not yet wanting the file gone; giving up a new file's whole text is.
    return proposed === null ? wanted === '' && to === 'rejected' : comparable(proposed) === wanted;
  };

  const edits = diffMiddle(splitLines(shown), splitLines(wanted));
  const touched = candidates.filter(({ hunk, proposedLine }) => {
    const end = proposedLine + linesShown(hunk, from).length;
    return hunk.kind !== 'edit' || edits.some((edit) => edit.beforeStart <= end && proposedLine <= edit.beforeEnd);
  });
  if (gives(touched)) return touched.map(({ hunk }) => hunk.id);
  // Beside lines like its own a switched hunk may seem to stand elsewhere; its size tells.
  const lengthOf = (lines: readonly string[]): number => comparable(lines.join('')).length;
  const one = candidates.find(
    (candidate) =>
      lengthOf(linesShown(candidate.hunk, to)) - lengthOf(linesShown(candidate.hunk, from)) ===
        wanted.length - shown.length && gives([candidate]),
  );
  return one ? [one.hunk.id] : [];
}

function withSwitched(choices: Choices, switched: readonly ReviewedHunk[], to: Choice): Choices {
  const next = new Map(choices);
  for (const { hunk } of switched) {
    if (to === 'open') next.delete(hunk.id);
    else next.set(hunk.id, to);
  }
  return next;
}

/** What of a hunk the right side shows. */
function linesShown(hunk: ReviewedHunk['hunk'], choice: Choice): readonly string[] {
  return choice === 'rejected' ? hunk.baseLines : hunk.proposedLines;
}
