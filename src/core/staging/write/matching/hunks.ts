import { fail, ok, type Result } from '../../../util/result';
import { anchorLines } from './anchors';
import type { Replaced } from './blocks';
import { ambiguous, notFound, type BlockFailure } from './editFailure';
import { EditableText, type LineSplice } from './editableText';
import { decideByOrder, type Placing } from './hunkOrder';
import { placesOf, type HunkPlace } from './hunkPlaces';
import type { MatchStep } from './lineSteps';
import type { PatchHunk } from './patchHunk';
import { quotedLines, resultingLines } from './script';

/**
 * Applies the hunks of a patch. All of them quote the file as it is before any of them; only what is not found there is looked for
 * in what the others leave. Contexts may overlap, changes may not. All or nothing: refused hunks are all named.
 */
export function applyHunks(raw: string, hunks: readonly PatchHunk[]): Result<Replaced, readonly BlockFailure[]> {
  const numbered = hunks.map((hunk, index): Numbered => ({ number: index + 1, hunk }));
  const changing = numbered.filter(({ hunk }) => hunk.script.some(({ type }) => type !== 'keep'));
  const together = applyTogether(EditableText.from(raw), changing);
  const rounds = [together];
  let { text } = together;
  for (const late of together.nowhere) {
    const next = applyTogether(text, [late]);
    rounds.push({ ...next, failures: [...next.failures, ...next.nowhere.map((hunk) => nowhere(hunk, next.text))] });
    ({ text } = next);
  }
  const failures = rounds.flatMap((round) => round.failures).toSorted((one, other) => one.block - other.block);
  if (failures.length > 0) return fail(failures);
  const loosened = new Map(rounds.flatMap((round) => round.loosened));
  return ok({ text: text.toString(), loosened, applied: changing.length });
}

interface Numbered {
  readonly number: number;
  readonly hunk: PatchHunk;
}

interface Together {
  readonly text: EditableText;
  readonly failures: readonly BlockFailure[];
  /** Hunks that have no place in the text. */
  readonly nowhere: readonly Numbered[];
  readonly loosened: readonly (readonly [number: number, step: MatchStep])[];
}

function applyTogether(text: EditableText, hunks: readonly Numbered[]): Together {
  const searched = hunks.map(({ number, hunk }): Placing => ({ number, hunk, places: placesOf(text.lines, hunk) }));
  const failures: BlockFailure[] = [];
  const splices: Owned[] = [];
  const loosened: [number, MatchStep][] = [];
  let finalNewline: boolean | undefined;
  for (const { number, hunk, places } of decideByOrder(searched.filter(({ places }) => places.length > 0))) {
    const [place] = places;
    const changes = place?.splices();
    if (!place || places.length > 1) failures.push(ambiguous(number, places.map(asPlace), whatOf(hunk)));
    else if (!changes) failures.push(unknownIndentation(number));
    else {
      splices.push(...changes.map((change) => ({ ...change, number })));
      if (place.end >= text.lines.length) finalNewline = hunk.finalNewline ?? finalNewline;
      if (place.step !== 'exact') loosened.push([number, place.step]);
    }
  }
  const { kept, clashes } = withoutClashes(
    splices.toSorted((one, other) => one.start - other.start || one.end - other.end),
  );
  return {
    text: text.withLines(kept, finalNewline),
    failures: [...failures, ...clashes],
    nowhere: searched.filter(({ places }) => places.length === 0),
    loosened,
  };
}

type Owned = LineSplice & { readonly number: number };

/** Two hunks may make the same change, which is made once; other changes of the same lines clash. */
function withoutClashes(ordered: readonly Owned[]): {
  readonly kept: readonly Owned[];
  readonly clashes: readonly BlockFailure[];
} {
  const kept: Owned[] = [];
  const clashes: BlockFailure[] = [];
  for (const splice of ordered) {
    const last = kept.at(-1);
    if (!last || !overlap(last, splice)) kept.push(splice);
    else if (!isSame(last, splice)) clashes.push(overlapping(splice, last));
  }
  return { kept, clashes };
}

function overlap(one: LineSplice, next: LineSplice): boolean {
  return next.start < one.end || (next.start === one.start && next.end === one.end);
}

function isSame(one: LineSplice, other: LineSplice): boolean {
  return one.start === other.start && one.end === other.end && one.lines.join('\n') === other.lines.join('\n');
}

function whatOf({ script }: PatchHunk): string {
  return quotedLines(script).length > 0 ? 'text of the hunk' : 'anchor of the hunk';
}

function asPlace({ start, end }: HunkPlace): { startLine: number; endLine: number } {
  return { startLine: start + 1, endLine: Math.max(end, start + 1) };
}

function nowhere({ number, hunk }: Numbered, text: EditableText): BlockFailure {
  const quoted = quotedLines(hunk.script);
  if (quoted.length === 0) return noPlace(number);
  const failure = notFound(number, text.text, {
    quoted: quoted.join('\n'),
    replacement: resultingLines(hunk.script).join('\n'),
    what: 'text of the hunk',
  });
  if (hunk.anchors.length === 0) return failure;
  const anchor = hunk.anchors.join('” and “');
  const message =
    anchorLines(text.lines, hunk.anchors).length === 0
      ? `“${anchor}” is not in the file. ${failure.message}`
      : `behind “${anchor}” ${failure.message}`;
  return { ...failure, message };
}

function noPlace(block: number): BlockFailure {
  const message =
    'it only adds lines and doesn’t say where. Give it a line of the file above or below them, or say that it is the end of the file.';
  return { reason: 'no-place', block, message, places: [] };
}

function unknownIndentation(block: number): BlockFailure {
  const message =
    'its lines are in the file with another indentation, and it can’t be told how the new ones are to be indented. Quote the lines with the indentation they have in the file.';
  return { reason: 'no-place', block, message, places: [] };
}

function overlapping(splice: Owned, other: Owned): BlockFailure {
  const place = { startLine: splice.start + 1, endLine: Math.max(splice.end, splice.start + 1) };
  const which =
    splice.number === other.number ? 'twice by this hunk' : `by hunk ${other.number} too, and in another way`;
  const message = `the text at line ${place.startLine} is changed ${which}. Make it one hunk.`;
  return { reason: 'overlap', block: splice.number, message, places: [place] };
}
