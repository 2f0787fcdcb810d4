import { describe, expect, it } from 'vitest';

import { reviewsOf } from '../../../../src/ui/review/reviewsOf';
import { hunksIn, readTarget } from '../../../../src/ui/review/target';
import { at, proposed, stateOf, task } from './fakeRun';

describe('what a command is about', () => {
  it('is read from rows, from the URI of a diff, and from nothing else', () => {
    expect(readTarget({ type: 'hunk', runId: 'r', hunkIds: ['h', 7], label: 'x' })).toEqual({
      type: 'hunk',
      runId: 'r',
      hunkIds: ['h'],
    });
    expect(readTarget({ type: 'file', runId: 'r', path: 'a.ts', taskId: 'T1' })).toEqual({
      type: 'file',
      runId: 'r',
      path: 'a.ts',
      taskId: 'T1',
    });
    const uri = { scheme: 'lead-worker-proposal', authority: 'r', path: '/Proposed/a.ts', query: '' };
    expect(readTarget(uri)).toEqual({ type: 'file', runId: 'r', path: 'a.ts' });
    expect(readTarget({ ...uri, scheme: 'file' })).toBeUndefined();
    expect(readTarget({ type: 'task', runId: 'r' })).toBeUndefined();
    expect(readTarget({ type: 'wave', runId: 'r' })).toBeUndefined();
    expect(readTarget(undefined)).toBeUndefined();
    expect(readTarget('a.ts')).toBeUndefined();
  });

  it('names hunks by task, by file and by both', () => {
    const reviews = reviewsOf(
      stateOf([proposed('a', 'x\n', 'y\n', task('T1')), proposed('b', 'x\n', 'y\n', task('T2'))]),
    );
    const paths = (target: Parameters<typeof hunksIn>[1]): string[] =>
      hunksIn(reviews, target).map(({ hunk }) => hunk.path);
    expect(paths({ type: 'run', runId: 'r' })).toEqual(['a', 'b']);
    expect(paths({ type: 'task', runId: 'r', taskId: task('T2') })).toEqual(['b']);
    expect(paths({ type: 'file', runId: 'r', path: at('a') })).toEqual(['a']);
    expect(paths({ type: 'file', runId: 'r', path: at('a'), taskId: task('T2') })).toEqual([]);
  });
});
