import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const table = readFileSync('docs/edits.md', 'utf8');

/** A row of the table: what is said of a trap, and the test that shows it. */
interface Row {
  readonly trap: string;
  readonly file: string;
  readonly test: string;
}

const testRoot = 'test/unit/staging';

function rowsOf(markdown: string): readonly Row[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s:|-]+\|$/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && cells[2] !== 'Trap')
    .map(([, , trap = '', , named = '']) => {
      const [file = '', name = ''] = named.replaceAll('`', '').split(' › ');
      return { trap, file, test: name };
    });
}

/** Whether a file has a test of that name. */
function hasTest(file: string, name: string): boolean {
  const source = readFileSync(path.join(testRoot, file), 'utf8').replaceAll("\\'", "'");
  const quoted = ["'", '"', '`'].map((quote) => `(${quote}${name}${quote},`);
  return name !== '' && quoted.some((call) => source.includes(call));
}

describe('the table of edit formats', () => {
  const rows = rowsOf(table);

  test('has rows for every format', () => {
    for (const format of ['Search/replace', 'Patch', 'Unified diff', 'Whole file'])
      expect(table.split('\n').filter((line) => line.startsWith(`| ${format} `)).length).toBeGreaterThan(2);
  });

  test.each(rows)('names a test that there is for: $trap', ({ file, test: name }) => {
    expect(hasTest(file, name), `${file} › ${name}`).toBe(true);
  });

  test('would be caught naming a test that there is not', () => {
    expect(hasTest('matching/blocks.test.ts', 'replace what stands in the file twice')).toBe(false);
    expect(rowsOf('| All | a trap | a meaning | `x.test.ts › a name` |')).toEqual([
      { trap: 'a trap', file: 'x.test.ts', test: 'a name' },
    ]);
  });
});
