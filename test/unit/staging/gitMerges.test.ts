import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeFile, mergeTexts } from '../../../src/core/staging/write/merge';

/**
 * What git 2.39's `merge-tree` answered, one case a line: base, ours, theirs, and the merged text or `conflict`; `/` ends a line.
 * Random texts of few different lines, chosen so that in half of them a merge by the shortest edit script, or by patience diff, comes
 * to something else.
 */
const recorded = readFileSync(join(import.meta.dirname, 'gitMerges.tsv'), 'utf8')
  .trimEnd()
  .split('\n');

const decoded = (text: string): string => `${text.replaceAll('/', '\n')}\n`;

test('merges as git does, and conflicts where it does', () => {
  expect(recorded.length).toBeGreaterThan(150);
  for (const line of recorded) {
    const [base = '', ours = '', theirs = '', merged = ''] = line.split('\t');
    const result = mergeTexts(decoded(base), decoded(ours), decoded(theirs));
    expect([line, result.type === 'clean' ? result.text : 'conflict']).toEqual([
      line,
      merged === 'conflict' ? merged : decoded(merged),
    ]);
  }
});

test('lets an empty new file give way to another of its name, as git does', () => {
  expect(mergeFile(null, '', 'a\n')).toEqual({ type: 'clean', text: 'a\n' });
  expect(mergeFile(null, 'a\n', '')).toEqual({ type: 'clean', text: 'a\n' });
});
