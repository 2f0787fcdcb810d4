import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceBlocks, type Replaced } from '../../../../src/core/staging/write/matching/blocks';
import type { BlockUnit, TextBlock } from '../../../../src/core/staging/write/matching/blockSearch';
import type { BlockFailure } from '../../../../src/core/staging/write/matching/editFailure';
import { anyText } from '../texts';

type Pair = readonly [search: string, replace: string];

function blocksOf(pairs: readonly Pair[]): readonly TextBlock[] {
  return pairs.map(([search, replace]) => ({ search, replace }));
}

function applied(text: string, blocks: readonly TextBlock[], unit: BlockUnit): Replaced {
  const result = replaceBlocks(text, blocks, unit);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  return result.value;
}

function failed(text: string, blocks: readonly TextBlock[], unit: BlockUnit = 'characters'): readonly BlockFailure[] {
  const result = replaceBlocks(text, blocks, unit);
  if (result.ok) throw new Error(`It was applied: ${result.value.text}`);
  return result.error;
}

const replaced = (text: string, ...pairs: readonly Pair[]): string => applied(text, blocksOf(pairs), 'characters').text;
const inLines = (text: string, ...pairs: readonly Pair[]): string => applied(text, blocksOf(pairs), 'lines').text;
const stepOf = (text: string, pair: Pair, unit: BlockUnit = 'lines'): string | undefined =>
  applied(text, blocksOf([pair]), unit).loosened.get(1);

describe('blocks of characters', () => {
  test('replace what stands in the file once', () => {
    expect(replaced('let a = 1;\nlet b = 2;\n', ['b = 2', 'b = 3'])).toBe('let a = 1;\nlet b = 3;\n');
    expect(replaced('$a\n', ['$a', '$& $1 $$'])).toBe('$& $1 $$\n');
  });

  test('add no blank line and take none where search and replacement end in a newline', () => {
    expect(replaced('a\nb\nc\n', ['b\n', 'B\n'])).toBe('a\nB\nc\n');
    expect(replaced('a\nb\nc\n', ['b\n', ''])).toBe('a\nc\n');
    expect(replaced('a\nb', ['b', 'B'])).toBe('a\nB');
  });

  test('find the last line, which has no newline, by a search that ends in one', () => {
    expect(replaced('alpha\nbeta', ['beta\n', 'gamma\n'])).toBe('alpha\ngamma');
    expect(stepOf('alpha\nbeta', ['beta\n', 'gamma\n'], 'characters')).toBe('line-end');
  });

  test('keep every character outside the replaced text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.string(), (before, after, replacement) => {
        const replace = replacement.replaceAll('\r', '');
        const text = replaced(`${before}<unique>${after}`, ['<unique>', replace]);
        expect(text.startsWith(before)).toBe(true);
        expect(text.endsWith(after)).toBe(true);
        expect(text.slice(before.length, text.length - after.length).replaceAll('\r\n', '\n')).toBe(replace);
      }),
    );
  });
});

describe('blocks of lines', () => {
  test('replace whole lines, whether their texts end in a newline or not', () => {
    for (const end of ['', '\n']) {
      expect(inLines('a\nb\nc\n', [`b${end}`, `B${end}`])).toBe('a\nB\nc\n');
      expect(inLines('a\nb\nc', [`c${end}`, `C${end}`])).toBe('a\nb\nC');
    }
    expect(inLines('a\nb\nc\n', ['b\n', ''])).toBe('a\nc\n');
    expect(inLines('a\nb\nc\n', ['b', ''])).toBe('a\nc\n');
  });

  test('insert at the start and at the end beside a line that they quote', () => {
    expect(inLines('first\nlast', ['first\n', 'zeroth\nfirst\n'])).toBe('zeroth\nfirst\nlast');
    expect(inLines('first\nlast', ['last\n', 'last\nvery last\n'])).toBe('first\nlast\nvery last');
  });

  test('may begin and end within a line, but not within a word', () => {
    expect(inLines('  if (a && b) {\n', ['if (a', 'if (A'])).toBe('  if (A && b) {\n');
    expect(failed('value = 10\n', blocksOf([['value = 1', 'value = 2']]), 'lines')).toMatchObject([
      { reason: 'not-found' },
    ]);
    expect(replaced('value = 10\n', ['value = 1', 'value = 2'])).toBe('value = 20\n');
  });

  test('prefer whole lines to parts of longer ones', () => {
    expect(inLines('value = 10\nvalue = 1\n', ['value = 1', 'value = 2'])).toBe('value = 10\nvalue = 2\n');
  });
});

