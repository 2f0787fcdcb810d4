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

function otherUnit(pairs: readonly Indents[]): Reindent | undefined {
  for (const [from, to] of [
    [' ', '\t'],
    ['\t', ' '],
  ] as const) {
    if (!pairs.every(({ quoted, found }) => isAll(quoted, from) && isAll(found, to))) continue;
    // More than one width can only explain the pairs when they differ at lines that are not indented at all.
    const fitting = likelyWidths.filter((width) => pairs.every((pair) => levelsAgree(pair, { from, width })));
    const [width] = fitting;
    if (width === undefined || fitting.length > 1) return undefined;
    return (line) => {
      const indent = indentOf(line);
      if (isBlank(line)) return '';
      if (!isAll(indent, from) || (from === ' ' && indent.length % width !== 0)) return undefined;
      const length = from === ' ' ? indent.length / width : indent.length * width;
      return to.repeat(length) + line.slice(indent.length);
    };
  }
  return undefined;
}

function levelsAgree({ quoted, found }: Indents, unit: { readonly from: ' ' | '\t'; readonly width: number }): boolean {
  const [spaces, tabs] = unit.from === ' ' ? [quoted, found] : [found, quoted];
  return spaces.length === tabs.length * unit.width;
}

function isAll(indent: string, character: string): boolean {
  return indent === character.repeat(indent.length);
}
