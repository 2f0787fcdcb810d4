import { describe, expect, test, vi } from 'vitest';
import { WorkspaceView, type TextLayer } from '../../../src/core/staging/read/overlayView';
import type { TextBlock } from '../../../src/core/staging/write/matching/blockSearch';
import { standInFor } from '../../../src/core/staging/read/standIn';
import { fail } from '../../../src/core/util/result';
import { Overlay } from '../../../src/core/staging/write/overlay';
import { InsensitiveWorkspace } from '../../fakes/insensitiveWorkspace';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import { FakeWorkspace } from './fakeWorkspace';
import { pathOf } from './texts';

const { signal } = new AbortController();
const a = pathOf('src/a.ts');
const b = pathOf('src/b.ts');
const fresh = pathOf('src/new.ts');
const logo = pathOf('logo.png');

function overlayOf(base: TextLayer = new Map()): { workspace: FakeWorkspace; overlay: Overlay } {
  const workspace = new FakeWorkspace({ 'src/a.ts': 'one\ntwo\n', 'src/b.ts': 'x\r\ny\r\n', 'logo.png': 42 });
  return { workspace, overlay: new Overlay(new WorkspaceView(workspace, base)) };
}

const text = async (overlay: Overlay, path: typeof a): Promise<string | undefined> => {
  const content = await overlay.read(path, signal);
  return content.ok && content.value.type === 'text' ? content.value.text : undefined;
};

const edit = (overlay: Overlay, path: typeof a, ...blocks: readonly TextBlock[]): ReturnType<Overlay['apply']> =>
  overlay.apply([{ type: 'replace', unit: 'characters', path, blocks }], signal);
const write = (overlay: Overlay, path: typeof a, content: string): ReturnType<Overlay['apply']> =>
  overlay.apply([{ type: 'write', path, text: content }], signal);
const remove = (overlay: Overlay, path: typeof a): ReturnType<Overlay['apply']> =>
  overlay.apply([{ type: 'delete', path }], signal);

const changes = (overlay: Overlay): unknown => overlay.changeSet((content) => content).changes;