describe('several blocks', () => {
  test('apply in order, each to what the ones before it left', () => {
    expect(replaced('a\n', ['a', 'b'], ['b', 'c'])).toBe('c\n');
    expect(inLines('one\ntwo\n', ['one', 'three'], ['three\ntwo', 'four'])).toBe('four\n');
  });

  test('may come out of the order of the file', () => {
    expect(inLines('one\ntwo\nthree\n', ['three', '3'], ['one', '1'])).toBe('1\ntwo\n3\n');
  });

  test('mean the one place that no block before them wrote, where theirs stands in several', () => {
    expect(replaced('x = 1\ny = 2\n', ['x = 1', 'y = 2'], ['y = 2', 'y = 3'])).toBe('y = 2\ny = 3\n');
    expect(
      failed(
        'a\na\nb\n',
        blocksOf([
          ['b', 'c'],
          ['a', 'd'],
        ]),
      ),
    ).toMatchObject([{ reason: 'ambiguous', block: 2 }]);
  });

  test('change nothing when one of them is refused; all refused ones are named', () => {
    const failures = failed(
      'alpha\n',
      blocksOf([
        ['alpha', 'beta'],
        ['zzz', 'c'],
        ['yyy', 'd'],
      ]),
    );
    expect(failures.map(({ block, reason }) => [block, reason])).toEqual([
      [2, 'not-found'],
      [3, 'not-found'],
    ]);
  });

  test('are skipped where they replace a text by itself, wherever that stands', () => {
    expect(replaced('a\n', ['nowhere', 'nowhere'], ['a', 'b'])).toBe('b\n');
    expect(applied('a\n', blocksOf([['a', 'a']]), 'lines')).toMatchObject({ text: 'a\n', applied: 0 });
  });
});

describe('an empty search', () => {
  test('writes the whole text of an empty file', () => {
    expect(replaced('', ['', 'new\n'])).toBe('new\n');
    expect(inLines('', ['', 'new'])).toBe('new\n');
    expect(replaced('', ['', 'new'])).toBe('new');
  });

  test('is refused in a file that is not empty', () => {
    expect(failed('a\n', blocksOf([['', 'new\n']]))).toMatchObject([{ reason: 'empty-search', block: 1 }]);
  });
});

describe('a search that stands in several places', () => {
  test('is refused with every place named, overlapping ones too', () => {
    const [failure] = failed('x\na\nb\nx\na\nb\n', blocksOf([['a\nb', 'c']]));
    expect(failure).toMatchObject({
      reason: 'ambiguous',
      places: [
        { startLine: 2, endLine: 3 },
        { startLine: 5, endLine: 6 },
      ],
    });
    expect(failure?.message).toContain('2 places, at lines 2–3, lines 5–6');
    expect(failed('aaa', blocksOf([['aa', 'b']]))).toMatchObject([{ reason: 'ambiguous' }]);
  });

  test('means the one at the line it names; a line that hits none of them decides nothing', () => {
    const text = 'a\nb\na\nb\n';
    expect(applied(text, [{ search: 'a', replace: 'c', line: 3 }], 'lines').text).toBe('a\nb\nc\nb\n');
    expect(failed(text, [{ search: 'a', replace: 'c', line: 2 }], 'lines')).toMatchObject([{ reason: 'ambiguous' }]);
  });

  test('is found literally where it stands so once, however often it stands loosely', () => {
    expect(inLines('  a()\na()\n\ta()\n', ['a()', 'b()'])).toBe('  a()\nb()\n\ta()\n');
  });

  test('at a looser step is refused like any other', () => {
    expect(failed('    a()\n  x\n    a()\n', blocksOf([[' a()\n', ' b()\n']]), 'lines')).toMatchObject([
      { reason: 'ambiguous', places: [{ startLine: 1 }, { startLine: 3 }] },
    ]);
  });
});

