import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BlockFailure } from '../../../../src/core/staging/write/matching/editFailure';
import { applyHunks } from '../../../../src/core/staging/write/matching/hunks';
import type { Replaced } from '../../../../src/core/staging/write/matching/blocks';
import type { PatchHunk } from '../../../../src/core/staging/write/matching/patchHunk';
import type { ScriptLine } from '../../../../src/core/staging/write/matching/script';
import { anyText, numbered } from '../texts';

const kinds: Readonly<Record<string, ScriptLine['type']>> = { ' ': 'keep', '-': 'remove', '+': 'add' };

/** A hunk from its lines as a patch has them. */
function hunk(lines: readonly string[], more: Partial<PatchHunk> = {}): PatchHunk {
  const script = lines.map((line): ScriptLine => ({ type: kinds[line[0] ?? ''] ?? 'keep', line: line.slice(1) }));
  return { script, anchors: [], atEnd: false, ...more };
}

function applied(text: string, ...hunks: readonly PatchHunk[]): Replaced {
  const result = applyHunks(text, hunks);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  return result.value;
}

const patched = (text: string, ...hunks: readonly PatchHunk[]): string => applied(text, ...hunks).text;

function failed(text: string, ...hunks: readonly PatchHunk[]): readonly BlockFailure[] {
  const result = applyHunks(text, hunks);
  if (result.ok) throw new Error(`It was applied: ${result.value.text}`);
  return result.error;
}

describe('hunks', () => {
  test('replace lines where their context stands once', () => {
    expect(patched(numbered(1, 2, 3, 4), hunk([' 2', '-3', '+three', ' 4']))).toBe(numbered(1, 2, 'three', 4));
  });

  test('keep the file’s final newline, or that it has none, unless they say otherwise', () => {
    expect(patched('a\nb', hunk(['-b', '+c']))).toBe('a\nc');
    expect(patched('a\nb\n', hunk(['-b', '+c']))).toBe('a\nc\n');
    expect(patched('a\nb', hunk(['-b', '+c'], { finalNewline: true }))).toBe('a\nc\n');
    expect(patched('a\nb\n', hunk(['-b', '+c'], { finalNewline: false }))).toBe('a\nc');
    expect(patched('a\nb\n', hunk(['-a', '+c'], { finalNewline: false }))).toBe('c\nb\n');
  });

  test('keep line ends of either kind, and a byte order mark', () => {
    expect(patched('\uFEFFa\r\nb\r\nc\n', hunk([' a', '-b', '+B', '+B2']))).toBe('\uFEFFa\r\nB\r\nB2\r\nc\n');
  });

  test('are found like search texts: white space at line ends, indentation, typography, blank edges', () => {
    expect(patched('a  \nb\n', hunk([' a', '-b', '+c']))).toBe('a  \nc\n');
    expect(patched('  a\n  b\n', hunk([' a', '-b', '+c']))).toBe('  a\n  c\n');
    expect(patched('“a”\nb\n', hunk([' "a"', '-b', '+c']))).toBe('“a”\nc\n');
    expect(patched('a\nb\n', hunk([' ', ' a', '-b', '+c', ' ']))).toBe('a\nc\n');
    expect(applied('  a\n', hunk(['-a', '+b'])).loosened).toEqual(new Map([[1, 'indentation']]));
  });

  test('that only take away a blank line are refused where it can’t be told which', () => {
    expect(failed('a\n\nb\n\n', hunk(['-']))).toMatchObject([{ reason: 'ambiguous' }]);
    expect(failed('a\nb\n', hunk(['-']))).toMatchObject([{ reason: 'not-found' }]);
    expect(patched('a\n\nb\n', hunk(['-']))).toBe('a\nb\n');
  });

  test('that only have context change nothing, wherever it stands', () => {
    expect(applied('a\n', hunk([' nowhere']))).toMatchObject({ text: 'a\n', applied: 0 });
  });

  test('may overlap in their context', () => {
    const text = numbered(1, 2, 3, 4, 5);
    expect(patched(text, hunk([' 1', '-2', '+two', ' 3', ' 4']), hunk([' 2', ' 3', '-4', '+four']))).toBe(
      numbered(1, 'two', 3, 'four', 5),
    );
  });

  test('may not change the same lines, unless alike', () => {
    const text = numbered(1, 2, 3);
    expect(failed(text, hunk(['-2', '+two']), hunk([' 1', '-2', '+zwei']))).toMatchObject([{ reason: 'overlap' }]);
    expect(patched(text, hunk(['-2', '+two']), hunk([' 1', '-2', '+two']))).toBe(numbered(1, 'two', 3));
  });

  test('may come out of the order of the file where each has one place', () => {
    expect(patched(numbered(1, 2, 3), hunk(['-3', '+c']), hunk(['-1', '+a']))).toBe(numbered('a', 2, 'c'));
  });

  test('that quote what another one makes are applied after it', () => {
    expect(patched(numbered(1), hunk(['-1', '+2']), hunk(['-2', '+3']))).toBe(numbered(3));
    expect(patched(numbered(1), hunk(['-2', '+3']), hunk(['-1', '+2']))).toBe(numbered(3));
  });

  test('that are refused are all named, and nothing is changed', () => {
    const failures = failed(numbered(1, 2, 2), hunk(['-1', '+one']), hunk(['-2', '+two']), hunk(['-x', '+y']));
    expect(failures.map(({ block, reason }) => [block, reason])).toEqual([
      [2, 'ambiguous'],
      [3, 'not-found'],
    ]);
  });

  test('leave out what both sides elide', () => {
    expect(patched(numbered('{', 1, 2, '}'), hunk(['-{', '+<', ' ...', '-}', '+>']))).toBe(numbered('<', 1, 2, '>'));
  });

  test('without their leading space are read the other way', () => {
    const alternate = hunk(['   a', '-  b', '+  c']).script;
    expect(patched('  a\n  b\n', hunk(['  a', '-  b', '+  c'], { alternate }))).toBe('  a\n  c\n');
  });
});

