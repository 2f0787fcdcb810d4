import { appendFile, chmod, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NodeJournalStore } from '../../../src/adapters/node/journal';
import { mayHaveOpenRun } from '../../../src/adapters/node/journalPeek';
import { journalFormat, type Journal, type JournalContents } from '../../../src/core/ports/journal';
import { temporaryFolder } from './temporaryFolder';

const header = `{"journalFormat":${journalFormat}}\n`;
const onPosix = test.skipIf(process.platform === 'win32');

function contents(...entries: readonly unknown[]): JournalContents {
  return { format: journalFormat, entries };
}

async function started(): Promise<{ store: NodeJournalStore; journal: Journal; folder: string; file: string }> {
  const folder = join(temporaryFolder(), 'journals');
  const store = new NodeJournalStore(folder);
  const created = await store.create('run1');
  if (!created.ok) throw new Error(created.error.message);
  return { store, journal: created.value, folder, file: join(folder, 'run1.jsonl') };
}

describe('a journal', () => {
  test('gives back what was appended, in the order of the calls', async () => {
    const { store, journal } = await started();
    const entries = Array.from({ length: 50 }, (_, number) => ({
      type: 'counted',
      number,
      text: 'x'.repeat(5_000 * (number % 3)),
    }));
    await Promise.all(entries.map((entry) => journal.append(entry, 'system')));
    expect(await store.read('run1')).toEqual({ ok: true, value: contents(...entries) });
  });

  test('holds an entry as it was when it was appended', async () => {
    const { store, journal } = await started();
    const entry = { type: 'first', paths: ['a'] };
    const appended = journal.append(entry, 'system');
    entry.paths.push('b');
    await appended;
    expect(await store.read('run1')).toEqual({ ok: true, value: contents({ type: 'first', paths: ['a'] }) });
  });

  test('has every entry on file when the append resolves', async () => {
    const { journal, file } = await started();
    await journal.append({ type: 'first' }, 'system');
    expect(await readFile(file, 'utf8')).toBe(header + '{"type":"first"}\n');
  });

  onPosix('can be read by its owner only', async () => {
    const { folder, file } = await started();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test.each(['{"type":"to', '{"type":"torn"}', '\0\0\0\n'])('is read without a torn last line: %j', async (rest) => {
    const { store, journal, file } = await started();
    await journal.append({ type: 'whole' }, 'system');
    await appendFile(file, rest);
    expect(await store.read('run1')).toEqual({ ok: true, value: contents({ type: 'whole' }) });
  });

  test('names the line that is damaged in its middle', async () => {
    const { store, file } = await started();
    await writeFile(file, header + '{"type":"a"}\n{oops\n{"type":"b"}\n');
    expect(await store.read('run1')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('damaged in line 3 of 4 lines') as string },
    });
  });

  test('fails as a value when its folder has vanished, and does not make a headless one', async () => {
    const { journal, folder } = await started();
    await journal.append({ type: 'first' }, 'system');
    await rm(folder, { recursive: true });
    expect(await journal.append({ type: 'second' }, 'system')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('is not there any more') as string },
    });
    await mkdir(folder);
    expect(await journal.append({ type: 'third' }, 'system')).toMatchObject({ ok: false });
    expect(await readdir(folder)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('fails as a value on a full disk', async () => {
    const folder = temporaryFolder();
    const store = new NodeJournalStore(folder);
    const created = await store.create('run1');
    if (!created.ok) throw new Error(created.error.message);
    await rm(join(folder, 'run1.jsonl'));
    await symlink('/dev/full', join(folder, 'run1.jsonl'));
    expect(await created.value.append({ type: 'first' }, 'system')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('No room is left on the disk') as string },
    });
  });

  test.runIf(process.platform === 'linux')('goes on after a failed append without a trace of it', async () => {
    const { journal, file } = await started();
    await journal.append({ type: 'first' }, 'system');
    const whole = await readFile(file);
    await rm(file);
    await symlink('/dev/full', file);
    expect(await journal.append({ type: 'lost', text: 'x'.repeat(80) }, 'system')).toMatchObject({ ok: false });
    await rm(file);
    // As a write that was cut off leaves it, longer than what comes next.
    await writeFile(file, Buffer.concat([whole, Buffer.from('{"type":"lost in the middle of a long line')]));
    await journal.append({ type: 'second' }, 'system');
    expect(await readFile(file, 'utf8')).toBe(header + '{"type":"first"}\n{"type":"second"}\n');
  });
});