describe('a search that stands nowhere', () => {
  test.each([
    [
      'a word',
      'return first + second;\n',
      'return first + third;',
      'the search text has `return first + third;` there.',
    ],
    ['case', 'const Value = 1;\n', 'const value = 1;', 'Line 1 differs in upper and lower case.'],
    ['white space within a line', 'a =  b + c\n', 'a = b + c', 'Line 1 differs in white space within the line.'],
    [
      'an uneven indentation',
      'if (a) {\n  return one + two;\n}\n',
      'if (a) {\n     return one + two;\n  }',
      'Line 2 differs in its indentation: 2 spaces in the file, 5 spaces in the search.',
    ],
  ])('is refused with the nearest text and that it differs in %s', (_, text, search, difference) => {
    const [failure] = failed(text, blocksOf([[search, 'x']]));
    expect(failure?.reason).toBe('not-found');
    expect(failure?.message).toContain(difference);
    expect(failure?.places).toHaveLength(1);
  });

  test('is refused without a text where nothing is like it', () => {
    const failures = failed('alpha\nbeta\n', blocksOf([['entirely(different)', 'x']]));
    expect(failures).toMatchObject([{ reason: 'not-found', places: [] }]);
  });

  test('is said to be made already where its replacement stands', () => {
    const failures = failed('const answer = 42;\n', blocksOf([['const answer = 41;', 'const answer = 42;']]));
    expect(failures[0]?.message).toContain('stands at line 1 already: this edit may have been made before');
  });

  test('is never taken for the likeliest text', () => {
    const text = 'function sum(first, second) {\n  return first + second;\n}\n';
    expect(failed(text, blocksOf([['  return first + secnd;', '  return 0;']]))).toMatchObject([
      { reason: 'not-found' },
    ]);
  });
});

describe('line ends', () => {
  test('of an edit are brought to the file’s own', () => {
    expect(replaced('a\r\nb\r\nc\r\n', ['a\nb\n', 'a\nx\nb\n'])).toBe('a\r\nx\r\nb\r\nc\r\n');
    expect(replaced('a\nb\n', ['a\r\nb', 'a\r\nc'])).toBe('a\nc\n');
    expect(inLines('a\r\nb\r\n', ['b\n', 'b\nc\n'])).toBe('a\r\nb\r\nc\r\n');
  });

  test('stay line by line in a file of both kinds', () => {
    expect(replaced('a\r\nb\nc\r\nd\r\n', ['b\nc', 'B\nnew\nC'])).toBe('a\r\nB\nnew\r\nC\r\nd\r\n');
    expect(inLines('a\r\nb\nc\r\nd\r\n', ['b\nc', 'b\nnew\nC'])).toBe('a\r\nb\nnew\r\nC\r\nd\r\n');
  });
});

describe('a byte order mark', () => {
  test('stays, and a search of the first line need not have it', () => {
    expect(replaced('\uFEFFfirst\nlast\n', ['first', '1st'])).toBe('\uFEFF1st\nlast\n');
    expect(inLines('\uFEFFfirst\nlast\n', ['\uFEFFfirst', '\uFEFF1st'])).toBe('\uFEFF1st\nlast\n');
  });
});

describe('white space at the ends of lines', () => {
  test('may differ, and stays on lines that the replacement keeps', () => {
    expect(inLines('a();  \nb();\t\nc();\n', ['a();\nb();', 'a();\nB();'])).toBe('a();  \nB();\nc();\n');
    expect(inLines('a();\nb();\n', ['a();  \nb();', 'a();\nB();'])).toBe('a();\nB();\n');
    expect(stepOf('a(); \n', ['a();', 'b();'])).toBe('trailing-space');
  });
});

