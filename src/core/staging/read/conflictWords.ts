import type { Conflict } from './proposal';

/** Who stands on either side of a conflict, as subjects of a sentence: `another task` and `this one`. */
export interface ConflictSides {
  readonly ours: string;
  readonly theirs: string;
}

/** What clashed and where, in words for people and models: `src/a.ts, line 3`, `src/a.ts: another task deleted it, this one moved it to src/b.ts`. */
export function conflictWords(
  { path, kind, line, places, ...text }: Conflict,
  { ours, theirs }: ConflictSides,
): string {
  const movedOrDeleted = (place: string | null | undefined): string =>
    place === null || place === undefined ? 'deleted it' : `moved it to ${place}`;
  switch (kind) {
    case 'lines':
      return `${path}, line ${line}`;
    case 'line-ends':
      return `${path}: ${ours} and ${theirs} gave it different line ends`;
    case 'modify-delete':
      // A side that has no text any more is the one that deleted.
      return text.theirs === ''
        ? `${path}: ${ours} changed it, ${theirs} deleted it`
        : `${path}: ${ours} deleted it, ${theirs} changed it`;
    case 'both-created':
      return `${path}: ${ours} and ${theirs} each put a file there`;
    case 'rename-rename':
    case 'rename-delete':
      return `${path}: ${ours} ${movedOrDeleted(places?.ours)}, ${theirs} ${movedOrDeleted(places?.theirs)}`;
  }
}
