import { matchesByStep, type LineMatch } from './lineSteps';
import { findReindent } from './reindent';
import { scriptOf, type ScriptLine } from './script';

/** One of the parts that elisions leave of a block, where it stands. */
export interface ElidedPart {
  readonly match: LineMatch;
  readonly script: readonly ScriptLine[];
}

const elision = /^\s*(?:#|\/\/|--)?\s*(?:\.{3}|…)\s*$/;

/** So many ways to place the parts are too many, whatever else would tell between them. */
const tooManyWays = 500;

/**
 * All ways to find a block whose middle was left out (`...` on a line of its own, as often in the replacement as in the search):
 * its parts stand one after the other, indented alike, and what is between them stays. No ways where it elides nothing, or where
 * the replacement has something for a part that the search leaves out.
 */
export function findElided(
  file: readonly string[],
  quoted: readonly string[],
  replacement: readonly string[],
): readonly (readonly ElidedPart[])[] {
  const quotedParts = partsOf(quoted);
  const newParts = partsOf(replacement);
  if (quotedParts.length < 2 || quotedParts.length !== newParts.length) return [];
  const parts = quotedParts.map((lines, index) => ({ lines, replacement: newParts[index] ?? [] }));
  if (parts.some((part) => part.lines.length === 0 && part.replacement.length > 0)) return [];
  const told = parts.filter(({ lines }) => lines.length > 0);
  const found = told.map(({ lines }) => [...matchesByStep(file, lines)]);
  const stepCount = Math.max(0, ...found.map((steps) => steps.length));
  for (let step = 0; step < stepCount; step++) {
    // A part of blank lines has no looser steps than the first.
    const ways = inOrder(found.map((steps) => steps[Math.min(step, steps.length - 1)] ?? []));
    const placed = ways.flatMap((way) => indentedAlike(file, way, told));
    if (placed.length > 0) return placed;
  }
  return [];
}

function partsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (elision.test(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

/** Choices of one match each that follow one another. */
function inOrder(matches: readonly (readonly LineMatch[])[]): readonly (readonly LineMatch[])[] {
  let ways: readonly (readonly LineMatch[])[] = [[]];
  for (const next of matches) {
    ways = ways.flatMap((way) => {
      const last = way.at(-1);
      const end = last ? last.start + last.count : 0;
      return next.filter(({ start }) => start >= end).map((match) => [...way, match]);
    });
    if (ways.length > tooManyWays) return [];
  }
  return ways;
}

/** The parts where a choice of matches has them, with the one shift of indentation that holds for all; none where there is none. */
function indentedAlike(
  file: readonly string[],
  way: readonly LineMatch[],
  parts: readonly { readonly lines: readonly string[]; readonly replacement: readonly string[] }[],
): readonly (readonly ElidedPart[])[] {
  const found = way.flatMap(({ start, count }) => file.slice(start, start + count));
  const quoted = parts.flatMap(({ lines }) => lines);
  const reindent = findReindent(quoted, found);
  if (!reindent) return [];
  return [
    way.map((match, index) => ({
      match: { ...match, reindent },
      script: scriptOf(parts[index]?.lines ?? [], parts[index]?.replacement ?? []),
    })),
  ];
}
