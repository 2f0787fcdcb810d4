import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../../src/core/staging/read/changeSet';
import { conflictWords } from '../../../src/core/staging/read/conflictWords';
import type { Conflict } from '../../../src/core/staging/read/proposal';
import { integrate, type StandingFile } from '../../../src/core/staging/write/integrate';
import { mergeFile } from '../../../src/core/staging/write/merge';
import type { Result } from '../../../src/core/util/result';
import { anyFile, numbered, pathOf } from './texts';

const [a, b, c] = [pathOf('a.ts'), pathOf('b.ts'), pathOf('c.ts')];
const base = numbered(1, 2, 3, 4, 5);
const mine = numbered(1, 'x', 3, 4, 5);
const other = numbered(1, 2, 3, 4, 'y');
const both = numbered(1, 'x', 3, 4, 'y');

/** Integrates a change of `a.ts` into that file where it stands now. */
function into(
  now: StandingFile,
  change: Partial<FileChange>,
  inTheWay: string | null = null,
): Result<StandingFile, readonly Conflict[]> {
  return integrate({ path: a, before: base, after: mine, ...change }, { file: now, inTheWay });
}

function said(result: Result<StandingFile, readonly Conflict[]>): readonly string[] {
  return result.ok
    ? []
    : result.error.map((one) => `${one.kind} | ${conflictWords(one, { ours: 'T1', theirs: 'T2' })}`);
}

describe('integrate', () => {
  test('takes a change of a file that nobody touched as it is, and merges one of a file that others changed', () => {
    expect(into({ path: a, text: base }, {})).toEqual({ ok: true, value: { path: a, text: mine } });
    expect(into({ path: a, text: other }, {})).toEqual({ ok: true, value: { path: a, text: both } });
    expect(into({ path: a, text: mine }, {})).toEqual({ ok: true, value: { path: a, text: mine } });
  });

  test('rename/modify: a change follows the file, a move takes changes along', () => {
    expect(into({ path: b, text: other }, {})).toEqual({ ok: true, value: { path: b, text: both } });
    expect(into({ path: a, text: other }, { path: b, movedFrom: a, after: base })).toEqual({
      ok: true,
      value: { path: b, text: other },
    });
    expect(into({ path: a, text: other }, { path: b, movedFrom: a })).toEqual({
      ok: true,
      value: { path: b, text: both },
    });
  });

  test('rename/rename: the same place merges, two places clash', () => {
    expect(into({ path: b, text: other }, { path: b, movedFrom: a })).toEqual({
      ok: true,
      value: { path: b, text: both },
    });
    expect(said(into({ path: b, text: base }, { path: c, movedFrom: a }))).toEqual([
      'rename-rename | a.ts: T1 moved it to b.ts, T2 moved it to c.ts',
    ]);
  });

  test('rename/delete clashes, whichever came first', () => {
    expect(said(into({ path: b, text: base }, { after: null }))).toEqual([
      'rename-delete | a.ts: T1 moved it to b.ts, T2 deleted it',
    ]);
    expect(said(into({ path: a, text: null }, { path: b, movedFrom: a }))).toEqual([
      'rename-delete | a.ts: T1 deleted it, T2 moved it to b.ts',
    ]);
  });

  test('two files in one place clash: made, or moved there', () => {
    expect(said(into({ path: a, text: 'one\n' }, { before: null, after: 'two\n' }))).toEqual([
      'both-created | a.ts: T1 and T2 each put a file there',
    ]);
    expect(said(into({ path: a, text: base }, { path: b, movedFrom: a }, 'there\n'))).toEqual([
      'both-created | b.ts: T1 and T2 each put a file there',
    ]);
  });

  test('lines and deletions clash as texts do, where the file stands', () => {
    expect(into({ path: b, text: numbered(1, 'z', 3, 4, 5) }, {})).toEqual({
      ok: false,
      error: [{ path: b, kind: 'lines', line: 2, base: '2\n', ours: 'z\n', theirs: 'x\n' }],
    });
    expect(said(into({ path: a, text: other }, { after: null }))).toEqual([
      'modify-delete | a.ts: T1 changed it, T2 deleted it',
    ]);
    expect(said(into({ path: a, text: null }, {}))).toEqual(['modify-delete | a.ts: T1 deleted it, T2 changed it']);
  });

  test('merges the text of a moved file as it merges that of one that stayed', () => {
    fc.assert(
      fc.property(fc.string(), anyFile, anyFile, (before, ours, theirs) => {
        fc.pre(ours !== null && theirs !== null);
        const merged = mergeFile(before, ours, theirs);
        const expected = merged.type === 'clean' ? { ok: true, value: { path: b, text: merged.text } } : { ok: false };
        expect(into({ path: b, text: ours }, { before, after: theirs })).toMatchObject(expected);
        expect(into({ path: a, text: ours }, { path: b, movedFrom: a, before, after: theirs })).toMatchObject(expected);
      }),
    );
  });
});