describe('hunks that only add', () => {
  test('are a file’s text where it is empty', () => {
    expect(patched('', hunk(['+a', '+b']))).toBe('a\nb\n');
  });

  test('go to the end where they say so, with or without a final newline', () => {
    expect(patched('a\n', hunk(['+b'], { atEnd: true }))).toBe('a\nb\n');
    expect(patched('a', hunk(['+b'], { atEnd: true }))).toBe('a\nb');
  });

  test('go right behind their anchor', () => {
    expect(patched('class A {\n}\n', hunk(['+  x = 1;'], { anchors: ['class A {'] }))).toBe('class A {\n  x = 1;\n}\n');
    expect(patched('class A {\n}\n', hunk([' ', '+  x = 1;'], { anchors: ['class A {'] }))).toBe(
      'class A {\n  x = 1;\n}\n',
    );
  });

  test('are refused in any other case', () => {
    const failures = failed('a\n', hunk(['+b']));
    expect(failures).toMatchObject([{ reason: 'no-place' }]);
    expect(failures[0]?.message).toContain('doesn’t say where');
    expect(failed('a\n', hunk(['+b'], { line: 1 }))).toMatchObject([{ reason: 'no-place' }]);
    expect(failed('a\nx\na\n', hunk(['+b'], { anchors: ['a'] }))).toMatchObject([{ reason: 'ambiguous' }]);
  });
});

describe('anchors', () => {
  const file = [
    'class A:',
    '  def run(self):',
    '    go()',
    '    end()',
    '',
    'class B:',
    '  def run(self):',
    '    go()',
    '',
  ];
  const text = file.join('\n');

  test('choose the section that they head', () => {
    expect(patched(text, hunk(['-    go()', '+    stop()'], { anchors: ['class B:'] }))).toBe(
      text.replace(/go\(\)\n$/, 'stop()\n'),
    );
    expect(patched(text, hunk(['-    go()', '+    stop()'], { anchors: ['class A:'] }))).toBe(
      text.replace('go()', 'stop()'),
    );
  });

  test('may be nested', () => {
    const nested = { anchors: ['class B:', 'def run(self):'] };
    expect(patched(text, hunk(['-    go()', '+    stop()'], nested))).toBe(text.replace(/go\(\)\n$/, 'stop()\n'));
  });

  test('may be a part of the line, and differ in indentation', () => {
    expect(patched(text, hunk(['-    end()', '+    stop()'], { anchors: ['def run'] }))).toBe(
      text.replace('end()', 'stop()'),
    );
  });

  test('may be the first of the hunk’s own lines', () => {
    expect(patched(text, hunk(['-class B:', '+class C:', '   def run(self):'], { anchors: ['class B:'] }))).toBe(
      text.replace('class B', 'class C'),
    );
  });

  test('read with the lines right below them as one text', () => {
    const twice = numbered('f() {', '  a', '  a', '}');
    expect(patched(twice, hunk(['-  a', '+  b'], { anchors: ['f() {'] }))).toBe(numbered('f() {', '  b', '  a', '}'));
  });

  test('that stand in several places, each with the hunk’s lines below, are refused', () => {
    const failures = failed(text, hunk(['-    go()', '+    stop()'], { anchors: ['def run(self):'] }));
    expect(failures).toMatchObject([{ reason: 'ambiguous', places: [{ startLine: 3 }, { startLine: 8 }] }]);
  });

  test('that stand before and behind a hunk’s only place mean the one before', () => {
    const repeated = numbered('mark', 'x', 'mark', 'y');
    expect(patched(repeated, hunk(['-x', '+z'], { anchors: ['mark'] }))).toBe(numbered('mark', 'z', 'mark', 'y'));
  });

  test('that only stand behind the hunk’s lines are refused', () => {
    const failures = failed(numbered('x', 'mark'), hunk(['-x', '+z'], { anchors: ['mark'] }));
    expect(failures).toMatchObject([{ reason: 'not-found' }]);
    expect(failures[0]?.message).toContain('behind “mark”');
  });

  test('that stand nowhere are passed over where the hunk’s lines are found to the letter', () => {
    expect(patched(numbered('x'), hunk(['-x', '+z'], { anchors: ['mark'] }))).toBe(numbered('z'));
    const failures = failed(numbered('  x'), hunk(['-x', '+z'], { anchors: ['mark'] }));
    expect(failures[0]?.message).toContain('“mark” is not in the file');
  });
});

