import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWorkspacePath } from '../../../src/core/util/paths';

describe('parseWorkspacePath', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src//a.ts', 'src/a.ts'],
    ['src\\deep\\a.ts', 'src/deep/a.ts'],
    ['  src/a.ts ', 'src/a.ts'],
    ['src/', 'src'],
  ])('reads %j as %j', (input, path) => {
    expect(parseWorkspacePath(input)).toEqual({ ok: true, value: path });
  });

  it.each([
    ['', 'empty'],
    ['./', 'empty'],
    ['/etc/passwd', 'absolute'],
    ['C:\\Windows', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['file:///etc/passwd', 'absolute'],
    ['~/.ssh/id_rsa', 'absolute'],
    ['../other', 'outside'],
    ['src/../../other', 'outside'],
    ['src\\..\\..\\other', 'outside'],
    ['a\0b', 'invalid'],
  ])('refuses %j as %s', (input, reason) => {
    expect(parseWorkspacePath(input)).toMatchObject({ ok: false, error: { reason } });
  });

  it('never lets a path out of the workspace', () => {
    fc.assert(
      fc.property(fc.string(), (input) => {
        const parsed = parseWorkspacePath(input);
        if (!parsed.ok) return;
        expect(parsed.value.split('/')).not.toContain('..');
        expect(parsed.value.startsWith('/')).toBe(false);
        expect(parseWorkspacePath(parsed.value)).toEqual(parsed);
      }),
    );
  });
});
