import { diffLines } from '../read/lineDiff';
import type { LineEdit } from '../read/lineEdit';
import type { ChangedStretch, Clash } from './mergePieces';

/** What of a clash differs between the sides; the base in between is what either of them replaced. */
export interface ConflictPart {
  /** First line of the base, counted from 1. */
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Common lines that stand between two parts without parting them; git's figure. */
const mostLinesBetween = 3;

/**
 * The parts of a clash that the sides don't have in common, as git shows them: lines that both sides came to are no part of a
 * conflict, unless they are few between two differences.
 */
export function conflictParts(clash: Clash): readonly ConflictPart[] {
  const parts = joinClose(differences(clash.ours.lines, clash.theirs.lines));
  return parts.map((part) => {
    const inOurs = replacedBy(clash, clash.ours, [part.beforeStart, part.beforeEnd]);
    const inTheirs = replacedBy(clash, clash.theirs, [part.afterStart, part.afterEnd]);
    const start = Math.min(inOurs[0], inTheirs[0]);
    const end = Math.max(inOurs[1], inTheirs[1]);
    return {
      line: start + 1,
      base: clash.base.slice(start - clash.start, end - clash.start).join(''),
      ours: clash.ours.lines.slice(part.beforeStart, part.beforeEnd).join(''),
      theirs: clash.theirs.lines.slice(part.afterStart, part.afterEnd).join(''),
    };
  });
}

/** A diff finds the same from either side only where it is asked in the same order: swapping the sides shall swap no more than names. */
function differences(ours: readonly string[], theirs: readonly string[]): readonly LineEdit[] {
  if (ours.join('') <= theirs.join('')) return diffLines(ours, theirs);
  return diffLines(theirs, ours).map((edit) => ({
    beforeStart: edit.afterStart,
    beforeEnd: edit.afterEnd,
    afterStart: edit.beforeStart,
    afterEnd: edit.beforeEnd,
  }));
}

function joinClose(edits: readonly LineEdit[]): readonly LineEdit[] {
  const joined: LineEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last && edit.beforeStart - last.beforeEnd <= mostLinesBetween) {
      joined[joined.length - 1] = { ...last, beforeEnd: edit.beforeEnd, afterEnd: edit.afterEnd };
    } else joined.push(edit);
  }
  return joined;
}

/** The lines of the base that a range of a side's lines stands for; all that an edit replaced, where the range cuts one. */
function replacedBy(
  clash: Clash,
  side: ChangedStretch,
  [from, to]: readonly [number, number],
): readonly [start: number, end: number] {
  const [first, last] = [from + side.start, to + side.start];
  let start = clash.start + from;
  let end = clash.start + to;
  for (const edit of side.edits) {
    if (first >= edit.afterEnd && first > edit.afterStart) start = edit.beforeEnd + first - edit.afterEnd;
    else if (first >= edit.afterStart) start = edit.beforeStart;
    if (last >= edit.afterEnd) end = edit.beforeEnd + last - edit.afterEnd;
    else if (last > edit.afterStart) end = edit.beforeEnd;
  }
  return [start, Math.max(start, end)];
}
