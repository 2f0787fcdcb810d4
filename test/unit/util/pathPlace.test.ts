import { posix, win32 } from 'node:path';
import { pathToFileURL } from 'node:url';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toWorkspaceGlob, toWorkspacePath, type WorkspacePlace } from '../../../src/core/util/pathPlace';
import { posixRules } from '../../../src/core/util/pathRules';
import { windowsRules } from '../../fakes/windowsRules';
import { parseWorkspacePath } from '../../../src/core/util/paths';
import { anyPathText } from './pathTexts';

const root = (location: string, name = 'ws'): WorkspacePlace['roots'][number] => ({ name, location });
const linux: WorkspacePlace = { rules: posixRules, roots: [root('/home/me/ws')] };
const mac: WorkspacePlace = { rules: { ...posixRules, caseSensitive: false }, roots: [root('/Users/me/Caf\u00E9')] };
const windows: WorkspacePlace = { rules: windowsRules, roots: [root('c:\\Users\\me\\ws')] };
const share: WorkspacePlace = { rules: windowsRules, roots: [root('\\\\Server\\share\\ws')] };
const virtual: WorkspacePlace = { rules: posixRules, roots: [root('vscode-vfs://github/owner/re%20po')] };
const several: WorkspacePlace = {
  rules: windowsRules,
  roots: [root('c:\\ws', 'ws'), root('c:\\ws\\packages\\api', 'Api'), root('d:\\', 'data')],
};

