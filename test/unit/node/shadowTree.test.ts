import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changes, gate, lay, picture, shadowed, textOf, writeFiles, written } from './shadowWorkspace';
import { temporaryFolder } from './temporaryFolder';
import type { WorkspacePath } from '../../../src/core/util/paths';

const onPosix = test.skipIf(process.platform === 'win32');

describe('a copy', () => {
  test('holds the files, byte for byte, and neither .git nor what is ignored', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 0xef, 0xbb, 0xbf]);
    const { tree, root } = shadowed(
      {
        'src/a.ts': 'a\r\n',
        'logo.png': bytes,
        '.git/HEAD': 'x',
        'sub/.git': 'gitdir: y',
        'dist/out.js': 'x',
        '.env': 'SECRET=1',
      },
      { ignored: async (path) => path === 'dist' || path === '.env' },
    );
    const laid = await lay(tree);
    expect(picture(laid.root)).toEqual(picture(root).filter((line) => !/^(\.git|sub\/\.git|dist|\.env)/.test(line)));
    expect(laid.folderRoot('app')).toBe(laid.root);
    expect(laid.root.startsWith(root)).toBe(false);
  });

  test('has unsaved text laid over it, and the changes over that', async () => {
    const { tree, root, unsaved } = shadowed({ 'a.txt': 'disk', 'b.txt': 'disk', 'gone/c.txt': 'disk' });
    unsaved.set('a.txt' as WorkspacePath, 'unsaved').set('b.txt' as WorkspacePath, 'unsaved');
    const before = picture(root);
    const laid = await lay(tree, { 'b.txt': 'proposed', 'new/deep/d.txt': 'proposed', 'gone/c.txt': null });
    expect(textOf(laid.root, 'a.txt')).toBe('unsaved');
    expect(textOf(laid.root, 'b.txt')).toBe('proposed');
    expect(textOf(laid.root, 'new/deep/d.txt')).toBe('proposed');
    expect(textOf(laid.root, 'gone/c.txt')).toBeNull();
    expect(picture(root)).toEqual(before);
  });

  test('has no unsaved text of files that are left out', async () => {
    const { tree, unsaved } = shadowed({}, { ignored: async (path) => path === '.env' });
    unsaved.set('.env' as WorkspacePath, 'SECRET=1');
    expect(textOf((await lay(tree)).root, '.env')).toBeNull();
  });

  test('lets a file take the place of a folder that goes', async () => {
    const { tree } = shadowed({ 'lib/a.ts': 'a' });
    expect(textOf((await lay(tree, { lib: 'now a file', 'lib/a.ts': null })).root, 'lib')).toBe('now a file');
  });

  onPosix('keeps the permissions and the byte order mark of a file whose text is proposed', async () => {
    const { tree, root } = shadowed({ 'run.sh': 'echo 1', 'marked.txt': '\uFEFFold' });
    chmodSync(join(root, 'run.sh'), 0o755);
    const laid = await lay(tree, { 'run.sh': 'echo 2', 'marked.txt': 'new' });
    expect(statSync(join(laid.root, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(textOf(laid.root, 'marked.txt')).toBe('\uFEFFnew');
  });

  test('has proposed and unsaved text in the bytes that writing it would give', async () => {
    const { tree, unsaved, root } = shadowed(
      { 'marked.txt': '\uFEFFold', 'typed.txt': 'old' },
      { encode: async (path, text) => Buffer.from(`${path}: ${text}`, 'utf16le') },
    );
    unsaved.set('typed.txt' as WorkspacePath, 'typed');
    const laid = await lay(tree, { 'marked.txt': 'new', 'made.txt': 'made' });
    const textsOf = (folder: string): string[] =>
      ['marked.txt', 'typed.txt', 'made.txt'].map((path) => readFileSync(join(folder, path), 'utf16le'));
    expect(textsOf(laid.root)).toEqual(['marked.txt: new', 'typed.txt: typed', 'made.txt: made']);
    expect(textOf(root, 'marked.txt')).toBe('\uFEFFold');
    laid.release();
    expect((await lay(tree, { 'marked.txt': 'new', 'made.txt': 'made' })).digest).toBe(laid.digest);
  });

  test('is not made when a text does not go into the encoding of its file', async () => {
    const encode = async (): Promise<Uint8Array> => Promise.reject(new Error('There is no such encoding.'));
    const { tree } = shadowed({ 'a.txt': 'a' }, { encode });
    const laid = await tree.lay(changes({ 'a.txt': 'b' }), new AbortController().signal);
    expect(laid).toMatchObject({ ok: false, error: { reason: 'unavailable' } });
    expect(laid.ok ? '' : laid.error.message).toMatch(/a\.txt .*There is no such encoding/);
  });

  test('of several folders has one below the root for each', async () => {
    const [web, api] = [join(temporaryFolder(), 'w'), join(temporaryFolder(), 'a')];
    writeFiles(web, { 'index.ts': 'web' });
    writeFiles(api, { 'index.ts': 'api', 'to-web': { linkTo: join(web, 'index.ts') } });
    const folders = [
      { name: 'web', root: web },
      { name: 'api', root: api },
    ];
    const laid = await lay(shadowed({}, { folders }).tree, { 'web/index.ts': 'proposed' });
    expect(textOf(laid.folderRoot('api'), 'index.ts')).toBe('api');
    expect(textOf(laid.root, 'web', 'index.ts')).toBe('proposed');
    expect(textOf(laid.folderRoot('api'), 'to-web')).toBe('proposed');
  });

  test('does not hold itself when the storage lies in the workspace', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a.txt': 'a', 'state/other.txt': 'b' });
    const { tree } = shadowed({}, { folders: [{ name: 'home', root }], storage: join(root, 'state', 'ours') });
    const laid = await lay(tree);
    expect(picture(laid.root).map((line) => line.split(' ')[0])).toEqual(['a.txt', 'state/', 'state/other.txt']);
  });
});