describe('Overlay', () => {
  test('reads what it wrote, and the workspace stays as it is', async () => {
    const { workspace, overlay } = overlayOf();
    expect(await edit(overlay, a, { search: 'two', replace: 'three' })).toMatchObject({
      ok: true,
      value: [{ type: 'changed', path: a, applied: 1 }],
    });
    expect(await text(overlay, a)).toBe('one\nthree\n');
    expect(workspace.files.get(a)).toBe('one\ntwo\n');
    expect(changes(overlay)).toEqual([{ path: a, before: 'one\ntwo\n', after: 'one\nthree\n' }]);
  });

  test('reads what the proposal holds in place of the workspace', async () => {
    const { overlay } = overlayOf(
      new Map<typeof a, string | null>([
        [a, 'proposed\n'],
        [b, null],
      ]),
    );
    expect(await text(overlay, a)).toBe('proposed\n');
    expect(await overlay.read(b, signal)).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    await write(overlay, a, 'mine\n');
    expect(changes(overlay)).toEqual([{ path: a, before: 'proposed\n', after: 'mine\n' }]);
  });

  test('pins a file by the first look at it, whatever the user types meanwhile', async () => {
    const { workspace, overlay } = overlayOf();
    await text(overlay, a);
    workspace.files.set(a, 'user\n');
    expect(await text(overlay, a)).toBe('one\ntwo\n');
    await edit(overlay, a, { search: 'one', replace: '1' });
    expect(changes(overlay)).toEqual([{ path: a, before: 'one\ntwo\n', after: '1\ntwo\n' }]);
  });

  test('lets edits made side by side build on each other', async () => {
    const { overlay } = overlayOf();
    await Promise.all([
      edit(overlay, a, { search: 'one', replace: '1' }),
      edit(overlay, a, { search: 'two', replace: '2' }),
    ]);
    expect(await text(overlay, a)).toBe('1\n2\n');
  });

  test('keeps the line ends of a file that is written whole, and the final newline as given', async () => {
    const { overlay } = overlayOf();
    expect(await write(overlay, b, 'x\nz')).toMatchObject({ value: [{ type: 'replaced' }] });
    expect(await text(overlay, b)).toBe('x\r\nz');
    expect(await write(overlay, fresh, 'new\n')).toMatchObject({ value: [{ type: 'created' }] });
    expect(await write(overlay, fresh, 'new\n')).toMatchObject({ value: [{ type: 'unchanged' }] });
  });

  test('knows a file as deleted until it is written again', async () => {
    const { overlay } = overlayOf();
    expect(await remove(overlay, a)).toMatchObject({ ok: true });
    expect(await remove(overlay, a)).toMatchObject({ ok: false, error: [{ reason: 'not-found' }] });
    expect(await edit(overlay, a, { search: 'one', replace: '1' })).toMatchObject({
      ok: false,
      error: [{ reason: 'not-found' }],
    });
    expect(changes(overlay)).toEqual([{ path: a, before: 'one\ntwo\n', after: null }]);
    await write(overlay, a, 'one\ntwo\n');
    expect(changes(overlay)).toEqual([]);
  });

  describe('of a file that is not text', () => {
    const standIn = standInFor({ why: 'binary', size: 42, digest: '42'.padStart(64, '0') });

    test('changes no lines: it says why, and the ways there are', async () => {
      const { overlay } = overlayOf();
      const hunk = { anchors: [], script: [{ type: 'add', line: 'x' }], atEnd: true } as const;
      const patch = { type: 'patch', path: logo, hunks: [hunk] } as const;
      for (const attempt of [edit(overlay, logo, { search: 'a', replace: 'b' }), overlay.apply([patch], signal)]) {
        expect(await attempt).toMatchObject({
          ok: false,
          error: [
            { reason: 'opaque', message: expect.stringMatching(/Delete it, move it, or replace all of it/) as string },
          ],
        });
      }
      expect(changes(overlay)).toEqual([]);
    });

    test('takes no fingerprint for a look at it: only a change needs one', async () => {
      const { overlay, workspace } = overlayOf();
      const taken = vi.spyOn(workspace, 'fingerprint');
      await overlay.read(logo, signal);
      await overlay.search({ pattern: 'x', isRegex: false, limit: 9 }, signal);
      expect(taken).not.toHaveBeenCalled();
      await remove(overlay, logo);
      expect(taken).toHaveBeenCalledOnce();
    });

    test('deletes it', async () => {
      const { overlay } = overlayOf();
      await remove(overlay, logo);
      expect(changes(overlay)).toEqual([{ path: logo, before: standIn, after: null }]);
    });

    test('replaces it by a text, as the text is', async () => {
      const { overlay } = overlayOf();
      await write(overlay, logo, '<svg/>\r\n');
      expect(changes(overlay)).toEqual([{ path: logo, before: standIn, after: '<svg/>\r\n' }]);
      expect(await text(overlay, logo)).toBe('<svg/>\r\n');
    });

    test('moves it, and does not show it in the new place either', async () => {
      const { overlay } = overlayOf();
      const to = pathOf('img/logo.png');
      await overlay.apply([{ type: 'patch', path: logo, movedTo: to, hunks: [] }], signal);
      expect(changes(overlay)).toEqual([{ path: to, before: standIn, after: standIn, movedFrom: logo }]);
      expect(await overlay.read(to, signal)).toMatchObject({ ok: true, value: { type: 'opaque', size: 42 } });
      expect(await overlay.search({ pattern: 'file', isRegex: false, limit: 9 }, signal)).toMatchObject({
        value: { hits: [] },
      });
      expect(await edit(overlay, to, { search: 'file', replace: 'b' })).toMatchObject({ ok: false });
    });

    test('leaves one alone that is too large to be brought back', async () => {
      const { overlay, workspace } = overlayOf();
      workspace.fingerprint = async () => fail({ reason: 'too-large', message: 'Too large.' });
      expect(await remove(overlay, logo)).toMatchObject({
        ok: false,
        error: [{ reason: 'opaque', message: expect.stringMatching(/could not be brought back/) as string }],
      });
      expect(changes(overlay)).toEqual([]);
    });
  });

  test('leaves a file as it was when an edit is refused', async () => {
    const { overlay } = overlayOf();
    const edits = [
      { search: 'one', replace: '1' },
      { search: 'nowhere', replace: '2' },
    ];
    expect(await edit(overlay, a, ...edits)).toMatchObject({
      ok: false,
      error: [{ reason: 'blocks', blocks: [{ block: 2, reason: 'not-found' }] }],
    });
    expect(changes(overlay)).toEqual([]);
  });

  test('sorts its changes by path and names them by their content', async () => {
    const { overlay } = overlayOf();
    await write(overlay, fresh, '1\n');
    await write(overlay, a, '2\n');
    const { digest, changes: sorted } = overlay.changeSet((content) => content);
    expect(sorted.map(({ path }) => path)).toEqual([a, fresh]);
    await write(overlay, a, '3\n');
    expect(overlay.changeSet((content) => content).digest).not.toBe(digest);
  });

  test('lists and searches what it wrote', async () => {
    const { overlay } = overlayOf();
    await write(overlay, fresh, 'one more\n');
    await remove(overlay, b);
    expect(await overlay.list({ limit: 10, glob: 'src/**' }, signal)).toEqual({ files: [a, fresh], truncated: false });
    expect(await overlay.search({ pattern: 'one', isRegex: false, limit: 10 }, signal)).toEqual({
      ok: true,
      value: {
        hits: [
          { path: a, line: 1, text: 'one' },
          { path: fresh, line: 1, text: 'one more' },
        ],
        truncated: null,
      },
    });
  });
});