describe('a path inside of a workspace folder', () => {
  it.each([
    [linux, 'src/a.ts', 'src/a.ts'],
    [linux, '/home/me/ws/src/a.ts', 'src/a.ts'],
    [linux, ' /home/me//ws/./src/a.ts\n', 'src/a.ts'],
    [linux, 'file:///home/me/ws/src/a%20b.ts', 'src/a b.ts'],
    [linux, 'FILE://localhost/home/me/ws/100%25.md', '100%.md'],
    [linux, 'file:/home/me/ws/a.ts', 'a.ts'],
    [linux, '/home/me/ws/src/aux.c', 'src/aux.c'],
    [mac, '/users/ME/cafe\u0301/src/A.ts', 'src/A.ts'],
    [mac, 'file:///Users/me/Caf%C3%A9/a.ts', 'a.ts'],
    [windows, 'C:\\Users\\me\\ws\\src\\a.ts', 'src/a.ts'],
    [windows, 'c:/users/ME/WS/src/A.ts', 'src/A.ts'],
    [windows, '/c:/Users/me/ws/a.ts', 'a.ts'],
    [windows, 'file:///C%3A/Users/me/ws/a.ts', 'a.ts'],
    [windows, 'file:///c:/Users/me/ws/a.ts', 'a.ts'],
    [share, '\\\\server\\share\\ws\\a.ts', 'a.ts'],
    [share, 'file://SERVER/share/ws/a.ts', 'a.ts'],
    [virtual, 'vscode-vfs://GitHub/owner/re%20po/src/a.ts', 'src/a.ts'],
    [several, 'C:\\ws\\a.ts', 'ws/a.ts'],
    [several, 'C:\\ws\\packages\\api\\a.ts', 'Api/a.ts'],
    [several, 'C:\\ws\\packages\\apix\\a.ts', 'ws/packages/apix/a.ts'],
    [several, 'D:\\a.ts', 'data/a.ts'],
    [several, 'api/a.ts', 'Api/a.ts'],
    [several, 'elsewhere/a.ts', 'elsewhere/a.ts'],
  ])('%#: %j is read', (place, input, path) => {
    expect(toWorkspacePath(input, place)).toEqual({ ok: true, value: path });
  });

  it.each([
    [linux, '/home/me/ws', 'empty'],
    [linux, '/home/me/ws/', 'empty'],
    [linux, '/home/me/ws-other/a.ts', 'absolute'],
    [linux, '/home/me/WS/a.ts', 'absolute'],
    [linux, '/src/a.ts', 'absolute'],
    [linux, '/home/me/ws/../secret', 'outside'],
    [linux, '/home/me/other/../ws/a.ts', 'absolute'],
    [linux, 'file:///home/me/ws/..%2F..%2Fsecret', 'absolute'],
    [linux, 'file:///home/me/ws/%2e%2e/secret', 'outside'],
    [linux, 'file:///home/me/ws/a%00.ts', 'invalid'],
    [linux, 'file:///home/me/ws/a%ZZ.ts', 'absolute'],
    [linux, 'file:///home/me/ws/a.ts#L10', 'absolute'],
    [linux, 'file://elsewhere/home/me/ws/a.ts', 'absolute'],
    [linux, 'https://localhost/home/me/ws/a.ts', 'absolute'],
    [windows, 'D:\\Users\\me\\ws\\a.ts', 'absolute'],
    [windows, 'C:Users\\me\\ws\\a.ts', 'absolute'],
    [windows, '\\Users\\me\\ws\\a.ts', 'absolute'],
    [windows, '\\\\?\\C:\\Users\\me\\ws\\a.ts', 'absolute'],
    [windows, '\\\\.\\C:\\Users\\me\\ws\\a.ts', 'absolute'],
    [windows, 'C:\\Users\\me\\ws\\a.ts:stream', 'invalid'],
    [windows, 'C:\\Users\\me\\ws\\nul', 'reserved'],
    [share, '\\\\other\\share\\ws\\a.ts', 'absolute'],
    [virtual, 'vscode-vfs://github/owner/other/a.ts', 'absolute'],
    [virtual, '/owner/re po/a.ts', 'absolute'],
  ])('%#: %j is refused as %s', (place, input, reason) => {
    expect(toWorkspacePath(input, place)).toMatchObject({ ok: false, error: { reason } });
  });

  it('is the same, named relatively, absolutely, or as a URI', () => {
    fc.assert(
      fc.property(anyPathText, (input) => {
        const parsed = parseWorkspacePath(input, posixRules);
        if (!parsed.ok) return;
        expect(toWorkspacePath(parsed.value, linux)).toEqual(parsed);
        expect(toWorkspacePath(`/home/me/ws/${parsed.value}`, linux)).toEqual(parsed);
        const uri = pathToFileURL(`/home/me/ws/${parsed.value}`).href;
        expect(toWorkspacePath(uri, linux)).toEqual(parsed);
      }),
    );
  });

  it('is where the platform says, whatever the text', () => {
    const places = [
      { place: linux, platform: posix },
      { place: windows, platform: win32 },
    ];
    fc.assert(
      fc.property(anyPathText, fc.constantFrom(...places), (text, { place, platform }) => {
        const base = place.roots[0]!.location;
        for (const input of [text, platform.join(base, text), `${base}/${text}`]) {
          const found = toWorkspacePath(input, place);
          if (!found.ok) continue;
          const file = platform.resolve(base, found.value);
          expect(file.startsWith(`${base}${platform.sep}`), `${input} is ${file}`).toBe(true);
          expect(toWorkspacePath(found.value, place)).toEqual(found);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a glob', () => {
  it.each([
    [linux, '/home/me/ws/src/**/*.ts', 'src/**/*.ts'],
    [linux, 'src/*.{ts,js}', 'src/*.{ts,js}'],
    [linux, '/home/me/ws', '**'],
    [windows, 'C:\\Users\\me\\ws\\src\\**', 'src/**'],
    [several, 'api/**', 'Api/**'],
  ])('%#: %j is read', (place, input, glob) => {
    expect(toWorkspaceGlob(input, place)).toEqual({ ok: true, value: glob });
  });

  it('is refused where it leads out', () => {
    for (const glob of ['/etc/**', '../**', '/home/me/ws/../**'])
      expect(toWorkspaceGlob(glob, linux)).toMatchObject({ ok: false });
  });
});