describe('indentation', () => {
  const file = 'class A {\n    m() {\n        one();\n        two();\n    }\n}\n';

  test('may be less than the file’s by the same on all lines, and the replacement is indented alike', () => {
    expect(inLines(file, ['m() {\n    one();', 'm() {\n    zero();\n    one();'])).toBe(
      'class A {\n    m() {\n        zero();\n        one();\n        two();\n    }\n}\n',
    );
    expect(stepOf(file, ['m() {\n    one();', 'm() {\n    zero();'])).toBe('indentation');
  });

  test('may be more than the file’s', () => {
    expect(
      inLines('one();\ntwo();\n', ['    one();\n    two();', '    one();\n    if (a) {\n        two();\n    }']),
    ).toBe('one();\nif (a) {\n    two();\n}\n');
  });

  test('may be in spaces where the file has tabs, and the other way round', () => {
    expect(inLines('if (a) {\n\tb();\n\t\tc();\n}\n', ['if (a) {\n    b();', 'if (a) {\n    x();\n        b();'])).toBe(
      'if (a) {\n\tx();\n\t\tb();\n\t\tc();\n}\n',
    );
    expect(inLines('if (a) {\n  b();\n}\n', ['if (a) {\n\tb();', 'if (a) {\n\tb();\n\tc();'])).toBe(
      'if (a) {\n  b();\n  c();\n}\n',
    );
  });

  test('may be in another unit and less deep at once, where one width explains all lines', () => {
    const tabs = '\tf() {\n\t\treturn 1;\n\t}\n';
    expect(inLines(tabs, ['f() {\n    return 1;\n}', 'f() {\n    if (a) {\n        return 2;\n    }\n}'])).toBe(
      '\tf() {\n\t\tif (a) {\n\t\t\treturn 2;\n\t\t}\n\t}\n',
    );
    expect(inLines('    f() {\n      x();\n', ['f() {\n\tx();', 'f() {\n\ty();\n\t\tz();'])).toBe(
      '    f() {\n      y();\n        z();\n',
    );
    // Four spaces for three tabs, at one depth alone, may be one level or two.
    const deep = '\t\t\ta();\n\t\t\tb();\n';
    expect(failed(deep, blocksOf([['    a();\n    b();', '    c();']]), 'lines')).toMatchObject([
      { reason: 'not-found' },
    ]);
  });

  test('that differs from line to line is refused', () => {
    expect(failed('  a();\n    b();\n', blocksOf([['a();\n   b();', 'c();']]), 'lines')).toMatchObject([
      { reason: 'not-found' },
    ]);
  });

  test('of new lines that stand less deep than can be told is refused', () => {
    const failures = failed('one();\n', blocksOf([['    one();', '    one();\n  two();']]), 'lines');
    expect(failures).toMatchObject([{ reason: 'no-place' }]);
    expect(failures[0]?.message).toContain('indented');
  });

  test('is not given to blank lines', () => {
    expect(inLines('  a();\n\n  b();\n', ['a();\n\nb();', 'a();\n\nx();\n\nb();'])).toBe(
      '  a();\n\n  x();\n\n  b();\n',
    );
  });
});

describe('typography', () => {
  test('of quotation marks, dashes and fixed spaces may be plain in the search, and stays in what is kept', () => {
    expect(inLines('say(“hello”) – now\nend\n', ['say("hello") - now', 'say("hello") - later'])).toBe(
      'say(“hello”) – later\nend\n',
    );
    expect(inLines('a\u00A0b\n', ['a b', 'a b c'])).toBe('a\u00A0b c\n');
    expect(replaced('x = “a” + y\n', ['"a" + y', '"a" + z'])).toBe('x = “a” + z\n');
  });

  test('of ellipses and of composed characters does not count either', () => {
    expect(inLines('wait…\nnext\n', ['wait...', 'go...'])).toBe('go…\nnext\n');
    expect(inLines('caf\u0065\u0301 open\n', ['café open', 'café shut'])).toBe('caf\u0065\u0301 shut\n');
  });

  test('of a text the author changed is the author’s', () => {
    expect(inLines('title: “old”\n', ['title: "old"', "title: 'new'"])).toBe("title: 'new'\n");
  });
});

describe('blank lines at the edges of a search', () => {
  test('need not stand in the file', () => {
    expect(inLines('a\nb\nc\n', ['\nb\n\n', '\nB\n\n'])).toBe('a\nB\nc\n');
    expect(inLines('    a\n    b\n', ['\n  a\n  b\n', '  A\n  B\n'])).toBe('    A\n    B\n');
    expect(stepOf('b\nc\n', ['\nb', '\nB'])).toBe('blank-edges');
  });
});

