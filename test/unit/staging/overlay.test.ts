import { describe, expect, test } from 'vitest';
import { WorkspaceView, type TextLayer } from '../../../src/core/staging/read/overlayView';
import { Overlay } from '../../../src/core/staging/write/overlay';
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

const changes = (overlay: Overlay): unknown => overlay.changeSet((content) => content).changes;

describe('Overlay', () => {
  test('reads what it wrote, and the workspace stays as it is', async () => {
    const { workspace, overlay } = overlayOf();
    expect(await overlay.edit(a, [{ search: 'two', replace: 'three' }], signal)).toEqual({
      ok: true,
      value: 'one\nthree\n',
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
    await overlay.write(a, 'mine\n', signal);
    expect(changes(overlay)).toEqual([{ path: a, before: 'proposed\n', after: 'mine\n' }]);
  });

  test('pins a file by the first look at it, whatever the user types meanwhile', async () => {
    const { workspace, overlay } = overlayOf();
    await text(overlay, a);
    workspace.files.set(a, 'user\n');
    expect(await text(overlay, a)).toBe('one\ntwo\n');
    await overlay.edit(a, [{ search: 'one', replace: '1' }], signal);
    expect(changes(overlay)).toEqual([{ path: a, before: 'one\ntwo\n', after: '1\ntwo\n' }]);
  });

  test('lets edits made side by side build on each other', async () => {
    const { overlay } = overlayOf();
    await Promise.all([
      overlay.edit(a, [{ search: 'one', replace: '1' }], signal),
      overlay.edit(a, [{ search: 'two', replace: '2' }], signal),
    ]);
    expect(await text(overlay, a)).toBe('1\n2\n');
  });

  test('keeps the line ends of a file that is written whole, and the final newline as given', async () => {
    const { overlay } = overlayOf();
    expect(await overlay.write(b, 'x\nz', signal)).toEqual({ ok: true, value: { type: 'replaced' } });
    expect(await text(overlay, b)).toBe('x\r\nz');
    expect(await overlay.write(fresh, 'new\n', signal)).toEqual({ ok: true, value: { type: 'created' } });
    expect(await overlay.write(fresh, 'new\n', signal)).toEqual({ ok: true, value: { type: 'unchanged' } });
  });

  test('knows a file as deleted until it is written again', async () => {
    const { overlay } = overlayOf();
    expect(await overlay.delete(a, signal)).toEqual({ ok: true, value: undefined });
    expect(await overlay.delete(a, signal)).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    expect(await overlay.edit(a, [{ search: 'one', replace: '1' }], signal)).toMatchObject({
      ok: false,
      error: { reason: 'not-found' },
    });
    expect(changes(overlay)).toEqual([{ path: a, before: 'one\ntwo\n', after: null }]);
    await overlay.write(a, 'one\ntwo\n', signal);
    expect(changes(overlay)).toEqual([]);
  });

  test('refuses to touch what is not text', async () => {
    const { overlay } = overlayOf();
    for (const attempt of [
      overlay.edit(logo, [{ search: 'a', replace: 'b' }], signal),
      overlay.write(logo, 'text', signal),
      overlay.delete(logo, signal),
    ]) {
      expect(await attempt).toMatchObject({ ok: false, error: { reason: 'opaque' } });
    }
    expect(changes(overlay)).toEqual([]);
  });

  test('leaves a file as it was when an edit is refused', async () => {
    const { overlay } = overlayOf();
    const edits = [
      { search: 'one', replace: '1' },
      { search: 'nowhere', replace: '2' },
    ];
    expect(await overlay.edit(a, edits, signal)).toMatchObject({ ok: false, error: { reason: 'not-found', edit: 2 } });
    expect(changes(overlay)).toEqual([]);
  });

  test('sorts its changes by path and names them by their content', async () => {
    const { overlay } = overlayOf();
    await overlay.write(fresh, '1\n', signal);
    await overlay.write(a, '2\n', signal);
    const { digest, changes: sorted } = overlay.changeSet((content) => content);
    expect(sorted.map(({ path }) => path)).toEqual([a, fresh]);
    await overlay.write(a, '3\n', signal);
    expect(overlay.changeSet((content) => content).digest).not.toBe(digest);
  });

  test('lists and searches what it wrote', async () => {
    const { overlay } = overlayOf();
    await overlay.write(fresh, 'one more\n', signal);
    await overlay.delete(b, signal);
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
