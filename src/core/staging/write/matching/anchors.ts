import { indentOf, isBlank } from './reindent';
import { plainText } from './typography';

/** Lines that an anchor stands for, most telling way of reading it first: the whole line, but for its indentation, as a part of one. */
const readings: readonly ((line: string, anchor: string) => boolean)[] = [
  (line, anchor) => line === anchor,
  (line, anchor) => line.trim() === anchor.trim(),
  (line, anchor) => plainText(line).trim() === plainText(anchor).trim(),
  (line, anchor) => plainText(line).includes(plainText(anchor).trim()),
];

/**
 * Where a chain of anchors ends: every line (from 0) that the last one stands at. Each is looked for in the sections that the ones
 * before it head, and only where it is in none of them, anywhere below.
 */
export function anchorLines(file: readonly string[], anchors: readonly string[]): readonly number[] {
  let headings: readonly number[] | undefined;
  for (const anchor of anchors) {
    const found = linesLike(file, anchor);
    headings = headings ? below(file, headings, found) : found;
  }
  return headings ?? [];
}

function below(file: readonly string[], headings: readonly number[], lines: readonly number[]): readonly number[] {
  const sections = headings.map((heading) => ({ heading, end: sectionEnd(file, heading) }));
  const inside = lines.filter((line) => sections.some(({ heading, end }) => line > heading && line < end));
  const [first] = headings;
  return inside.length > 0 || first === undefined ? inside : lines.filter((line) => line > first);
}

function linesLike(file: readonly string[], anchor: string): readonly number[] {
  if (isBlank(anchor)) return [];
  for (const isLike of readings) {
    const lines = file.flatMap((line, index) => (isLike(line, anchor) ? [index] : []));
    if (lines.length > 0) return lines;
  }
  return [];
}

/**
 * The line behind the section that a line heads: what is indented deeper, with the lines at its own depth that close or go on with
 * it, up to the next that begins like it (another `def`, another `class`) or stands less deep.
 */
export function sectionEnd(file: readonly string[], heading: number): number {
  const indent = indentOf(file[heading] ?? '');
  const word = firstWord(file[heading] ?? '');
  for (let line = heading + 1; line < file.length; line++) {
    const text = file[line] ?? '';
    if (isBlank(text)) continue;
    const own = indentOf(text);
    if (own.length < indent.length) return line;
    if (own === indent && firstWord(text) === word) return line;
  }
  return file.length;
}

function firstWord(line: string): string {
  return /^\s*(\S+)/.exec(line)?.[1] ?? '';
}
