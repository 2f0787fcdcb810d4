import { describe, expect, it } from 'vitest';

import { hasMixedLineEnds, sameText } from '../../../../src/adapters/vscode/sameText';
import { lineReplacements } from '../../../../src/adapters/vscode/lineEdits';
import { largestTextBytes, readText } from '../../../../src/adapters/vscode/textContent';

const decode = async (bytes: Uint8Array): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('bytes as text', () => {
  it('lose their byte order mark and keep their line ends', async () => {
    expect(await readText(bytes('\uFEFFa\r\nb'), decode)).toEqual({ type: 'text', text: 'a\r\nb' });
    expect(await readText(bytes(''), decode)).toEqual({ type: 'text', text: '' });
  });

  it('are opaque when binary, too large, or in another encoding', async () => {
    const why = async (content: Uint8Array): Promise<string> => {
      const read = await readText(content, decode);
      return read.type === 'opaque' ? read.why : read.text;
    };
    expect(await why(new Uint8Array([65, 0, 66]))).toBe('binary');
    expect(await why(new Uint8Array(largestTextBytes + 1).fill(65))).toBe('too-large');
    expect(await why(new Uint8Array([0x66, 0xfc]))).toBe('binary');
    expect(await why(bytes('real \uFFFD'))).toBe('real \uFFFD');
  });
});

describe('texts of the editor', () => {
  it('are one when only mixed line ends differ', () => {
    expect(hasMixedLineEnds('a\r\nb\n')).toBe(true);
    expect(hasMixedLineEnds('a\r\nb\r\n')).toBe(false);
    expect(sameText('a\r\nb\n', 'a\r\nb\r\n')).toBe(true);
    expect(sameText('a\nb\n', 'a\r\nb\r\n')).toBe(false);
    expect(sameText(null, '')).toBe(false);
  });
});

describe('line replacements', () => {
  const applied = (before: string, after: string): string =>
    lineReplacements(before, after).reduceRight(
      (text, part) => text.slice(0, part.start) + part.text + text.slice(part.end),
      before,
    );

  it.each([
    ['a\nb\nc\n', 'a\nB\nc\n'],
    ['a\nb', 'a\nb\nc\n'],
    ['', 'a\n'],
    ['a\n', ''],
    ['a\r\nb\r\n', 'x\r\na\r\nb\r\n'],
  ])('turn %j into %j', (before, after) => {
    expect(applied(before, after)).toBe(after);
  });

  it('touch only the lines that differ', () => {
    expect(lineReplacements('a\nb\nc\n', 'a\nB\nc\n')).toEqual([{ start: 2, end: 4, text: 'B\n' }]);
  });
});
