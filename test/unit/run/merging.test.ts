import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAccepted, type AcceptedChanges } from '../../../src/core/run/merging';
import { reviewFile } from '../../../src/core/review/fold';
import type { Choices, FileReview } from '../../../src/core/review/hunk';
import { hunksOf } from '../../../src/core/review/hunks';
import { attribute } from '../../../src/core/staging/read/attribution';
import type { FileChange } from '../../../src/core/staging/read/changeSet';
import type { ProposalFile } from '../../../src/core/staging/read/proposal';
import { mergeFile } from '../../../src/core/staging/write/merge';
import { anyLetters, anyProposed, byTask, choose, draw, proposed } from '../review/proposals';
import { anyFile, numbered } from '../staging/texts';

const base = numbered(1, 2, 3, 4, 5, 6, 7);
const author = byTask('T1', 2);

type Outcome = { readonly file: ProposalFile; readonly choices: Choices } | 'conflict' | 'unchanged';

/** Merges one change of a proposed file as a run does. Without `laid`, the worker saw the proposed text of every file. */
function merge(
  file: ProposalFile,
  choices: Choices,
  change: Pick<FileChange, 'before' | 'after'>,
  laid?: AcceptedChanges['laid'],
): Outcome {
  const path = reviewFile(file, choices).proposedPath;
  const changes = [{ path, ...change }];
  const merged = mergeAccepted(
    { proposal: new Map([[file.path, file]]), choices },
    { author, changes, laid: laid ?? new Set([path]) },
  );
  if (!merged.ok) return 'conflict';
  const [next] = merged.value.files;
  if (!next) return 'unchanged';
  return { file: next, choices: new Map([...choices].filter(([id]) => !merged.value.reopened.includes(id))) };
}

function reviewed(outcome: Outcome): FileReview {
  if (typeof outcome === 'string') throw new Error(`It came to this: ${outcome}.`);
  return reviewFile(outcome.file, outcome.choices);
}

/** The hunks with their choices, one per line. */
function picture(outcome: Outcome): readonly string[] {
  return reviewed(outcome).hunks.map(({ hunk, choice }) => `${draw(hunk)} (${choice})`);
}

describe('merging an accepted change set', () => {
  it('begins a file with the text its author saw, and knows later who made which line', () => {
    const path = proposed(null, null).path;
    const after = numbered(1, 'x', 3, 4, 5, 6, 7);
    const first = mergeAccepted(
      { proposal: new Map(), choices: new Map() },
      { author: byTask('T1'), changes: [{ path, before: base, after }], laid: new Set() },
    );
    expect(first).toEqual({
      ok: true,
      value: {
        files: [{ path, base, text: after, steps: [{ author: byTask('T1'), text: after }] }],
        left: [],
        reopened: [],
        landed: new Map(),
      },
    });
    const file = first.ok ? first.value.files[0]! : proposed(null, null);
    const second = merge(file, new Map(), { before: base, after: numbered(1, 2, 3, 4, 'y', 6, 7) });
    expect(attribute((second as { file: ProposalFile }).file).lines).toEqual([
      null,
      byTask('T1'),
      null,
      null,
      author,
      null,
      null,
    ]);
  });
});

