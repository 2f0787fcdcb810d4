/** Gives a line of the replacement the file's indentation; `undefined` where it can't be told what that is. */
export type Reindent = (line: string) => string | undefined;

/** Leaves every line as it is. */
export const sameIndentation: Reindent = (line) => line;

/**
 * How the indentation of lines in the file differs from that of the same lines as they were quoted, when it differs by the same
 * everywhere: deeper or shallower by one and the same white space, or tabs for spaces (or the reverse) level by level. `undefined`
 * when it does not. Blank lines say nothing.
 */
export function findReindent(quoted: readonly string[], found: readonly string[]): Reindent | undefined {
  const pairs = quoted.flatMap((line, index): Indents[] => {
    const other = found[index] ?? '';
    return isBlank(line) ? [] : [{ quoted: indentOf(line), found: indentOf(other) }];
  });
  const [first] = pairs;
  if (!first || pairs.every((pair) => pair.quoted === pair.found)) return sameIndentation;
  return deeper(first, pairs) ?? shallower(first, pairs) ?? otherUnit(pairs);
}

/** The white space a line begins with. */
export function indentOf(line: string): string {
  return /^[^\S\n]*/.exec(line)?.[0] ?? '';
}

/** Whether a line has nothing but white space. */
export function isBlank(line: string): boolean {
  return line.trim() === '';
}

interface Indents {
  readonly quoted: string;
  readonly found: string;
}

function deeper(first: Indents, pairs: readonly Indents[]): Reindent | undefined {
  if (!first.found.endsWith(first.quoted)) return undefined;
  const more = first.found.slice(0, first.found.length - first.quoted.length);
  if (!pairs.every(({ quoted, found }) => found === more + quoted)) return undefined;
  // Where no quoted line was indented, it is not known what one level of the author's would be in a file that uses the other kind.
  const knowsUnit = pairs.some(({ quoted }) => quoted !== '');
  return (line) => {
    if (isBlank(line)) return '';
    return !knowsUnit && mixesUnits(more, indentOf(line)) ? undefined : more + line;
  };
}

function mixesUnits(outer: string, inner: string): boolean {
  // One space is no level: comments that go on over lines begin with one.
  return inner.length > 1 && (outer.includes('\t') ? !inner.includes('\t') : inner.includes('\t'));
}

function shallower(first: Indents, pairs: readonly Indents[]): Reindent | undefined {
  if (!first.quoted.endsWith(first.found)) return undefined;
  const less = first.quoted.slice(0, first.quoted.length - first.found.length);
  if (!pairs.every(({ quoted, found }) => quoted === less + found)) return undefined;
  return (line) => (isBlank(line) ? '' : line.startsWith(less) ? line.slice(less.length) : undefined);
}

/** Widths that a level of indentation has in spaces. */
const likelyWidths = [2, 4, 8, 3, 6, 1];

interface UnitChange {
  readonly from: ' ' | '\t';
  /** Spaces of one level. */
  readonly width: number;
  /** Levels that the file is deeper by. */
  readonly shift: number;
}

function otherUnit(pairs: readonly Indents[]): Reindent | undefined {
  for (const [from, to] of [
    [' ', '\t'],
    ['\t', ' '],
  ] as const) {
    if (!pairs.every(({ quoted, found }) => isAll(quoted, from) && isAll(found, to))) continue;
    // Where several widths explain the pairs, as they do where all have one depth, none is proven; no shift is the simplest one.
    const changes = likelyWidths.flatMap((width) => unitChange(pairs, { from, width }) ?? []);
    const unshifted = changes.filter(({ shift }) => shift === 0);
    const [change, ...others] = unshifted.length > 0 ? unshifted : changes;
    return change && others.length === 0 ? (line) => inOtherUnit(line, change, to) : undefined;
  }
  return undefined;
}

/** The shift that one width leaves for all pairs; `undefined` where they differ in it, or it is none of whole levels. */
function unitChange(pairs: readonly Indents[], unit: Omit<UnitChange, 'shift'>): UnitChange | undefined {
  const shifts = new Set(pairs.map(({ quoted, found }) => levelsOf(found, unit.width) - levelsOf(quoted, unit.width)));
  const [shift = 0.5] = shifts;
  const isWhole = pairs.every(({ quoted, found }) =>
    [quoted, found].every((indent) => levelsOf(indent, unit.width) % 1 === 0),
  );
  return shifts.size === 1 && isWhole ? { ...unit, shift } : undefined;
}

function levelsOf(indent: string, width: number): number {
  return indent.startsWith('\t') ? indent.length : indent.length / width;
}

function inOtherUnit(line: string, { from, width, shift }: UnitChange, to: ' ' | '\t'): string | undefined {
  if (isBlank(line)) return '';
  const indent = indentOf(line);
  const levels = levelsOf(indent, width) + shift;
  if (!isAll(indent, from) || levels < 0 || levels % 1 !== 0) return undefined;
  return to.repeat(to === '\t' ? levels : levels * width) + line.slice(indent.length);
}

function isAll(indent: string, character: string): boolean {
  return indent === character.repeat(indent.length);
}
