import { diffMiddle } from '../staging/read/lineDiff';

/** Lines `[start, end)` of a base (from 0) and what stands in their place. With `start === end`, lines are put in before `start`. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  /** With their line ends. */
  readonly lines: readonly string[];
}

/**
 * A piece of a base that two sides have changed, from top to bottom: by nobody, by one of them, or by both in the same place.
 * Joined, the base parts of all pieces are the base.
 */
export type Piece<Theirs extends LineChange> =
  | { readonly type: 'same'; readonly base: readonly string[] }
  | { readonly type: 'ours'; readonly base: readonly string[]; readonly ours: readonly string[] }
  | { readonly type: 'theirs'; readonly base: readonly string[]; readonly change: Theirs }
  | {
      readonly type: 'both';
      readonly base: readonly string[];
      readonly ours: readonly string[];
      readonly theirs: readonly string[];
      readonly changes: readonly Theirs[];
    };

/** How one text became the other. */
export function changesBetween(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  return diffMiddle(before, after).map(({ beforeStart, beforeEnd, afterStart, afterEnd }) => ({
    start: beforeStart,
    end: beforeEnd,
    lines: after.slice(afterStart, afterEnd),
  }));
}

/** The base with some changes made. They must not overlap. */
export function withChanges(base: readonly string[], changes: readonly LineChange[]): readonly string[] {
  if (changes.length === 0) return base;
  const made: string[] = [];
  let position = 0;
  for (const { start, end, lines } of changes) {
    for (; position < start; position++) made.push(base[position] ?? '');
    for (const line of lines) made.push(line);
    position = end;
  }
  return made.concat(base.slice(position));
}

/**
 * Lays two lists of changes of one base side by side. Finer than a merge of versions, which takes changes that touch for one:
 * here only lines that both sides replaced, and places where both put lines in, are in the same place.
 */
export function alignChanges<Theirs extends LineChange>(
  base: readonly string[],
  ours: readonly LineChange[],
  theirs: readonly Theirs[],
): readonly Piece<Theirs>[] {
  const pieces: Piece<Theirs>[] = [];
  let position = 0;
  for (const group of groupsOf(ours, theirs)) {
    const start = Math.min(...group.ours.map((change) => change.start), ...group.theirs.map((change) => change.start));
    const end = Math.max(...group.ours.map((change) => change.end), ...group.theirs.map((change) => change.end));
    if (start > position) pieces.push({ type: 'same', base: base.slice(position, start) });
    const part = base.slice(start, end);
    const made = (changes: readonly LineChange[]): readonly string[] =>
      withChanges(
        part,
        changes.map((change) => ({ ...change, start: change.start - start, end: change.end - start })),
      );
    const [change] = group.theirs;
    if (!change) pieces.push({ type: 'ours', base: part, ours: made(group.ours) });
    else if (group.ours.length === 0) pieces.push({ type: 'theirs', base: part, change });
    else {
      const [own, other] = [made(group.ours), made(group.theirs)];
      pieces.push({ type: 'both', base: part, ours: own, theirs: other, changes: group.theirs });
    }
    position = end;
  }
  if (position < base.length) pieces.push({ type: 'same', base: base.slice(position) });
  return pieces;
}

/** What both sides put into the same place, the user's first; `undefined` where either of them replaced something. */
export function bothKept({
  base,
  ours,
  theirs,
}: {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}): readonly string[] | undefined {
  if (base.length > 0) return undefined;
  if (ours.join('') === theirs.join('')) return ours;
  const last = ours.at(-1) ?? '';
  if (last === '' || last.endsWith('\n')) return [...ours, ...theirs];
  const endOfLine = theirs[0]?.endsWith('\r\n') ? '\r\n' : '\n';
  return [...ours.slice(0, -1), last + endOfLine, ...theirs];
}

/** Whether two changes of one base are in the same place. */
export function overlaps(one: LineChange, other: LineChange): boolean {
  if ((isUnfinished(one) && other.start >= one.end) || (isUnfinished(other) && one.start >= other.end)) return true;
  const oneIsEmpty = one.start === one.end;
  const otherIsEmpty = other.start === other.end;
  if (oneIsEmpty && otherIsEmpty) return one.start === other.start;
  if (oneIsEmpty) return other.start < one.start && one.start < other.end;
  if (otherIsEmpty) return one.start < other.start && other.start < one.end;
  return one.start < other.end && other.start < one.end;
}

/** Whether its last line has no line end: whatever the other side puts after it would run into that line. */
function isUnfinished({ lines }: LineChange): boolean {
  const last = lines.at(-1);
  return last !== undefined && !last.endsWith('\n');
}

/** Changes of both sides that hang together, from top to bottom; those of one side never overlap. */
interface Group<Theirs> {
  readonly ours: LineChange[];
  readonly theirs: Theirs[];
}

function groupsOf<Theirs extends LineChange>(
  ours: readonly LineChange[],
  theirs: readonly Theirs[],
): readonly Group<Theirs>[] {
  const groups: Group<Theirs>[] = [];
  let oursAt = 0;
  let theirsAt = 0;
  for (;;) {
    const own = ours[oursAt];
    const other = theirs[theirsAt];
    if (!own && !other) return groups;
    const last = groups.at(-1);
    if (own && (!other || isBefore(own, other))) {
      oursAt++;
      // The newest change of the other side reaches furthest down.
      const reaching = last?.theirs.at(-1);
      if (last && reaching && overlaps(own, reaching)) last.ours.push(own);
      else groups.push({ ours: [own], theirs: [] });
    } else if (other) {
      theirsAt++;
      const reaching = last?.ours.at(-1);
      if (last && reaching && overlaps(other, reaching)) last.theirs.push(other);
      else groups.push({ ours: [], theirs: [other] });
    }
  }
}

/** Lines that are put in before a line come before what becomes of that line. */
function isBefore(one: LineChange, other: LineChange): boolean {
  return one.start === other.start ? one.end < other.end : one.start < other.start;
}