describe('globs of list and search', () => {
  test('know case where the disk does, and Unicode forms nowhere', async () => {
    const files = { 'src/README.md': 'one', 'docs/cafe\u0301.md': 'one' };
    const named = async (workspace: MemoryWorkspace, glob: string): Promise<readonly string[]> => {
      const view = new WorkspaceView(workspace);
      const { files: listed } = await view.list({ limit: 10, glob }, signal);
      const found = await view.search({ pattern: 'one', isRegex: false, limit: 10, glob }, signal);
      expect(found.ok && found.value.hits.map(({ path }) => path)).toEqual(listed);
      return listed;
    };
    expect(await named(new InsensitiveWorkspace(files), 'SRC/readme.*')).toEqual(['src/README.md']);
    expect(await named(new MemoryWorkspace(files), 'SRC/readme.*')).toEqual([]);
    expect(await named(new MemoryWorkspace(files), 'docs/caf\u00e9.md')).toEqual(['docs/cafe\u0301.md']);
  });
});

describe('search', () => {
  const view = new WorkspaceView(new FakeWorkspace({ 'a.txt': 'x1\ny\nx2\n', 'b.txt': `${'x'.repeat(500)}\n` }));

  test('cuts long lines, stops at the limit and says so', async () => {
    const all = await view.search({ pattern: '^x', isRegex: true, limit: 5 }, signal);
    expect(all.ok && all.value.hits.map(({ text: hit }) => hit.length)).toEqual([2, 2, 300]);
    const some = await view.search({ pattern: 'x', isRegex: false, limit: 2 }, signal);
    expect(some).toMatchObject({
      value: { hits: [{ line: 1 }, { line: 3 }], truncated: 'there are more than 2 hits' },
    });
  });

  test('narrows by glob', async () => {
    const found = await view.search({ pattern: 'x', isRegex: false, glob: 'b.*', limit: 5 }, signal);
    expect(found.ok && found.value.hits.map(({ path }) => path)).toEqual(['b.txt']);
  });

  test.each([
    ['an invalid pattern', '(', 'invalid-pattern'],
    ['an empty pattern', '', 'empty-pattern'],
    ['a repeated group that repeats inside', '(a+)+$', 'costly-pattern'],
    ['a repeated group that branches', '(?:a|a)*$', 'costly-pattern'],
    ['a nested one', '((?:xa+))*', 'costly-pattern'],
    ['a back-reference', '(a)\\1', 'costly-pattern'],
  ])('refuses %s in words', async (_, pattern, reason) => {
    expect(await view.search({ pattern, isRegex: true, limit: 5 }, signal)).toMatchObject({
      ok: false,
      error: { reason },
    });
  });

  test.each(['\\bx\\d', '(x|y)1', '[(+*]+|x', '(x)(\\d)?', 'x\\-?1', '\\(a+\\)+|x1'])(
    'lets %s through',
    async (pattern) => {
      expect(await view.search({ pattern, isRegex: true, limit: 5 }, signal)).toMatchObject({ ok: true });
    },
  );

  test('stops when told to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(view.search({ pattern: 'x', isRegex: false, limit: 5 }, stop.signal)).rejects.toThrow('Stopped');
  });
});
