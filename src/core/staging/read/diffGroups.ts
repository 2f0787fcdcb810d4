import type { LineEdit } from './lineEdit';

/** Edits near enough to be shown together, with the lines around them: half-open ranges, from 0. */
export interface DiffGroup {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
  readonly edits: readonly LineEdit[];
}

/** Groups edits as diffs for reading do: `context` unchanged lines around each, `lineCount` being the lines of the text before. */
export function groupEdits(edits: readonly LineEdit[], context: number, lineCount: number): readonly DiffGroup[] {
  const groups: LineEdit[][] = [];
  for (const edit of edits) {
    const last = groups.at(-1);
    const previousEnd = last?.at(-1)?.beforeEnd ?? -Infinity;
    if (last && edit.beforeStart - previousEnd <= 2 * context) last.push(edit);
    else groups.push([edit]);
  }
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return [];
    const above = Math.min(context, first.beforeStart);
    const below = Math.min(context, lineCount - last.beforeEnd);
    return [
      {
        beforeStart: first.beforeStart - above,
        beforeEnd: last.beforeEnd + below,
        afterStart: first.afterStart - above,
        afterEnd: last.afterEnd + below,
        edits: group,
      },
    ];
  });
}

/** One line of a group. `number` counts from 1: in the text after, for a removed line in the text before. `line` has its line end. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly number: number;
  readonly line: string;
}

/** The lines of a group from top to bottom, removed ones before added ones. */
export function linesOfGroup(
  group: DiffGroup,
  before: readonly string[],
  after: readonly string[],
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  const put = (sign: DiffLine['sign'], source: readonly string[], start: number, end: number): void => {
    for (let index = start; index < end; index++) lines.push({ sign, number: index + 1, line: source[index] ?? '' });
  };
  let position = group.afterStart;
  for (const edit of group.edits) {
    put(' ', after, position, edit.afterStart);
    put('-', before, edit.beforeStart, edit.beforeEnd);
    put('+', after, edit.afterStart, edit.afterEnd);
    position = edit.afterEnd;
  }
  put(' ', after, position, group.afterEnd);
  return lines;
}
