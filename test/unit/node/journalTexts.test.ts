import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NodeJournalStore } from '../../../src/adapters/node/journal';
import { journalFormat, type Journal } from '../../../src/core/ports/journal';
import { temporaryFolder } from './temporaryFolder';

const long = 'A line of a file.\n'.repeat(100);
const lines = (text: string): readonly { readonly type?: string; readonly text?: string }[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as object);

async function started(): Promise<{ folder: string; file: string; store: NodeJournalStore; journal: Journal }> {
  const folder = join(temporaryFolder(), 'journals');
  const store = new NodeJournalStore(folder);
  const created = await store.create('run1');
  if (!created.ok) throw new Error(created.error.message);
  return { folder, file: join(folder, 'run1.jsonl'), store, journal: created.value };
}

async function entriesIn(folder: string): Promise<readonly unknown[]> {
  const read = await new NodeJournalStore(folder).read('run1');
  if (!read.ok) throw new Error(read.error.message);
  return read.value.entries;
}

/** The journal as the next window goes on with it. */
async function reopened(folder: string): Promise<Journal> {
  const opened = await new NodeJournalStore(folder).open('run1');
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** What an event may hold, long texts and odd ones in any place. */
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', minLength: 600, maxLength: 700 }),
  fc.constantFrom(long, `${long}!`, '\0text:', `\0text:${'0'.repeat(64)}`, `\ud800${long}`, `\ufffd${long}`),
);
const anyEntry = fc.record({
  type: fc.constantFrom('written', 'text'),
  value: fc.jsonValue({ stringUnit: 'binary' }),
  texts: fc.dictionary(fc.constantFrom('a', '$text', 'hash', '__proto__'), anyText),
  list: fc.array(fc.oneof(anyText, fc.record({ text: anyText, hash: anyText }))),
});

describe('long texts of a journal', () => {
  test('come back as they were, whatever they are and wherever they stood', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 6 }), async (entries) => {
        const { folder, journal } = await started();
        for (const entry of entries) expect(await journal.append(entry, 'system')).toEqual({ ok: true });
        expect(await entriesIn(folder)).toEqual(JSON.parse(JSON.stringify(entries)));
      }),
      { numRuns: 60 },
    );
  });

  test('stand in it once, however many events name them, over windows too', async () => {
    const { folder, file, journal } = await started();
    await Promise.all(
      Array.from({ length: 50 }, (_, count) =>
        journal.append({ type: 'a', count, before: long, after: long }, 'system'),
      ),
    );
    await (await reopened(folder)).append({ type: 'b', again: long }, 'system');
    const written = lines(await readFile(file, 'utf8'));
    expect(written.filter(({ type }) => type === 'text').map(({ text }) => text)).toEqual([long]);
    expect((await stat(file)).size).toBeLessThan(52 * 250 + long.length * 1.2);
    expect((await entriesIn(folder)).at(-1)).toEqual({ type: 'b', again: long });
  });

  test('are named by what they are', async () => {
    const { file, journal } = await started();
    await journal.append({ type: 'a', text: `\ud800${long}` }, 'system');
    await journal.append({ type: 'a', text: `\ufffd${long}` }, 'system');
    expect(lines(await readFile(file, 'utf8')).filter(({ type }) => type === 'text')).toHaveLength(2);
  });

  test('that did not get to the disk are written with the next event that names them', async () => {
    const { folder, file, journal } = await started();
    await rename(file, `${file}.away`);
    expect(await journal.append({ type: 'lost', text: long }, 'system')).toMatchObject({ ok: false });
    await rename(`${file}.away`, file);
    expect(await journal.append({ type: 'kept', text: long }, 'system')).toEqual({ ok: true });
    expect(await entriesIn(folder)).toEqual([{ type: 'kept', text: long }]);
  });

  test('survive a crash between them and the event', async () => {
    const { folder, file, journal } = await started();
    await journal.append({ type: 'a' }, 'system');
    await journal.append({ type: 'b', text: long }, 'system');
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.slice(0, -10));
    expect(await entriesIn(folder)).toEqual([{ type: 'a' }]);
    await (await reopened(folder)).append({ type: 'c', text: long }, 'disk');
    expect(await entriesIn(folder)).toEqual([{ type: 'a' }, { type: 'c', text: long }]);
    expect(lines(await readFile(file, 'utf8')).filter(({ type }) => type === 'text')).toHaveLength(1);
  });

  test.each([
    [
      'another one by now',
      (text: string) => text.replace('A line', 'B line'),
      'line 2 of 3 lines: the text in it is not',
    ],
    ['gone', (text: string) => text.replace(/\{"type":"text".*\n/, ''), 'line 2 of 2 lines: the text'],
  ])('that are %s are damage, and said to be', async (_what, damage, words) => {
    const { store, file, journal } = await started();
    await journal.append({ type: 'a', text: long }, 'system');
    await writeFile(file, damage(await readFile(file, 'utf8')));
    expect(await store.read('run1')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(`damaged in ${words}`) as string },
    });
  });

  test('stay where they are in a journal of before, which older versions read', async () => {
    const { folder, file } = await started();
    await writeFile(file, '{"journalFormat":1}\n');
    const journal = await reopened(folder);
    const entry = { type: 'text', hash: 'no hash', text: long };
    await journal.append(entry, 'system');
    expect(await readFile(file, 'utf8')).toBe(`{"journalFormat":1}\n${JSON.stringify(entry)}\n`);
    expect(await entriesIn(folder)).toEqual([entry]);
    expect(journalFormat).toBe(2);
  });
});
