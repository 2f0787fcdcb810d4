import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EditReader } from '../../../../src/core/staging/write/formats/editReader';
import { parseEdits } from '../../../../src/core/staging/write/formats/parseEdits';
import { text } from './parsed';

/** Lines that mean something in some format, and some that mean nothing. */
const marker = fc.constantFrom(
  '<<<<<<< SEARCH',
  '------- SEARCH',
  '=======',
  '=====',
  '>>>>>>> REPLACE',
  '+++++++ REPLACE',
  '<<<<<<< HEAD',
  '>>>>>>> topic',
  ':start_line:3',
  '-------',
  '*** Begin Patch',
  '*** End Patch',
  ' *** End Patch',
  '*** Add File: a.ts',
  '*** Update File: a.ts',
  '*** Delete File: a.ts',
  '*** Move to: b.ts',
  '*** End of File',
  '@@',
  '@@ anchor @@',
  '@@ -1,2 +1,2 @@',
  '@@@ -1 -1 +1 @@@',
  'diff --git a/a.ts b/a.ts',
  'rename from a.ts',
  'Index: a.ts',
  '--- a/a.ts',
  '+++ b/a.ts',
  '--- /dev/null',
  '\\ No newline at end of file',
  '```',
  '```ts',
  '```diff',
  '````md',
  '~~~',
  'a.ts',
  "apply_patch <<'EOF'",
  'EOF',
  '',
  ' a',
  '-a',
  '+a',
  'a b',
);
const anyLines = fc.array(fc.oneof({ weight: 9, arbitrary: marker }, fc.string()), { maxLength: 40 });
const anyPath = fc.constantFrom({}, { path: 'x.ts' });

describe('every text', () => {
  test('is read or refused with a line of it and words for the model, whatever it is made of', () => {
    fc.assert(
      fc.property(anyLines, fc.constantFrom('\n', '\r\n'), anyPath, (lines, end, options) => {
        const parsed = parseEdits(lines.join(end), options);
        if (parsed.ok) expect(parsed.value.operations.length).toBeGreaterThan(0);
        else {
          expect(parsed.error.line).toBeGreaterThanOrEqual(1);
          expect(parsed.error.line).toBeLessThanOrEqual(lines.join('\n').split('\n').length);
          expect(parsed.error.message).toMatch(/^line \d+: .{20}/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('is read in a bounded number of looks at each of its lines', () => {
    const looks = (lines: readonly string[]): number => {
      let count = 0;
      const watched = new Proxy(lines, {
        get: (target, key, receiver): unknown => {
          count++;
          return Reflect.get(target, key, receiver);
        },
      });
      new EditReader(watched, 'x.ts').read();
      return count;
    };
    const repeated = (pattern: readonly string[], times: number): string[] =>
      Array.from({ length: times }, () => pattern).flat();
    const edit = ['<<<<<<< SEARCH', 'a', '=======', 'b', '>>>>>>> REPLACE'];
    const patterns = fc.array(marker, { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(fc.constantFrom([], edit), patterns, patterns, (first, pattern, last) => {
        // Below some hundred lines what is looked at once weighs as much as what is looked at for each line.
        const sized = (times: number): string[] => [...first, ...repeated(pattern, times), ...repeated(last, times)];
        const [small, large] = [sized(800), sized(3200)];
        expect(looks(large)).toBeLessThanOrEqual(looks(small) * 4.5);
        expect(looks(large) / large.length).toBeLessThan(60);
      }),
      { numRuns: 100 },
    );
  });

  test('has lines as long as they may be', () => {
    for (const long of [' '.repeat(200_000), '`'.repeat(200_000), '=@ \t'.repeat(50_000), 'a/'.repeat(100_000)])
      for (const line of ['', '@@ ', '*** End Patch', '--- ', '+++ ', '```', '<<<<<<< SEARCH ', '======= ', '\\'])
        expect(parseEdits(text(`${line}${long}x`, `${long}${line}`), { path: 'x.ts' })).toBeDefined();
  });
});
