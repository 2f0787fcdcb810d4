import { splitLines } from '../../util/text';
import { diffLines } from '../read/lineDiff';
import type { LineEdit } from '../read/lineEdit';
import type { Conflict } from '../read/proposal';

/** A conflict before it is known which file it is in. */
export type LocalConflict = Omit<Conflict, 'path'>;

/** What a merge of three texts (or files) came to. */
export type MergeResult<Text extends string | null = string> =
  | { readonly type: 'clean'; readonly text: Text }
  | { readonly type: 'conflicted'; readonly conflicts: readonly LocalConflict[] };

/** Which side is taken where both changed the same lines. */
export type Preference = 'ours' | 'theirs';

/** A stretch of a merge: either settled, or changed in two ways. `line` counts from 1, in the base. */
type Piece =
  | { readonly type: 'settled'; readonly text: string }
  | {
      readonly type: 'clash';
      readonly line: number;
      readonly base: string;
      readonly ours: string;
      readonly theirs: string;
    };

/**
 * Merges two changes of one text, by lines. As in git, two changes conflict when not one common line stands between them, and the
 * same change on both sides counts once. Line ends are part of a line.
 */
export function mergeTexts(base: string, ours: string, theirs: string): MergeResult {
  const pieces = mergePieces(base, ours, theirs);
  const conflicts = pieces.flatMap((piece) =>
    piece.type === 'clash'
      ? [{ kind: 'lines' as const, line: piece.line, base: piece.base, ours: piece.ours, theirs: piece.theirs }]
      : [],
  );
  if (conflicts.length > 0) return { type: 'conflicted', conflicts };
  return { type: 'clean', text: pieces.map((piece) => (piece.type === 'settled' ? piece.text : '')).join('') };
}

/** Merges two changes of one file, where `null` stands for a file that is not there. */
export function mergeFile(base: string | null, ours: string | null, theirs: string | null): MergeResult<string | null> {
  if (ours === theirs || base === theirs) return { type: 'clean', text: ours };
  if (base === ours) return { type: 'clean', text: theirs };
  if (base !== null && ours !== null && theirs !== null) return mergeTexts(base, ours, theirs);
  const kind = base === null ? 'both-created' : 'modify-delete';
  return {
    type: 'conflicted',
    conflicts: [{ kind, line: 1, base: base ?? '', ours: ours ?? '', theirs: theirs ?? '' }],
  };
}

/**
 * Merges like {@link mergeFile}, and takes the preferred side where the two conflict. Only for sides that the user has already put
 * in order (their own text before a hunk they rejected), never between two tasks.
 */
export function mergePreferring(
  prefer: Preference,
  base: string | null,
  ours: string | null,
  theirs: string | null,
): string | null {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  if (base === null || ours === null || theirs === null) return prefer === 'ours' ? ours : theirs;
  return mergePieces(base, ours, theirs)
    .map((piece) => (piece.type === 'settled' ? piece.text : piece[prefer]))
    .join('');
}

/** One changed text of the two, read edit by edit. `offset` is how far its lines have moved against the base so far. */
class Side {
  private next = 0;
  private offset = 0;
  private readonly lines: readonly string[];
  private readonly edits: readonly LineEdit[];

  constructor(base: readonly string[], text: string) {
    this.lines = splitLines(text);
    this.edits = diffLines(base, this.lines);
  }

  get nextStart(): number {
    return this.edits[this.next]?.beforeStart ?? Infinity;
  }

  /** Takes the next edit and answers where it ends in the base. */
  take(): number {
    const edit = this.edits[this.next++];
    if (!edit) throw new Error('A merge read past the last edit.');
    this.offset += edit.afterEnd - edit.afterStart - (edit.beforeEnd - edit.beforeStart);
    return edit.beforeEnd;
  }

  /** Where a base line that no edit covers stands in this text. */
  at(baseLine: number): number {
    return baseLine + this.offset;
  }

  slice(start: number, end: number): string {
    return this.lines.slice(start, end).join('');
  }
}

function mergePieces(baseText: string, oursText: string, theirsText: string): readonly Piece[] {
  const base = splitLines(baseText);
  const ours = new Side(base, oursText);
  const theirs = new Side(base, theirsText);
  const pieces: Piece[] = [];
  let position = 0;
  for (;;) {
    const start = Math.min(ours.nextStart, theirs.nextStart);
    pieces.push({ type: 'settled', text: base.slice(position, start).join('') });
    if (start === Infinity) return pieces;

    const oursStart = ours.at(start);
    const theirsStart = theirs.at(start);
    const changedBy = { ours: false, theirs: false };
    let end = start;
    while (ours.nextStart <= end || theirs.nextStart <= end) {
      const side = ours.nextStart <= end ? 'ours' : 'theirs';
      end = Math.max(end, (side === 'ours' ? ours : theirs).take());
      changedBy[side] = true;
    }
    const oursPart = ours.slice(oursStart, ours.at(end));
    const theirsPart = theirs.slice(theirsStart, theirs.at(end));
    if (!changedBy.theirs || oursPart === theirsPart) pieces.push({ type: 'settled', text: oursPart });
    else if (!changedBy.ours) pieces.push({ type: 'settled', text: theirsPart });
    else
      pieces.push({
        type: 'clash',
        line: start + 1,
        base: base.slice(start, end).join(''),
        ours: oursPart,
        theirs: theirsPart,
      });
    position = end;
  }
}
