import { comparableLines, type PlacedLines } from './comparableLines';
import type { LineEdit } from './lineEdit';
import { MeetingSearch, type Thoroughness } from './meetingSearch';
import { withoutCommonEnds, type ChangedLines, type NumberedTexts } from './numberedLines';
import type { Work } from './work';

/** What a diff has found so far, and what finding it took. */
export interface DiffProgress {
  readonly changed: ChangedLines;
  readonly work: Work;
}

/**
 * Compares a region of two texts by their shortest edit script; where that is long, by a good one.
 *
 * Source: Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the variation in linear space: the search runs
 * from both ends until they meet, and what lies above and below the meeting point is compared by itself.
 */
export function diffByMyers(texts: NumberedTexts, region: LineEdit, { changed, work }: DiffProgress): void {
  const { before, after } = comparableLines(texts, region, changed);
  const numbers = { before: before.numbers, after: after.numbers };
  const search = new MeetingSearch(numbers, work);
  const compare = (part: LineEdit, thoroughness: Thoroughness): void => {
    let rest = withoutCommonEnds(numbers, part);
    let wanted = thoroughness;
    while (rest.beforeStart < rest.beforeEnd && rest.afterStart < rest.afterEnd) {
      const meeting = search.meet(rest, wanted);
      compare({ ...rest, beforeEnd: meeting.before, afterEnd: meeting.after }, meeting.above);
      rest = withoutCommonEnds(numbers, { ...rest, beforeStart: meeting.before, afterStart: meeting.after });
      wanted = meeting.below;
    }
    mark(changed.before, before, [rest.beforeStart, rest.beforeEnd]);
    mark(changed.after, after, [rest.afterStart, rest.afterEnd]);
  };
  work.add(region.beforeEnd - region.beforeStart + region.afterEnd - region.afterStart);
  compare(
    { beforeStart: 0, beforeEnd: numbers.before.length, afterStart: 0, afterEnd: numbers.after.length },
    'good-enough',
  );
}

function mark(changed: Uint8Array, { places }: PlacedLines, [start, end]: readonly [number, number]): void {
  for (const place of places.subarray(start, end)) changed[place] = 1;
}
