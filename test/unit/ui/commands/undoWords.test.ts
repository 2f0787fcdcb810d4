import { describe, expect, it } from 'vitest';

import type { PlannedUndo } from '../../../../src/core/run/undoable';
import { hasOthers, undoneWords, undoQuestion } from '../../../../src/ui/commands/undoWords';
import { planRows } from '../../../../src/ui/plan/planRows';
import { appliedWords } from '../../../../src/ui/review/applyWords';
import { at, runState } from '../plan/states';

const state = runState([], [], {
  phase: 'review',
  applies: [
    {
      writes: ['src/a.ts', 'src/b.ts'].map((path) => ({ path: at(path), before: '1\n', after: '2\n' })),
      isDone: true,
      paths: [],
      settled: [],
    },
  ],
});
const planned: PlannedUndo = {
  writes: [
    { path: at('src/a.ts'), before: '2\n', after: '1\n' },
    { path: at('new.ts'), before: '2\n', after: null },
    { path: at('gone.ts'), before: null, after: '1\n' },
  ],
  leftOut: [],
  isWhole: true,
};

describe('the question of an undo', () => {
  it('names every file and what becomes of it, and what it was applied for', () => {
    expect(undoQuestion(state, planned)).toEqual({
      message: 'Undo the last apply in 3 files?',
      detail: [
        'change back: src/a.ts\ndelete: new.ts\nbring back: gone.ts',
        'Applied for: Add a thing',
        'Your own changes since then stay.',
      ].join('\n\n'),
    });
  });

  it('says what is left out, and that an apply was cut short', () => {
    const { detail } = undoQuestion(state, { ...planned, leftOut: [at('src/b.ts')], isWhole: false });
    expect(detail).toContain('Left as they are: src/b.ts');
    expect(detail).toContain('That apply was cut short.');
  });

  it('fits on the screen', () => {
    const writes = Array.from({ length: 40 }, (_, index) => ({ path: at(`${index}.ts`), before: 'x', after: 'y' }));
    expect(undoQuestion(state, { ...planned, writes }).detail).toContain('… and 28 more');
  });
});

describe('what an undo says afterwards', () => {
  it('tells where the changes are now', () => {
    const undone = { paths: [at('src/a.ts')], leftOut: [] };
    expect(undoneWords(undone, true)).toBe('Undone in 1 file. The changes are open again in the review.');
    expect(undoneWords(undone, false)).toBe('Undone in 1 file.');
  });

  it('tells when there was nothing to write, and what was left out', () => {
    expect(undoneWords({ paths: [], leftOut: [at('src/b.ts')] }, false)).toBe(
      'Every file is as it was before the last apply already. Left as they are: src/b.ts',
    );
  });

  it('goes without files only where others remain', () => {
    expect(hasOthers(state, [at('src/a.ts')])).toBe(true);
    expect(hasOthers(state, [at('src/a.ts'), at('src/b.ts')])).toBe(false);
  });
});

describe('what an apply says afterwards', () => {
  it('tells what saving changed beyond what was accepted', () => {
    const paths = [at('src/a.ts'), at('src/b.ts')];
    const done = 'Applied 2 files. One undo takes all of it back.';
    expect(appliedWords({ paths, changedBySaving: [] })).toBe(done);
    expect(appliedWords({ paths, changedBySaving: [at('src/a.ts')] })).toBe(
      `${done} Saving changed src/a.ts beyond what you accepted (format or actions on save).`,
    );
    expect(appliedWords({ paths, changedBySaving: paths })).toContain('Saving changed 2 files beyond');
  });
});

describe('the row of the run', () => {
  it('offers the undo once something was applied, and not while tasks are under way', () => {
    const contextOf = (run: typeof state): string | undefined =>
      planRows({ state: run, reviews: [], progress: new Map() })[0]?.context;
    expect(contextOf(state)?.split(' ')).toContain('undoable');
    expect(contextOf({ ...state, phase: 'running' })?.split(' ')).not.toContain('undoable');
    expect(contextOf({ ...state, applies: [] })?.split(' ')).not.toContain('undoable');
  });
});