describe('the end of the file', () => {
  test('chooses the last of several places', () => {
    expect(patched(numbered('a', 'b', 'a'), hunk(['-a', '+c'], { atEnd: true }))).toBe(numbered('a', 'b', 'c'));
  });

  test('is where lines stand that blank ones follow', () => {
    expect(patched('a\nb\na\n\n', hunk(['-a', '+c'], { atEnd: true }))).toBe('a\nb\nc\n\n');
  });

  test('need not be right where the lines stand to the letter once', () => {
    expect(patched(numbered('a', 'b'), hunk(['-a', '+c'], { atEnd: true }))).toBe(numbered('c', 'b'));
    expect(failed(numbered('  a', 'b'), hunk(['-a', '+c'], { atEnd: true }))).toMatchObject([{ reason: 'not-found' }]);
  });
});

describe('line numbers', () => {
  const text = numbered('a', 'x', 'a', 'y', 'a', 'z');

  test('decide between places that are alike, where they hit one', () => {
    expect(patched(text, hunk(['-a', '+b'], { line: 3 }))).toBe(numbered('a', 'x', 'b', 'y', 'a', 'z'));
    expect(failed(text, hunk(['-a', '+b'], { line: 2 }))).toMatchObject([{ reason: 'ambiguous' }]);
  });

  test('do no harm where they are wrong', () => {
    expect(patched(text, hunk(['-y', '+b'], { line: 40 }))).toBe(numbered('a', 'x', 'a', 'b', 'a', 'z'));
  });

  test('count with what the hunks beside them are off by', () => {
    expect(patched(text, hunk(['-x', '+X'], { line: 12 }), hunk(['-a', '+b'], { line: 13 }))).toBe(
      numbered('a', 'X', 'b', 'y', 'a', 'z'),
    );
  });

  test('that hit one place by themselves and another one by what they are off by decide nothing', () => {
    const regular = numbered('a', '1', 'a', '2', 'a', '3', 'a', '4');
    const failures = failed(regular, hunk(['-1', '+one'], { line: 4 }), hunk(['-a', '+b'], { line: 7 }));
    expect(failures).toMatchObject([{ reason: 'ambiguous', block: 2 }]);
  });
});

describe('the order of hunks', () => {
  test('decides where one place is left between two decided ones', () => {
    const text = numbered('a', 1, 'a', 2, 'a');
    expect(patched(text, hunk(['-1', '+one']), hunk(['-a', '+b']), hunk(['-2', '+two']))).toBe(
      numbered('a', 'one', 'b', 'two', 'a'),
    );
  });

  test('decides where as many hunks want a text as it stands places', () => {
    expect(patched(numbered('a', 'a'), hunk(['-a', '+b']), hunk(['-a', '+c']))).toBe(numbered('b', 'c'));
    expect(failed(numbered('a', 'a', 'a'), hunk(['-a', '+b']), hunk(['-a', '+c']))).toHaveLength(2);
  });
});

describe('on arbitrary texts', () => {
  const line = fc.constantFrom('a', 'b', 'c', '', '  a', '}', '...');
  const scriptLine = fc.record({ type: fc.constantFrom<ScriptLine['type']>('keep', 'remove', 'add'), line });
  const anyHunk: fc.Arbitrary<PatchHunk> = fc
    .record({
      script: fc.array(scriptLine, { maxLength: 6 }),
      anchors: fc.array(line, { maxLength: 2 }),
      atEnd: fc.boolean(),
      number: fc.option(fc.nat({ max: 20 })),
    })
    .map(({ number, ...rest }) => ({ ...rest, ...(number !== null && { line: number }) }));

  test('hunks never throw, and answer a text or at least one refusal', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyHunk, { maxLength: 5 }), (text, hunks) => {
        const result = applyHunks(text, hunks);
        if (result.ok) expect(typeof result.value.text).toBe('string');
        else expect(result.error.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('a text with its whole self as context becomes what the hunk makes of it', () => {
    fc.assert(
      fc.property(fc.array(scriptLine, { minLength: 1, maxLength: 10 }), (script) => {
        const lines = (without: ScriptLine['type']): string =>
          script.flatMap((one) => (one.type === without ? [] : [`${one.line}\n`])).join('');
        fc.pre(script.some(({ type, line: text }) => type !== 'add' && text.trim() !== ''));
        fc.pre(!script.some(({ line: text }) => text === '...'));
        expect(patched(lines('add'), { script, anchors: [], atEnd: false })).toBe(lines('remove'));
      }),
    );
  });

  test('many hunks for the same lines are answered in bounded work', () => {
    const text = numbered(...Array<string>(3000).fill('a'));
    const same = Array<PatchHunk>(40).fill(hunk(['-a', '+b']));
    expect(failed(text, ...same)).toHaveLength(40);
  });
});