describe('the next use of a copy', () => {
  test('writes only what changed', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`src/${number}.ts`, `text ${number}`]));
    const { tree, root, log } = shadowed(files);
    (await lay(tree)).release();
    (await lay(tree)).release();
    writeFiles(root, { 'src/3.ts': 'other' });
    (await lay(tree, { 'src/4.ts': 'proposed' })).release();
    (await lay(tree, { 'src/4.ts': 'proposed' })).release();
    expect(written(log)).toEqual([30, 0, 2, 0]);
  });

  test('sees a change that keeps size and time', async () => {
    const { tree, root } = shadowed({ 'a.txt': 'one' });
    (await lay(tree)).release();
    writeFiles(root, { 'a.txt': 'two' });
    expect(textOf((await lay(tree)).root, 'a.txt')).toBe('two');
  });

  test('undoes the changes of the one before', async () => {
    const { tree, root, unsaved } = shadowed({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
    unsaved.set('c.txt' as WorkspacePath, 'unsaved');
    (await lay(tree, { 'a.txt': 'x', 'b.txt': null, 'new/d.txt': 'x' })).release();
    unsaved.clear();
    expect(picture((await lay(tree)).root)).toEqual(picture(root));
  });

  test('follows what was deleted and moved in the workspace', async () => {
    const { tree, root } = shadowed({ 'a/x.txt': 'x', 'b/y.txt': 'y', 'z.txt': 'z' });
    (await lay(tree)).release();
    rmSync(join(root, 'a'), { recursive: true });
    renameSync(join(root, 'z.txt'), join(root, 'b', 'z.txt'));
    writeFiles(root, { a: 'a file now' });
    expect(picture((await lay(tree)).root)).toEqual(picture(root));
  });

  test('restores what a gate changed, deleted and added', async () => {
    const { tree, root } = shadowed({ 'a.txt': 'aaaa', 'b.txt': 'b', 'src/c.txt': 'c' });
    const first = await lay(tree);
    gate(
      first.root,
      `const fs = require('fs');
      fs.writeFileSync('a.txt', 'AAAA'); fs.utimesSync('a.txt', 1700000000, 1700000000);
      fs.rmSync('b.txt'); fs.mkdirSync('b.txt'); fs.mkdirSync('dist/deep', { recursive: true }); fs.writeFileSync('dist/deep/x', '');
      fs.rmSync('src', { recursive: true });`,
    );
    first.release();
    const second = await lay(tree);
    expect(picture(second.root)).toEqual(picture(root));
    expect(second.digest).toBe(first.digest);
  });

  onPosix('does not write through links that a gate put where files and folders were', async () => {
    const { tree, root } = shadowed({ 'a.txt': 'a', 'src/b.txt': 'b' });
    const outside = temporaryFolder();
    writeFiles(outside, { 'b.txt': 'REAL' });
    const first = await lay(tree);
    rmSync(join(first.root, 'src'), { recursive: true });
    symlinkSync(outside, join(first.root, 'src'));
    rmSync(join(first.root, 'a.txt'));
    symlinkSync(join(outside, 'b.txt'), join(first.root, 'a.txt'));
    first.release();
    const second = await lay(tree, { 'a.txt': 'x', 'src/b.txt': 'y' });
    expect(textOf(outside, 'b.txt')).toBe('REAL');
    expect([textOf(second.root, 'a.txt'), textOf(second.root, 'src/b.txt')]).toEqual(['x', 'y']);
    second.release();
    // The whole copy as a link into the workspace: the worst a gate can leave.
    rmSync(second.root, { recursive: true });
    symlinkSync(root, second.root);
    (await lay(tree, { 'a.txt': 'x' })).release();
    expect(textOf(root, 'a.txt')).toBe('a');
  });
});

