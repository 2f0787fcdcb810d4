import type { HunkClash } from '../staging/read/proposal';
import type { Choice, ReviewedHunk } from './hunk';
import { alignChanges, bothKept, overlaps, withChanges, type LineChange, type Piece } from './lineChanges';

/** A hunk's mark before the id is known that it has on the new base. */
export type ClashMark = Omit<HunkClash, 'hunk'>;

/** Where a hunk (or, after a clash, several) should stand on the new base. Lines from 0, half open. */
export interface Place {
  readonly choice: Choice;
  readonly clash?: ClashMark;
  readonly baseStart: number;
  readonly baseEnd: number;
  readonly textStart: number;
  readonly textEnd: number;
}

/** The hunks of a file laid onto what the user made of it. */
export interface LaidHunks {
  readonly base: readonly string[];
  /** With rejected hunks in it. */
  readonly text: string;
  /** Without them: what the right side has to be. */
  readonly shown: string;
  /** From top to bottom. */
  readonly places: readonly Place[];
}

interface HunkChange extends LineChange {
  readonly reviewed: ReviewedHunk;
}

/** Lays hunks onto their base as the user `typed` it. What they typed is in the text wherever no hunk would replace it. */
export function layOnto(
  base: readonly string[],
  typed: readonly LineChange[],
  hunks: readonly ReviewedHunk[],
): LaidHunks {
  const changes = hunks.map(changeOf);
  const staying = changes.filter(
    (change) => change.reviewed.choice !== 'rejected' || !typed.some((own) => overlaps(own, change)),
  );
  const text: (readonly string[])[] = [];
  const shown: (readonly string[])[] = [];
  const places: Place[] = [];
  let baseAt = 0;
  let textAt = 0;
  for (const piece of alignChanges(base, typed, staying)) {
    const laid = lay(piece);
    if (laid.place) {
      const [baseEnd, textEnd] = [baseAt + laid.base.length, textAt + laid.text.length];
      places.push({ ...laid.place, baseStart: baseAt, baseEnd, textStart: textAt, textEnd });
    }
    text.push(laid.text);
    shown.push(laid.place?.choice === 'rejected' ? laid.base : laid.text);
    baseAt += laid.base.length;
    textAt += laid.text.length;
  }
  return { base: withChanges(base, typed), text: joined(text), shown: joined(shown), places };
}

/** What becomes of a piece in the new base and in the new text. */
function lay(piece: Piece<HunkChange>): {
  readonly base: readonly string[];
  readonly text: readonly string[];
  readonly place?: Pick<Place, 'choice' | 'clash'>;
} {
  switch (piece.type) {
    case 'same':
      return { base: piece.base, text: piece.base };
    case 'ours':
      return { base: piece.ours, text: piece.ours };
    case 'theirs': {
      const { choice, clash } = piece.change.reviewed;
      return { base: piece.base, text: piece.change.lines, place: { choice, ...(clash && { clash }) } };
    }
    case 'both': {
      const text = bothKept(piece) ?? piece.theirs;
      if (isSame(text, piece.ours)) return { base: piece.ours, text };
      return { base: piece.ours, text, place: clashIn(piece) };
    }
  }
}

/** What happens to a hunk whose lines the user changed too. */
function clashIn({
  base,
  ours,
  theirs,
  changes,
}: Extract<Piece<HunkChange>, { type: 'both' }>): Pick<Place, 'choice' | 'clash'> {
  const hunks = changes.map(({ reviewed }) => reviewed);
  const earlier = hunks.length === 1 ? hunks[0]?.clash : undefined;
  // They took back what they did: the hunk stands on what it was made for.
  if (earlier?.kind === 'lines' && ours.join('') === earlier.base) return { choice: earlier.was };
  const wasAccepted = hunks.every(({ choice, clash }) => choice === 'accepted' || clash?.was === 'accepted');
  const clash: ClashMark = {
    kind: 'lines',
    base: earlier?.base ?? base.join(''),
    ours: ours.join(''),
    theirs: theirs.join(''),
    was: wasAccepted ? 'accepted' : 'open',
  };
  return { choice: 'open', clash };
}

function changeOf(reviewed: ReviewedHunk): HunkChange {
  const { baseStart, baseLines, proposedLines } = reviewed.hunk;
  return { start: baseStart, end: baseStart + baseLines.length, lines: proposedLines, reviewed };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

function joined(parts: readonly (readonly string[])[]): string {
  return parts.map((lines) => lines.join('')).join('');
}
