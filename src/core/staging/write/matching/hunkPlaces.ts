import { anchorLines, sectionEnd } from './anchors';
import type { LineSplice } from './editableText';
import { findElided } from './elision';
import { matchesByStep, type LineMatch, type MatchStep } from './lineSteps';
import type { PatchHunk } from './patchHunk';
import { isBlank } from './reindent';
import { quotedLines, resultingLines, splicesOf, withoutBlankEdges, type ScriptLine } from './script';

/** One way to carry out a hunk: where its lines stand, `[start, end)` from 0, and what it does there. */
export interface HunkPlace {
  readonly step: MatchStep;
  readonly start: number;
  readonly end: number;
  /** `undefined` where it can't be told how new lines are to be indented. */
  splices(): readonly LineSplice[] | undefined;
}

/** The places that a hunk's own lines, anchors and end mark leave; none where it adds lines without saying where. */
export function placesOf(file: readonly string[], hunk: PatchHunk): readonly HunkPlace[] {
  const lines = anchorLines(file, hunk.anchors);
  const isLost = hunk.anchors.length > 0 && lines.length === 0;
  const scripts = [hunk.script, ...(hunk.alternate ? [hunk.alternate] : [])];
  for (const script of scripts) {
    const places = placesOfScript(file, script, { hunk, anchors: lines });
    // An anchor that is nowhere leaves a hunk whose lines are found to the letter.
    const sure = isLost ? places.filter(({ step }) => step === 'exact') : places;
    if (sure.length > 0) return sure;
  }
  return [];
}

interface Constraints {
  readonly hunk: PatchHunk;
  /** Lines that the hunk's anchors stand at; none where it has none, or none was found. */
  readonly anchors: readonly number[];
}

function placesOfScript(
  file: readonly string[],
  script: readonly ScriptLine[],
  constraints: Constraints,
): readonly HunkPlace[] {
  const inner = withoutBlankEdges(script);
  for (const tried of inner ? [script, inner] : [script]) {
    if (quotedLines(tried).length === 0) return additions(file, tried, constraints);
    for (const matches of matchesByStep(file, quotedLines(tried))) {
      const step = tried === script ? undefined : ('blank-edges' as const);
      const places = matches.map((match) => inLines(file, match, { script: tried, step }));
      const left = meeting(
        file,
        quotedLines(tried).every(isBlank) ? adjacent(places, constraints) : places,
        constraints,
      );
      if (left.length > 0) return left;
    }
  }
  return meeting(file, elided(file, script), constraints);
}

/** Blank lines say nothing by themselves: where there is an anchor, they are those right behind it. */
function adjacent(places: readonly HunkPlace[], { anchors }: Constraints): readonly HunkPlace[] {
  return anchors.length === 0 ? places : places.filter(({ start }) => anchors.includes(start - 1));
}

function inLines(
  file: readonly string[],
  match: LineMatch,
  { script, step }: { script: readonly ScriptLine[]; step: MatchStep | undefined },
): HunkPlace {
  return {
    step: step ?? match.step,
    start: match.start,
    end: match.start + match.count,
    splices: () => splicesOf(file, match, script),
  };
}

function elided(file: readonly string[], script: readonly ScriptLine[]): readonly HunkPlace[] {
  return findElided(file, quotedLines(script), resultingLines(script)).map((parts) => ({
    step: 'elision' as const,
    start: parts[0]?.match.start ?? 0,
    end: (parts.at(-1)?.match.start ?? 0) + (parts.at(-1)?.match.count ?? 0),
    splices: () => {
      const all = parts.map(({ match, script: part }) => splicesOf(file, match, part));
      return all.every((known) => known !== undefined) ? all.flat() : undefined;
    },
  }));
}

/** A hunk that only adds goes into an empty file, to the end where it says so, or right behind its anchor. */
function additions(
  file: readonly string[],
  script: readonly ScriptLine[],
  { hunk, anchors }: Constraints,
): readonly HunkPlace[] {
  const at = (line: number): HunkPlace => ({
    step: 'exact',
    start: line,
    end: line,
    splices: () => [{ start: line, end: line, lines: resultingLines(script) }],
  });
  if (file.length === 0 || hunk.atEnd) return [at(file.length)];
  return anchors.map((line) => at(line + 1));
}

/** The places that the end mark and the anchors allow. */
function meeting(
  file: readonly string[],
  places: readonly HunkPlace[],
  { hunk, anchors }: Constraints,
): readonly HunkPlace[] {
  if (hunk.atEnd) {
    const atEnd = places.filter(({ end }) => file.slice(end).every(isBlank));
    if (atEnd.length > 0) return atEnd.length > 1 ? atEnd.slice(-1) : atEnd;
    if (places.length !== 1 || places[0]?.step !== 'exact') return [];
  }
  if (anchors.length === 0) return places;
  const near: readonly ((place: HunkPlace, anchor: number) => boolean)[] = [
    // With the anchor as one text, or beginning with it.
    ({ start }, anchor) => start === anchor || start === anchor + 1,
    ({ start }, anchor) => start > anchor && start < sectionEnd(file, anchor),
    ({ start }, anchor) => start > anchor,
  ];
  for (const isNear of near) {
    const left = places.filter((place) => anchors.some((anchor) => isNear(place, anchor)));
    if (left.length > 0) return left;
  }
  return [];
}
