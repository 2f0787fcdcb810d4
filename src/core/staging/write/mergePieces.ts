import { diffNumbered } from '../read/lineDiff';
import type { LineEdit } from '../read/lineEdit';
import { numberLines } from '../read/numberedLines';

/** Three versions of a text, as lines with their line ends. */
export interface Versions {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** One changed version: its lines, and the edits that made them from the base. */
export interface ChangedLines {
  readonly lines: readonly string[];
  readonly edits: readonly LineEdit[];
}

/** What one version made of a stretch of the base. */
export interface ChangedStretch {
  readonly lines: readonly string[];
  /** Index of the first of them in its version, from 0. */
  readonly start: number;
  readonly edits: readonly LineEdit[];
}

/** A stretch of the base that both sides changed, each in its own way. */
export interface Clash {
  readonly type: 'clash';
  /** Index of its first line in the base, from 0. */
  readonly start: number;
  readonly base: readonly string[];
  readonly ours: ChangedStretch;
  readonly theirs: ChangedStretch;
}

/** A stretch of a merge: either settled, or changed in two ways. */
export type Piece = { readonly type: 'settled'; readonly lines: readonly string[] } | Clash;

/** Merges by the edits that git would merge by. */
export function mergeVersions({ base, ours, theirs }: Versions): readonly Piece[] {
  const {
    texts: [before = none, oursAfter = none, theirsAfter = none],
    distinct,
  } = numberLines([base, ours, theirs]);
  return mergePieces(
    base,
    { lines: ours, edits: diffNumbered({ before, after: oursAfter, distinct }) },
    { lines: theirs, edits: diffNumbered({ before, after: theirsAfter, distinct }) },
  );
}

const none = new Int32Array();

/**
 * Puts the edits of both sides together, by git's rule: edits clash when not one line stands between them that both sides left
 * alone, and where both sides come to the same lines these count once.
 */
export function mergePieces(
  base: readonly string[],
  oursMade: ChangedLines,
  theirsMade: ChangedLines,
): readonly Piece[] {
  const ours = new Side(oursMade);
  const theirs = new Side(theirsMade);
  const pieces: Piece[] = [];
  let position = 0;
  for (;;) {
    const start = Math.min(ours.nextStart, theirs.nextStart);
    pieces.push({ type: 'settled', lines: base.slice(position, start) });
    if (start === Infinity) return pieces;

    ours.open(start);
    theirs.open(start);
    let end = start;
    while (ours.nextStart <= end || theirs.nextStart <= end) {
      end = Math.max(end, (ours.nextStart <= end ? ours : theirs).take());
    }
    pieces.push(
      settle({ type: 'clash', start, base: base.slice(start, end), ours: ours.close(end), theirs: theirs.close(end) }),
    );
    position = end;
  }
}

function settle(clash: Clash): Piece {
  const { ours, theirs } = clash;
  if (theirs.edits.length === 0 || areEqual(ours.lines, theirs.lines)) return { type: 'settled', lines: ours.lines };
  if (ours.edits.length === 0) return { type: 'settled', lines: theirs.lines };
  return clash;
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

/** One changed version, read edit by edit. `offset` is how far its lines have moved against the base so far. */
class Side {
  private next = 0;
  private offset = 0;
  private opened = { next: 0, start: 0 };

  constructor(private readonly made: ChangedLines) {}

  get nextStart(): number {
    return this.made.edits[this.next]?.beforeStart ?? Infinity;
  }

  /** Takes the next edit and answers where it ends in the base. */
  take(): number {
    const edit = this.made.edits[this.next++];
    if (!edit) throw new Error('A merge read past the last edit.');
    this.offset += edit.afterEnd - edit.afterStart - (edit.beforeEnd - edit.beforeStart);
    return edit.beforeEnd;
  }

  /** Begins a stretch at a line of the base that no edit above reaches. */
  open(baseLine: number): void {
    this.opened = { next: this.next, start: baseLine + this.offset };
  }

  /** Ends it at another such line. */
  close(baseLine: number): ChangedStretch {
    const { next, start } = this.opened;
    return {
      lines: this.made.lines.slice(start, baseLine + this.offset),
      start,
      edits: this.made.edits.slice(next, this.next),
    };
  }
}