describe('a copy between two gates', () => {
  const signal = new AbortController().signal;
  const ignored = async (path: string): Promise<boolean> => path.startsWith('dist') || path.endsWith('.log');

  test('is what its digest says again, and keeps what ignore rules leave out', async () => {
    const { tree, root } = shadowed({ 'a.txt': 'a', 'b.txt': 'b', 'src/c.txt': 'c' }, { ignored });
    const laid = await lay(tree, { 'a.txt': 'proposed' });
    const before = picture(laid.root);
    gate(
      laid.root,
      `const fs = require('fs');
      fs.writeFileSync('a.txt', 'x'); fs.rmSync('b.txt'); fs.mkdirSync('b.txt'); fs.rmSync('src', { recursive: true });
      for (const folder of ['dist/deep', 'made/only', 'made/logs']) fs.mkdirSync(folder, { recursive: true });
      for (const file of ['dist/deep/x.js', 'run.log', 'made/only/stray.txt', 'made/logs/y.log', 'stray.txt']) fs.writeFileSync(file, 'gate');`,
    );
    expect(await laid.restore(signal)).toEqual({ ok: true, value: laid.digest });
    const kept = ['dist/', 'dist/deep/', 'dist/deep/x.js', 'made/', 'made/logs/', 'made/logs/y.log', 'run.log'];
    const namesOf = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ')[0] ?? '').sort();
    expect(namesOf(picture(laid.root))).toEqual([...namesOf(before), ...kept].sort());
    expect(textOf(laid.root, 'a.txt')).toBe('proposed');
    expect(textOf(laid.root, 'src/c.txt')).toBe('c');
    laid.release();
    // For the next user of the copy nothing of it is left.
    expect(picture((await lay(tree)).root)).toEqual(picture(root));
  });

  test('writes nothing when a gate only looked', async () => {
    const { tree, log } = shadowed({ 'a.txt': 'a', 'b.txt': 'b' });
    const laid = await lay(tree);
    await laid.restore(signal);
    expect(written(log)).toEqual([2, 0]);
  });

  test('has another digest when a file that was brought back is another one by now', async () => {
    const { tree, root } = shadowed({ 'a.txt': 'a', 'b.txt': 'b' });
    const laid = await lay(tree);
    writeFileSync(join(laid.root, 'a.txt'), 'gate');
    writeFiles(root, { 'a.txt': 'saved meanwhile' });
    const restored = await laid.restore(signal);
    expect(restored.ok && restored.value).toMatch(/^[0-9a-f]{64}$/);
    expect(restored).not.toEqual({ ok: true, value: laid.digest });
    expect(textOf(laid.root, 'a.txt')).toBe('saved meanwhile');
    laid.release();
    expect(picture((await lay(tree)).root)).toEqual(picture(root));
  });

  test('says so when it was stopped', async () => {
    const { tree } = shadowed({ 'a.txt': 'a' });
    const laid = await lay(tree);
    expect(await laid.restore(AbortSignal.abort())).toMatchObject({ ok: false, error: { reason: 'stopped' } });
  });

  onPosix('writes through no link, be it one that ignore rules would leave out', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'c.txt': 'REAL' });
    // A rule for files of that name, as `dist` with `!dist/` would be.
    const { tree } = shadowed(
      { 'dist/c.txt': 'c' },
      { ignored: async (path, kind) => path === 'dist' && kind === 'file' },
    );
    const laid = await lay(tree);
    rmSync(join(laid.root, 'dist'), { recursive: true });
    symlinkSync(outside, join(laid.root, 'dist'));
    expect(await laid.restore(signal)).toEqual({ ok: true, value: laid.digest });
    expect(textOf(outside, 'c.txt')).toBe('REAL');
    expect(textOf(laid.root, 'dist/c.txt')).toBe('c');
  });
});

