import { fail, ok, type Result } from '../util/result';
import { countOf } from '../util/text';

/** Lines of one read; longer files are read in ranges. */
export const maxLines = 800;

/** Characters of one read: bounds what minified files and data take of a model's context. */
export const maxReadLength = 100_000;

/**
 * What one read shows of a text. It is given as it is, without line numbers, so that it can be searched for and replaced literally; what
 * is not the whole file says so first. `fromLine` and `toLine` count from 1; `null` for the start and the end.
 */
export function selectLines(text: string, fromLine: number | null, toLine: number | null): Result<string, string> {
  const lines = text.split('\n');
  const first = Math.max(1, fromLine ?? 1);
  if (first > lines.length) return fail(`The file has only ${countOf(lines.length, 'line')}.`);
  const wanted = lines.slice(first - 1, Math.min(toLine ?? lines.length, first + maxLines - 1));
  const fitting = fittingLines(wanted);
  const [line] = wanted;
  if (fitting.length === 0 && line !== undefined) {
    return ok(
      `(line ${first} of ${lines.length}, its first ${maxReadLength} of ${line.length} characters)\n${cut(line)}`,
    );
  }
  if (fitting.length === lines.length) return ok(text === '' ? '(the file is empty)' : text);
  return ok(`(lines ${first} to ${first + fitting.length - 1} of ${lines.length})\n${fitting.join('\n')}`);
}

function fittingLines(lines: readonly string[]): readonly string[] {
  // Between lines stands one character each.
  let length = -1;
  for (const [index, line] of lines.entries()) {
    length += line.length + 1;
    if (length > maxReadLength) return lines.slice(0, index);
  }
  return lines;
}

/** Not in the middle of a character. */
function cut(line: string): string {
  return line.slice(0, maxReadLength).replace(/[\uD800-\uDBFF]$/, '');
}