describe('elided middles', () => {
  const file = 'start {\n  one\n  two\n  three\n}\nend\n';

  test('on both sides stay as they are', () => {
    expect(inLines(file, ['start {\n...\n}\nend', 'START {\n...\n}\nEND'])).toBe(
      'START {\n  one\n  two\n  three\n}\nEND\n',
    );
    expect(stepOf(file, ['start {\n  ...\n}', 'START {\n  ...\n}'])).toBe('elision');
    expect(inLines(file, ['start {\n  // ...\n  three', 'start {\n  // ...\n  3'])).toBe(
      'start {\n  one\n  two\n  3\n}\nend\n',
    );
  });

  test('that do not determine one place are refused', () => {
    const twice = 'a\nx\nb\ny\nb\n';
    expect(failed(twice, blocksOf([['a\n...\nb', 'A\n...\nB']]), 'lines')).toMatchObject([{ reason: 'ambiguous' }]);
  });

  test('on one side only are no elision', () => {
    expect(failed(file, blocksOf([['start {\n...\nend', 'nothing']]), 'lines')).toMatchObject([
      { reason: 'not-found' },
    ]);
  });

  test('are literal where the file has such a line', () => {
    expect(inLines('def f():\n    ...\n', ['def f():\n    ...', 'def f():\n    return 1'])).toBe(
      'def f():\n    return 1\n',
    );
  });
});

describe('line numbers', () => {
  test('that were copied with the lines are no part of them', () => {
    expect(inLines('a\nb\nc\n', ['2 | b\n3 | c', '2 | B\n3 | C'])).toBe('a\nB\nC\n');
    expect(inLines('a\n  b\nc\n', ['  2\t  b', '  B'])).toBe('a\n  B\nc\n');
    expect(stepOf('a\nb\n', ['2: b', '2: c'])).toBe('line-numbers');
  });

  test('decide between places that are alike, and must count up one by one', () => {
    expect(inLines('x\ny\nx\ny\n', ['3 | x\n4 | y', 'z'])).toBe('x\ny\nz\n');
    expect(failed('x\ny\n', blocksOf([['1 | x\n3 | y', 'z']]), 'lines')).toMatchObject([{ reason: 'not-found' }]);
  });

  test('that stand in the file are text', () => {
    expect(inLines('1 | a\n', ['1 | a', '1 | b'])).toBe('1 | b\n');
  });
});

describe('on arbitrary texts', () => {
  const text = fc.oneof(anyText, fc.string({ unit: 'binary' }));
  const block = fc.record({ search: text, replace: text });

  test('blocks never throw, and refuse or answer a text', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(block, { maxLength: 4 }),
        fc.constantFrom<BlockUnit>('characters', 'lines'),
        (...given) => {
          const result = replaceBlocks(...given);
          if (result.ok) expect(typeof result.value.text).toBe('string');
          else expect(result.error.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  test('a piece of a text that occurs once is found literally, and what it becomes can be taken back', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (whole, from, length) => {
        const unix = whole.replaceAll('\r\n', '\n').replaceAll('\r', '');
        const start = unix.length === 0 ? 0 : from % unix.length;
        const search = unix.slice(start, start + 1 + (length % 20));
        fc.pre(search !== '' && unix.indexOf(search) === unix.lastIndexOf(search));
        const there = applied(unix, [{ search, replace: '<once>' }], 'characters');
        expect(there.loosened.size).toBe(0);
        expect(there.text).toBe(unix.replace(search, () => '<once>'));
        expect(replaced(there.text, ['<once>', search])).toBe(unix);
      }),
    );
  });

  test('lines quoted with another uniform indentation are found where they stand, and replaced alike', () => {
    const line = fc.stringMatching(/^[a-z]{1,3}$/);
    const body = fc.array(fc.tuple(fc.nat({ max: 3 }), line), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(body, fc.integer({ min: 1, max: 3 }), fc.constantFrom('\t', '  ', '    '), (lines, by, unit) => {
        const indented = (depth: number): string =>
          lines.map(([own, text]) => unit.repeat(own + depth) + text).join('\n');
        const file = `top\n${indented(by)}\nbottom\n`;
        const search = indented(0);
        fc.pre(!search.split('\n').some((text) => text === 'top' || text === 'bottom'));
        const result = replaceBlocks(file, [{ search, replace: `${unit}{\n${search}\n${unit}}` }], 'lines');
        expect(result.ok && result.value.text).toBe(
          `top\n${unit.repeat(by + 1)}{\n${indented(by)}\n${unit.repeat(by + 1)}}\nbottom\n`,
        );
      }),
    );
  });
});
