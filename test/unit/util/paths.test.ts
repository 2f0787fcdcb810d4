import { posix, win32 } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { posixRules, type PathRules } from '../../../src/core/util/pathRules';
import { windowsRules } from '../../fakes/windowsRules';
import { parseWorkspaceGlob, parseWorkspacePath } from '../../../src/core/util/paths';
import { anyPathText } from './pathTexts';

describe('parseWorkspacePath', () => {
  const everywhere: readonly (PathRules | undefined)[] = [undefined, posixRules, windowsRules];

  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src//a.ts', 'src/a.ts'],
    ['src\\deep\\a.ts', 'src/deep/a.ts'],
    ['  src/a.ts ', 'src/a.ts'],
    ['src/', 'src'],
    ['src/.\\./a.ts', 'src/a.ts'],
    ['.github/café 100%/日本.md', '.github/café 100%/日本.md'],
    ['~$report.docx', '~$report.docx'],
    ['console.ts', 'console.ts'],
    ['com10.ts', 'com10.ts'],
    ['src/auxiliary/nullable.ts', 'src/auxiliary/nullable.ts'],
  ])('reads %j as %j on every platform', (input, path) => {
    for (const rules of everywhere) expect(parseWorkspacePath(input, rules)).toEqual({ ok: true, value: path });
  });

  it.each([
    ['', 'empty', 'is empty'],
    ['./', 'empty', 'is empty'],
    ['/etc/passwd', 'absolute', 'is absolute'],
    ['C:\\Windows', 'absolute', 'names a drive'],
    ['./C:/Windows', 'absolute', 'names a drive'],
    ['c:/', 'absolute', 'names a drive'],
    ['\\\\server\\share', 'absolute', 'another machine'],
    ['//server/share/a.ts', 'absolute', 'another machine'],
    ['\\\\?\\C:\\a.ts', 'absolute', 'skips the rules'],
    ['\\\\.\\PhysicalDrive0', 'absolute', 'names a device'],
    ['file:///etc/passwd', 'absolute', 'is a URI'],
    ['file:a.ts', 'absolute', 'is a URI'],
    ['https://example.org/a.ts', 'absolute', 'is a URI'],
    ['~/.ssh/id_rsa', 'absolute', 'home folder'],
    ['.//~root/.ssh/id_rsa', 'absolute', 'home folder'],
    ['../other', 'outside', 'leads out'],
    ['src/../../other', 'outside', 'leads out'],
    ['src\\..\\..\\other', 'outside', 'leads out'],
    ['src/.. /other', 'invalid', 'dots and spaces'],
    ['src/.../a.ts', 'invalid', 'dots and spaces'],
    ['a\0b', 'invalid', 'control character'],
    ['src/a\nb.ts', 'invalid', 'control character'],
    ['a\uD800.ts', 'invalid', 'well-formed'],
    [`${'x'.repeat(256)}.ts`, 'invalid', 'longer than 255'],
  ])('refuses %j as %s on every platform', (input, reason, words) => {
    for (const rules of everywhere) {
      const error = { reason, message: expect.stringContaining(words) as string };
      expect(parseWorkspacePath(input, rules)).toMatchObject({ ok: false, error });
    }
  });

  it.each([
    ['CON', 'reserved'],
    ['src/aux.c', 'reserved'],
    ['src/NUL .tar.gz', 'reserved'],
    ['prn/readme.md', 'reserved'],
    ['com0', 'reserved'],
    ['lpt9.txt', 'reserved'],
    ['COM¹', 'reserved'],
    ['conin$', 'reserved'],
    ['CONOUT$.log', 'reserved'],
    ['a.txt::$DATA', 'invalid'],
    ['src/a:b', 'invalid'],
    ['a.txt.', 'invalid'],
    ['src /a.ts', 'invalid'],
    ['.git./hooks/pre-commit', 'invalid'],
    ['GIT~1/config', 'invalid'],
    ['LONGFI~1.TXT', 'invalid'],
    ['what?.md', 'invalid'],
    ['a<b>.ts', 'invalid'],
    ['a|b', 'invalid'],
    ['"a"', 'invalid'],
    ['*.ts', 'invalid'],
  ])('refuses %j on Windows only, as %s: elsewhere such files exist', (input, reason) => {
    expect(parseWorkspacePath(input, windowsRules)).toMatchObject({ ok: false, error: { reason } });
    expect(parseWorkspacePath(input, posixRules)).toEqual({ ok: true, value: input });
    expect(parseWorkspacePath(input)).toEqual({ ok: true, value: input });
  });

  it('takes a letter and a colon for a drive unless the platform has none', () => {
    expect(parseWorkspacePath('C:notes.md', posixRules)).toEqual({ ok: true, value: 'C:notes.md' });
    expect(parseWorkspacePath('C:notes.md', windowsRules)).toMatchObject({ ok: false, error: { reason: 'absolute' } });
    expect(parseWorkspacePath('C:notes.md')).toMatchObject({ ok: false, error: { reason: 'absolute' } });
  });

  it('keeps tildes of other kinds on Windows', () => {
    for (const name of ['notes.txt~', 'a~1b.ts', 'a~b~1', 'longer-name~1.txt', 'x~1.typescript'])
      expect(parseWorkspacePath(name, windowsRules)).toEqual({ ok: true, value: name });
  });

  it('refuses in one short line, whatever it is given', () => {
    const refused = parseWorkspacePath(`/${'a line of code\n'.repeat(10_000)}`);
    expect(refused.ok ? '' : refused.error.message).toHaveLength(274);
    fc.assert(
      fc.property(anyPathText, (input) => {
        const parsed = parseWorkspacePath(input, windowsRules);
        if (!parsed.ok) expect(parsed.error.message).not.toMatch(/\p{Cc}|\p{Surrogate}/u);
      }),
    );
  });

  it('reads what it answered as the same, and never throws', () => {
    fc.assert(
      fc.property(anyPathText, fc.constantFrom(...everywhere), (input, rules) => {
        const parsed = parseWorkspacePath(input, rules);
        if (parsed.ok) expect(parseWorkspacePath(parsed.value, rules)).toEqual(parsed);
      }),
    );
  });

  it('never lets a path out of the workspace, as each platform resolves it', () => {
    const inside = (platform: typeof posix, root: string, path: string): void => {
      const relative = platform.relative(root, platform.resolve(root, path));
      expect(platform.isAbsolute(relative) || /^\.\.(?:[\\/]|$)/.test(relative) || relative === '', path).toBe(false);
    };
    fc.assert(
      fc.property(anyPathText, fc.constantFrom(...everywhere), (input, rules) => {
        const parsed = parseWorkspacePath(input, rules);
        if (!parsed.ok) return;
        if (rules?.platform !== 'windows') inside(posix, '/home/me/ws', parsed.value);
        if (rules?.platform !== 'posix') inside(win32, 'C:\\me\\ws', parsed.value);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('parseWorkspaceGlob', () => {
  it.each(['src/**', '*.{ts,tsx}', 'docs/!(a|b)?.md', '[ab].ts', 'con*'])('lets %j through on Windows', (glob) => {
    expect(parseWorkspaceGlob(glob, windowsRules)).toEqual({ ok: true, value: glob });
  });

  it.each(['/src/**', '../**', 'C:/src/**', 'aux.c', 'src./**', 'file:///x/**', 'a:b/*'])(
    'refuses %j there',
    (glob) => {
      expect(parseWorkspaceGlob(glob, windowsRules)).toMatchObject({ ok: false });
    },
  );
});