describe('a task that is sent back after the user rejected a part of it', () => {
  const file = proposed(base, numbered(1, 'x', 3, 'y', 5, 'z', 7));
  const choices = choose(file, 'ora');
  const shown = numbered(1, 'x', 3, 4, 5, 'z', 7);

  it('merges with what it saw; the rejected hunk stays rejected, under its name, and can be reopened', () => {
    const after = numbered('top', 1, 'x', 3, 4, 5, 'z', 7);
    const outcome = merge(file, choices, { before: shown, after });
    expect(picture(outcome)).toEqual([
      '0:  > top (open)',
      '1: 2 > x (open)',
      '3: 4 > y (rejected)',
      '5: 6 > z (accepted)',
    ]);
    expect(reviewed(outcome)).toMatchObject({ proposed: after, reviewed: numbered(1, 2, 3, 4, 5, 'z', 7) });
    const ids = reviewed(outcome).hunks.map(({ hunk }) => hunk.id);
    expect(ids.slice(1)).toEqual(hunksOf(file).map(({ id }) => id));
    const reopened = reviewFile((outcome as { file: ProposalFile }).file, new Map());
    expect(reopened.proposed).toBe(numbered('top', 1, 'x', 3, 'y', 5, 'z', 7));
  });

  it('takes the place of the rejected hunk where it writes there', () => {
    const outcome = merge(file, choices, { before: shown, after: numbered(1, 'x', 3, 'better', 5, 'z', 7) });
    expect(picture(outcome)).toEqual(['1: 2 > x (open)', '3: 4 > better (open)', '5: 6 > z (accepted)']);
  });

  it('asks the user once more about a rejected hunk that it wrote again, and leaves the others alone', () => {
    const both = choose(file, 'rra');
    const before = numbered(1, 2, 3, 4, 5, 'z', 7);
    const outcome = merge(file, both, { before, after: numbered(1, 2, 3, 'y', 5, 'z', 7) });
    expect(picture(outcome)).toEqual(['1: 2 > x (rejected)', '3: 4 > y (open)', '5: 6 > z (accepted)']);
  });

  it('writes a rejected new file again without a clash', () => {
    const created = proposed(null, 'first\n');
    const outcome = merge(created, choose(created, 'r'), { before: null, after: 'second\n' });
    expect(reviewed(outcome)).toMatchObject({ base: null, proposed: 'second\n', reviewed: null });
    const same = merge(created, choose(created, 'r'), { before: null, after: 'first\n' });
    expect(reviewed(same)).toMatchObject({ proposed: 'first\n', reviewed: null, hunks: [{ choice: 'open' }] });
  });

  it('edits a file whose deletion was rejected, and may delete it again', () => {
    const deleted = proposed('old\n', null);
    const rejected = choose(deleted, 'r');
    expect(reviewed(merge(deleted, rejected, { before: 'old\n', after: 'new\n' })).proposed).toBe('new\n');
    expect(picture(merge(deleted, rejected, { before: 'old\n', after: null }))).toEqual(['0: old > (open)']);
  });

  it('builds on what the user typed in the workspace, once nothing of the file is proposed any more', () => {
    const all = choose(file, 'r');
    const typed = numbered(1, 2, 3, 'typed', 5, 6, 7);
    const after = numbered(1, 2, 3, 'typed and more', 5, 6, 7);
    const outcome = merge(file, all, { before: typed, after }, new Set());
    expect(reviewed(outcome)).toMatchObject({ base: typed, proposed: after, reviewed: typed });
    expect(picture(outcome)).toEqual([
      '1: 2 > x (rejected)',
      '3: typed > typed and more (open)',
      '5: 6 > z (rejected)',
    ]);
    // A text that an earlier proposal showed is no text of the workspace: as a base it would apply what was rejected.
    const seen = merge(file, all, { before: file.text, after: `${file.text}more\n` });
    expect(reviewed(seen)).toMatchObject({ base, proposed: `${base}more\n`, reviewed: base });
  });

  it('clashes with a rejection of lines that it was changing meanwhile', () => {
    expect(merge(file, choices, { before: file.text, after: numbered(1, 'x', 3, 'Y', 5, 'z', 7) })).toBe('conflict');
  });

  it('is shown exactly as merged, whatever was rejected, and takes nothing into the reviewed text', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, anyFile, fc.boolean(), (any, letters, after, stale) => {
        const before = reviewFile(any, choose(any, letters));
        // What the worker saw: what is shown now, or what was shown before the user rejected anything.
        const saw = stale ? any.text : before.proposed;
        fc.pre(saw !== after);
        const expected = mergeFile(saw, before.proposed, after);
        const outcome = merge(any, choose(any, letters), { before: saw, after });
        if (expected.type === 'conflicted') {
          expect(outcome).toBe('conflict');
          return;
        }
        if (expected.text === before.proposed) {
          expect(outcome).toBe('unchanged');
          return;
        }
        const now = reviewed(outcome);
        expect(now.proposed).toBe(expected.text);
        expect(now.base).toBe(any.base);
        const had = new Map(before.hunks.map(({ hunk, choice }) => [hunk.id, choice]));
        for (const { hunk, choice } of now.hunks) if (choice !== 'open') expect(choice).toBe(had.get(hunk.id));
        const { file: next } = outcome as { readonly file: ProposalFile };
        expect(next.steps.at(-1)).toEqual({ author, text: next.text });
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps every rejected hunk, and all choices, where a worker appends to the file', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 4, maxLength: 12 }),
        fc.nat(),
        anyLetters,
        (lines, seed, letters) => {
          const changed = lines.map((line, index) => ((line + seed) % 3 === 0 && index > 0 ? `new ${index}` : line));
          const any = proposed(numbered(...lines, 'end'), numbered(...changed, 'end'));
          const made = choose(any, letters);
          const before = reviewFile(any, made);
          const after = reviewed(merge(any, made, { before: before.proposed, after: `${before.proposed}appended\n` }));
          expect(after.hunks.slice(0, -1).map(({ hunk, choice }) => [hunk.id, choice])).toEqual(
            before.hunks.map(({ hunk, choice }) => [hunk.id, choice]),
          );
        },
      ),
    );
  });
});
