import type { HunkClash, ProposalFile } from '../staging/read/proposal';
import { splitLines } from '../util/text';
import { reviewFile } from './fold';
import type { Choices, Hunk, HunkId } from './hunk';
import { hunksOf, shareHunks } from './hunks';
import { withChanges } from './lineChanges';
import type { LaidHunks, Place } from './rebaseLines';

/** A file of the proposal on another base, with all choices on its hunks that are not `open`. */
export interface RebasedFile {
  readonly file: ProposalFile;
  readonly choices: Choices;
}

interface Found {
  readonly hunk: Hunk;
  /** What it is made of. */
  readonly places: readonly Place[];
}

/**
 * Gives the hunks of a rebased file the choices and marks of what stands in their places: ids may have changed with the lines beside
 * a hunk, and hunks that touch now are one. `undefined` when the right side would not be what it has to be, because
 * something rejected shows. What is not surely the same as before is open.
 */
export function carryChoices(file: ProposalFile, laid: LaidHunks): RebasedFile | undefined {
  const inText = hunksOf(file).filter(({ kind }) => kind !== 'move');
  const found = findPlaces(inText, laid.places);
  const choices = new Map<HunkId, 'accepted' | 'rejected'>();
  const clashes: HunkClash[] = [];
  for (const { hunk, places } of found) {
    const [choice, ...others] = new Set(places.map((place) => place.choice));
    if (choice !== undefined && choice !== 'open' && others.length === 0) choices.set(hunk.id, choice);
    const clash = places.find((place) => place.clash)?.clash;
    if (clash) clashes.push({ ...clash, hunk: hunk.id });
  }
  const marked = clashes.length === 0 ? file : shareHunks(file, { ...file, clashes });
  const review = reviewFile(marked, choices);
  if (review.proposed !== laid.shown) return undefined;
  if (review.reviewed === reviewedText(found, choices, laid)) return { file: marked, choices };
  const rejected = [...choices].filter(([, choice]) => choice === 'rejected');
  return { file: marked, choices: new Map(rejected) };
}

/** Both lists go from top to bottom, and so does the search. Touching is enough: what is put in has no lines on one side. */
function findPlaces(hunks: readonly Hunk[], places: readonly Place[]): readonly Found[] {
  let first = 0;
  return hunks.map((hunk) => {
    const baseEnd = hunk.baseStart + hunk.baseLines.length;
    const textEnd = hunk.proposedStart + hunk.proposedLines.length;
    while (first < places.length && (places[first]?.baseEnd ?? 0) < hunk.baseStart) first++;
    const inside: Place[] = [];
    for (let index = first; index < places.length; index++) {
      const place = places[index];
      if (!place || place.baseStart > baseEnd) break;
      if (place.textStart <= textEnd && hunk.proposedStart <= place.textEnd) inside.push(place);
    }
    return { hunk, places: inside };
  });
}

/** The new base with what the accepted hunks stand for, which they must be and nothing else. */
function reviewedText(found: readonly Found[], choices: Choices, { base, text }: LaidHunks): string {
  const accepted = new Set(found.flatMap(({ hunk, places }) => (choices.get(hunk.id) === 'accepted' ? places : [])));
  if (accepted.size === 0) return base.join('');
  const lines = splitLines(text);
  return withChanges(
    base,
    [...accepted].map(({ baseStart, baseEnd, textStart, textEnd }) => ({
      start: baseStart,
      end: baseEnd,
      lines: lines.slice(textStart, textEnd),
    })),
  ).join('');
}