describe('the digest of a copy', () => {
  test('is that of its content: equal for equal files, whatever slot and workspace they come from', async () => {
    const one = shadowed({ 'a.txt': 'a', 'b.txt': 'b' }, { slots: 2 });
    const other = shadowed({ 'a.txt': 'a', 'b.txt': 'old' });
    const digests = [await lay(one.tree), await lay(one.tree), await lay(other.tree, { 'b.txt': 'b' })].map(
      (laid) => laid.digest,
    );
    expect(new Set(digests).size).toBe(1);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  test('differs for one byte, one name, one file', async () => {
    const { tree } = shadowed({ 'a.txt': 'a', 'b.txt': 'b' });
    const digests: string[] = [];
    for (const record of [
      {},
      { 'a.txt': 'A' },
      { 'a.txt': null, 'c.txt': 'a' },
      { 'b.txt': null },
      { 'a.txt': 'b', 'b.txt': 'a' },
    ]) {
      const laid = await lay(tree, record);
      digests.push(laid.digest);
      laid.release();
    }
    expect(new Set(digests).size).toBe(5);
    expect((await lay(tree)).digest).toBe(digests[0]);
  });
});

describe('copies in use', () => {
  test('stand apart, as many as there are slots', async () => {
    const { tree } = shadowed({ 'a.txt': 'a' }, { slots: 2 });
    const [one, other] = await Promise.all([lay(tree, { 'a.txt': 'one' }), lay(tree, { 'a.txt': 'other' })]);
    expect(one.root).not.toBe(other.root);
    expect([textOf(one.root, 'a.txt'), textOf(other.root, 'a.txt')]).toEqual(['one', 'other']);
  });

  test('are waited for in order', async () => {
    const { tree } = shadowed({ 'a.txt': 'a' });
    const order: string[] = [];
    const first = await lay(tree);
    const waiting = ['second', 'third'].map(async (name) => {
      const laid = await lay(tree);
      order.push(name);
      laid.release();
    });
    expect(order).toEqual([]);
    first.release();
    await Promise.all(waiting);
    expect(order).toEqual(['second', 'third']);
  });

  test('are given back once, however often that is said', async () => {
    const { tree } = shadowed({ 'a.txt': 'a' }, { slots: 2 });
    const first = await lay(tree);
    first.release();
    first.release();
    const roots = [(await lay(tree)).root, (await lay(tree)).root];
    expect(new Set(roots).size).toBe(2);
  });

  test('are not waited for after a stop, and nobody behind is forgotten', async () => {
    const { tree } = shadowed({ 'a.txt': 'a' });
    const controller = new AbortController();
    const first = await lay(tree);
    const stopped = tree.lay(changes(), controller.signal);
    const patient = lay(tree);
    controller.abort();
    expect(await stopped).toEqual({ ok: false, error: { reason: 'stopped', message: 'Stopped.' } });
    first.release();
    expect((await patient).digest).toBe(first.digest);
  });

  test('are given back when laying stops half-way, and whole the next time', async () => {
    const controller = new AbortController();
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, number) => [`src/${number}.ts`, `${number}`]));
    const stopAt = { path: 'src/7.ts' };
    const { tree, root } = shadowed(files, {
      ignored: async (path) => {
        if (path === stopAt.path) controller.abort();
        return false;
      },
    });
    expect(await tree.lay(changes(), controller.signal)).toMatchObject({ ok: false, error: { reason: 'stopped' } });
    expect(picture((await lay(tree)).root)).toEqual(picture(root));
  });
});

describe('a copy that can not be made', () => {
  test('says which folder is gone', async () => {
    const { tree, root } = shadowed({ 'a.txt': 'a' });
    rmSync(root, { recursive: true });
    expect(await tree.lay(changes(), new AbortController().signal)).toEqual({
      ok: false,
      error: { reason: 'unavailable', message: `Gates can't run: The workspace folder ${root} is not there any more.` },
    });
  });

  test('says so when the storage is none, and gives the slot back', async () => {
    const storage = join(temporaryFolder(), 'storage');
    writeFileSync(storage, 'a file');
    const { tree } = shadowed({ 'a.txt': 'a' }, { storage });
    for (let time = 0; time < 2; time++) {
      expect(await tree.lay(changes(), new AbortController().signal)).toMatchObject({
        ok: false,
        error: { reason: 'disk' },
      });
    }
    rmSync(storage);
    expect(textOf((await lay(tree)).root, 'a.txt')).toBe('a');
  });
});

describe('what a session leaves behind', () => {
  test('is swept by a later one, and the copies of running ones are not', async () => {
    const { tree, storage } = shadowed({ 'a.txt': 'a' });
    const laid = await lay(tree);
    const running = join(storage, 'shadow', `${process.ppid}-abcd0123-1`);
    // The number of this process, but an earlier process; and one that can't be running.
    const leftovers = [`${process.pid}-00000000-1`, '2147483646-abcd0123-1'].map((name) =>
      join(storage, 'shadow', name),
    );
    for (const folder of [running, ...leftovers]) mkdirSync(join(folder, '0'), { recursive: true });
    await tree.sweep();
    expect(leftovers.map((folder) => textOf(folder))).toEqual([null, null]);
    expect(statSync(running).isDirectory()).toBe(true);
    expect(textOf(laid.root, 'a.txt')).toBe('a');
  });
});