describe('a journal of an earlier session', () => {
  async function reopened(store: NodeJournalStore): Promise<Journal> {
    const opened = await store.open('run1');
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  test('is gone on with behind its last entry', async () => {
    const { journal, folder, file } = await started();
    await journal.append({ type: 'first', text: 'ü' }, 'system');
    const again = await reopened(new NodeJournalStore(folder));
    await again.append({ type: 'second' }, 'system');
    await again.append({ type: 'third' }, 'system');
    expect(await readFile(file, 'utf8')).toBe(
      header + '{"type":"first","text":"ü"}\n{"type":"second"}\n{"type":"third"}\n',
    );
  });

  test.each(['{"type":"to', '{"type":"torn"}', '\0\0\0\n'])('loses the torn last line %j', async (rest) => {
    const { journal, folder, file } = await started();
    await journal.append({ type: 'whole' }, 'system');
    await appendFile(file, rest);
    const store = new NodeJournalStore(folder);
    await (await reopened(store)).append({ type: 'next' }, 'system');
    expect(await readFile(file, 'utf8')).toBe(header + '{"type":"whole"}\n{"type":"next"}\n');
    expect(await store.read('run1')).toEqual({ ok: true, value: contents({ type: 'whole' }, { type: 'next' }) });
  });

  test('may be empty', async () => {
    const { folder, file } = await started();
    await (await reopened(new NodeJournalStore(folder))).append({ type: 'first' }, 'system');
    expect(await readFile(file, 'utf8')).toBe(header + '{"type":"first"}\n');
  });

  test('is one with that of a run that is still at it', async () => {
    const { store, journal } = await started();
    const again = await reopened(store);
    await Promise.all([
      journal.append({ type: 'a' }, 'system'),
      again.append({ type: 'b' }, 'system'),
      journal.append({ type: 'c' }, 'system'),
    ]);
    expect(await store.read('run1')).toEqual({
      ok: true,
      value: contents({ type: 'a' }, { type: 'b' }, { type: 'c' }),
    });
  });

  test('has to be there', async () => {
    const store = new NodeJournalStore(temporaryFolder());
    expect(await store.open('run1')).toMatchObject({ ok: false });
    expect(await store.open('../run1')).toMatchObject({ ok: false });
  });
});

describe('the format of a journal', () => {
  async function written(text: string): Promise<NodeJournalStore> {
    const { folder, file } = await started();
    await writeFile(file, text);
    return new NodeJournalStore(folder);
  }

  test('that is newer is read, and not gone on with', async () => {
    const store = await written(`{"journalFormat":${journalFormat + 1}}\n{"type":"new"}\n`);
    expect(await store.read('run1')).toEqual({
      ok: true,
      value: { format: journalFormat + 1, entries: [{ type: 'new' }] },
    });
    expect(await store.open('run1')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('newer version') as string },
    });
  });

  test.each(['{"type":"run-created"}\n', '{"journalFormat":0}\n', '{"journalFormat":"1"}\n', ''])(
    'that is none, as in %j, is not guessed',
    async (text) => {
      const store = await written(text);
      const older = { ok: false, error: { message: expect.stringContaining('older version') as string } };
      expect(await store.read('run1')).toMatchObject(older);
      expect(await store.open('run1')).toMatchObject(older);
    },
  );

  test('is followed by events only', async () => {
    const store = await written(`${header}{"type":"a"}\n[]\n{"type":"b"}\n`);
    expect(await store.read('run1')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('damaged in line 3 of 4 lines') as string },
    });
  });
});

describe('a journal that something else writes to', () => {
  test('is left as it is, by a run in its stride and by one gone on with', async () => {
    const { journal, folder, file } = await started();
    await journal.append({ type: 'ours' }, 'system');
    const opened = await new NodeJournalStore(folder).open('run1');
    await appendFile(file, '{"type":"theirs"}\n');
    const theirs = await readFile(file, 'utf8');
    const refused = { ok: false, error: { message: expect.stringContaining('another window') as string } };
    expect(await journal.append({ type: 'lost' }, 'disk')).toMatchObject(refused);
    expect(opened.ok && (await opened.value.append({ type: 'lost' }, 'disk'))).toMatchObject(refused);
    expect(await readFile(file, 'utf8')).toBe(theirs);
  });

  test('is not written to where it has lost lines', async () => {
    const { journal, file } = await started();
    await journal.append({ type: 'ours' }, 'system');
    await writeFile(file, header);
    expect(await journal.append({ type: 'lost' }, 'system')).toMatchObject({ ok: false });
    expect(await readFile(file, 'utf8')).toBe(header);
  });
});

describe('the store of journals', () => {
  test('lists runs, newest first, and nothing else', async () => {
    const { store, folder } = await started();
    await store.create('run3');
    await store.create('run2');
    await writeFile(join(folder, 'notes.txt'), '');
    expect(await store.list()).toEqual(['run3', 'run2', 'run1']);
  });

  test('deletes all journals and nothing else', async () => {
    const { store, folder } = await started();
    await writeFile(join(folder, 'notes.txt'), '');
    expect(await store.deleteAll()).toEqual({ ok: true, value: undefined });
    expect(await readdir(folder)).toEqual(['notes.txt']);
  });

  test('is empty before the first run', async () => {
    const store = new NodeJournalStore(join(temporaryFolder(), 'none'));
    expect(await store.list()).toEqual([]);
    expect(await store.deleteAll()).toEqual({ ok: true, value: undefined });
  });

  test('refuses a second journal for a run', async () => {
    const { store } = await started();
    expect(await store.create('run1')).toMatchObject({
      ok: false,
      error: { message: 'There is already a journal of run run1.' },
    });
  });

  test.each(['', '..', '../run1', 'a/b', 'a\\b', '.hidden', 'a.b', 'C:x'])(
    'refuses %j as the id of a run',
    async (id) => {
      const { store } = await started();
      expect((await store.create(id)).ok).toBe(false);
      expect((await store.read(id)).ok).toBe(false);
    },
  );

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'says that a folder is closed to us',
    async () => {
      const folder = temporaryFolder();
      await chmod(folder, 0o500);
      expect(await new NodeJournalStore(join(folder, 'journals')).create('run1')).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining('was denied') as string },
      });
    },
  );
});

describe('a glance at the journals', () => {
  test('tells whether a run may be open, and takes the discarded for closed', async () => {
    const { journal, store, folder } = await started();
    expect(await mayHaveOpenRun(join(folder, 'none'))).toBe(false);
    await journal.append({ type: 'run-created' }, 'system');
    expect(await mayHaveOpenRun(folder)).toBe(true);
    await journal.append({ type: 'run-discarded', text: 'x'.repeat(1000) }, 'system');
    expect(await mayHaveOpenRun(folder)).toBe(false);
    const second = await store.create('run2');
    expect(second.ok).toBe(true);
    expect(await mayHaveOpenRun(folder)).toBe(true);
  });
});
