import { dominantEndOfLine, splitLines } from '../../util/text';
import { diffLines } from './lineDiff';

/** Whether a text has line ends of both kinds. */
export function hasMixedLineEnds(text: string): boolean {
  const windows = text.split('\r\n').length - 1;
  return windows > 0 && windows < text.split('\n').length - 1;
}

/**
 * A new version of a text, with the old one's line ends: lines that stayed keep their own, new ones take what most lines have.
 * Models write `\n` only and editors make mixed line ends uniform; neither means to change every line.
 */
export function keepLineEnds(before: string, after: string): string {
  if (!before.includes('\n')) return after;
  const beforeLines = splitLines(before);
  const endOfLine = dominantEndOfLine(before);
  const result = splitLines(after).map((line) => (line.endsWith('\n') ? bare(line) + endOfLine : line));
  if (!hasMixedLineEnds(before)) return result.join('');

  let beforeAt = 0;
  let afterAt = 0;
  const keep = (until: number): void => {
    for (; beforeAt < until; beforeAt++, afterAt++) result[afterAt] = beforeLines[beforeAt] ?? '';
  };
  for (const edit of diffLines(beforeLines.map(toUnixLine), result.map(toUnixLine))) {
    keep(edit.beforeStart);
    beforeAt = edit.beforeEnd;
    afterAt = edit.afterEnd;
  }
  keep(beforeLines.length);
  return result.join('');
}

/** A line without its line end. */
export function bare(line: string): string {
  return line.replace(/\r?\n$/, '');
}

function toUnixLine(line: string): string {
  return line.endsWith('\n') ? `${bare(line)}\n` : line;
}
