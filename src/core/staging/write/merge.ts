import { splitLines } from '../../util/text';
import type { Conflict } from '../read/proposal';
import { isStandIn } from '../read/standIn';
import { conflictParts } from './conflictParts';
import { planEnds, type EndsPlan, type Texts } from './lineEndChanges';
import { mergeVersions, type Clash, type Piece, type Versions } from './mergePieces';

/** A conflict before it is known which file it is in. */
export type LocalConflict = Omit<Conflict, 'path'>;

/** What a merge of three texts (or files) came to. */
export type MergeResult<Text extends string | null = string> =
  | { readonly type: 'clean'; readonly text: Text }
  | { readonly type: 'conflicted'; readonly conflicts: readonly LocalConflict[] };

/** Which side is taken where both changed the same lines. */
export type Preference = 'ours' | 'theirs';

/**
 * Merges two changes of one text, by lines and by git's rule: two changes conflict when not one common line stands between them, and
 * what both sides came to counts once. Line ends are part of a line; only where that makes a conflict are they merged apart from
 * the lines (see {@link planEnds}). Words and characters are never merged.
 */
export function mergeTexts(base: string, ours: string, theirs: string): MergeResult {
  const settled = oneSided(base, ours, theirs);
  if (settled !== undefined) return { type: 'clean', text: settled };
  if ([base, ours, theirs].some(isStandIn)) {
    return { type: 'conflicted', conflicts: [{ kind: 'lines', line: 1, base, ours, theirs }] };
  }
  const merged = mergeWithEnds({ base, ours, theirs });
  const conflicts: LocalConflict[] = merged.pieces
    .filter(isClash)
    .flatMap(conflictParts)
    .map((part) => ({ kind: 'lines', ...part }));
  if (merged.plan?.isClash) conflicts.unshift({ kind: 'line-ends', line: 1, base, ours, theirs });
  if (conflicts.length > 0) return { type: 'conflicted', conflicts };
  return { type: 'clean', text: textOf(merged, 'ours') };
}

/**
 * Merges two changes of one file, where `null` stands for a file that is not there. As in git, a file that both sides created is
 * merged on an empty one: with different text it conflicts as a whole, and an empty file gives way.
 */
export function mergeFile(base: string | null, ours: string | null, theirs: string | null): MergeResult<string | null> {
  const settled = oneSided(base, ours, theirs);
  if (settled !== undefined) return { type: 'clean', text: settled };
  if (base !== null && ours !== null && theirs !== null) return mergeTexts(base, ours, theirs);
  const kind = base === null ? 'both-created' : 'modify-delete';
  return {
    type: 'conflicted',
    conflicts: [{ kind, line: 1, base: base ?? '', ours: ours ?? '', theirs: theirs ?? '' }],
  };
}

/**
 * Merges like {@link mergeFile}, and takes the preferred side where the two conflict. Only for sides that the user has already put
 * in order (their own text before a hunk they rejected). Between two tasks it is where somebody starts who decides, and no result.
 */
export function mergePreferring(
  prefer: Preference,
  base: string | null,
  ours: string | null,
  theirs: string | null,
): string | null {
  const settled = oneSided(base, ours, theirs);
  if (settled !== undefined) return settled;
  const isWhole = [base, ours, theirs].some((text) => text === null || isStandIn(text));
  if (isWhole || base === null || ours === null || theirs === null) return prefer === 'ours' ? ours : theirs;
  return textOf(mergeWithEnds({ base, ours, theirs }), prefer);
}

/** What a merge comes to where only one side changed anything, or both the same. */
function oneSided<Text extends string | null>(base: Text, ours: Text, theirs: Text): Text | undefined {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  if (base === null && ours === '') return theirs;
  if (base === null && theirs === '') return ours;
  return undefined;
}

interface Merged {
  readonly pieces: readonly Piece[];
  /** What is still to be done about line ends; none when the lines are merged with theirs. */
  readonly plan?: EndsPlan;
}

function mergeWithEnds(texts: Texts): Merged {
  const pieces = mergeVersions(linesOf(texts));
  if (!pieces.some(isClash)) return { pieces };
  const plan = planEnds(texts);
  if (!plan) return { pieces };
  const apart = mergeVersions(linesOf(plan.texts));
  // Where the line ends change anyway, conflicts may be told in the new ones; else they are told as the files have them.
  const isBetter =
    plan.isConversion || (!apart.some(isClash) && plan.finish(joined(apart, 'ours'), 'ours') !== undefined);
  return isBetter ? { pieces: apart, plan } : { pieces };
}

function linesOf({ base, ours, theirs }: Texts): Versions {
  return { base: splitLines(base), ours: splitLines(ours), theirs: splitLines(theirs) };
}

function isClash(piece: Piece): piece is Clash {
  return piece.type === 'clash';
}

function textOf({ pieces, plan }: Merged, prefer: Preference): string {
  const text = joined(pieces, prefer);
  return plan?.finish(text, prefer) ?? text;
}

function joined(pieces: readonly Piece[], prefer: Preference): string {
  return pieces.map((piece) => (piece.type === 'settled' ? piece : piece[prefer]).lines.join('')).join('');
}
