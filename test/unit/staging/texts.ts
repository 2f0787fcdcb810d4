import fc from 'fast-check';
import type { WorkspacePath } from '../../../src/core/util/paths';

/** A path, for tests that don't care how it was read. */
export const pathOf = (text: string): WorkspacePath => text as WorkspacePath;

/** Few different lines, so that texts repeat themselves and changes meet. */
const line = fc.constantFrom('a', 'b', 'c', '', '  a', '}');
const ending = fc.constantFrom('\n', '\n', '\n', '\r\n');

/** Texts made of lines: LF, CRLF and mixed, with and without a final newline, empty. */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(line, ending), { maxLength: 12 }), fc.constantFrom('', '', 'last'))
  .map(([lines, last]) => lines.map((parts) => parts.join('')).join('') + last);

/** The same with one kind of line end, as editors show texts. */
export const uniformText: fc.Arbitrary<string> = fc
  .tuple(fc.array(line, { maxLength: 12 }), ending, fc.constantFrom('', '', 'last'))
  .map(([lines, end, last]) => lines.map((text) => text + end).join('') + last);

/** A file's text, or none. */
export const anyFile: fc.Arbitrary<string | null> = fc.option(anyText, { freq: 6 });

/** A text made of numbered lines, one per number. */
export function numbered(...numbers: readonly (number | string)[]): string {
  return numbers.map((number) => `${number}\n`).join('');
}
