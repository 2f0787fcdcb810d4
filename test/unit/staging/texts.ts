import fc from 'fast-check';
import { standInFor } from '../../../src/core/staging/read/standIn';
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

/** What stands for a file that is no text. */
export const anyStandIn: fc.Arbitrary<string> = fc
  .constantFrom(1, 2)
  .map((size) => standInFor({ why: 'binary', size, digest: String(size).repeat(64) }));

/** A file's text, what stands for one, or none. */
export const anyFile: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 6, arbitrary: anyText },
  { weight: 1, arbitrary: anyStandIn },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** A text made of numbered lines, one per number. */
export function numbered(...numbers: readonly (number | string)[]): string {
  return numbers.map((number) => `${number}\n`).join('');
}
