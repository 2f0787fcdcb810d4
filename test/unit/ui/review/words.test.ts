import { describe, expect, it } from 'vitest';

import type { FindingState } from '../../../../src/core/review/finding';
import { reviewFile } from '../../../../src/core/review/fold';
import type { Choices } from '../../../../src/core/review/hunk';
import { hunksOf } from '../../../../src/core/review/hunks';
import { rebaseFile } from '../../../../src/core/review/rebase';
import { fileRows, reviewsByOwner } from '../../../../src/ui/plan/reviewRows';
import type { PlanRow } from '../../../../src/ui/plan/row';
import { clashSentence } from '../../../../src/ui/review/clashWords';
import { applyQuestion, redChosenGates } from '../../../../src/ui/review/applyWords';
import { childrenOf } from '../../../../src/ui/review/proposalFolders';
import { reviewsOf } from '../../../../src/ui/review/reviewsOf';
import { authorOf, dependentsOf, describeHunk, placeOf } from '../../../../src/ui/review/words';
import { at, FakeRun, proposed, stateOf, task } from './fakeRun';

describe('words about a change', () => {
  const describeOne = (base: string | null, text: string | null): string => {
    const [review] = reviewsOf(stateOf([proposed('a', base, text)]));
    return review!.hunks.map((hunk) => `${describeHunk(hunk.hunk)} at ${placeOf(hunk)}`).join('; ');
  };

  it('say what it does and where', () => {
    expect(describeOne('1\n2\n', '1\nx\ny\n2\n')).toBe('2 lines added at a, lines 2-3');
    expect(describeOne('1\n2\n', '2\n')).toBe('1 line removed at a, line 1');
    expect(describeOne('1\n2\n', '1\nx\n')).toBe('1 line changed at a, line 2');
    expect(describeOne('if\n1\n', 'if\n  1\n')).toBe('only white space differs at a, line 2');
    expect(describeOne(null, 'x\n')).toBe('new file at a');
    expect(describeOne('x\n', null)).toBe('file deleted at a');
  });

  it('say where a file is moved from, and ask so before it is written', async () => {
    const moved = { ...proposed('src/new.ts', '1\n', '1\n'), movedFrom: at('src/old.ts') };
    const run = new FakeRun(stateOf([moved, { ...proposed('b.ts', '1\n', '2\n'), movedFrom: at('a.ts') }]));
    const [edited, only] = reviewsOf(run.state);
    expect(only!.hunks.map((hunk) => `${describeHunk(hunk.hunk)} at ${placeOf(hunk)}`)).toEqual([
      'file moved from src/old.ts at src/new.ts',
    ]);
    await run.choose(
      [...edited!.hunks, ...only!.hunks].map(({ hunk }) => hunk.id),
      'accepted',
    );
    const question = applyQuestion(run.state, reviewsOf(run.state), []);
    expect(question?.message).toBe('Write 3 accepted changes to 2 files?');
    expect(question?.detail).toContain('move and change: a.ts → b.ts\nmove: src/old.ts → src/new.ts');
    expect(applyQuestion(run.state, reviewsOf(run.state), [at('a.ts')])?.detail).not.toContain('b.ts');
  });

  it('name who made it and who builds on it', async () => {
    const run = new FakeRun(stateOf([proposed('a', '1\n', '2\n')]));
    expect(authorOf(run.state, reviewsOf(run.state)[0]!.hunks[0]!.hunk)).toBe('T1 Title of T1');
    await run.editProposal(at('a'), 'mine\n');
    expect(authorOf(run.state, reviewsOf(run.state)[0]!.hunks[0]!.hunk)).toContain('you');
    expect(dependentsOf(run.state, [task('T1')])).toEqual(['T2']);
    expect(dependentsOf(run.state, [task('T2')])).toEqual([]);
  });
});

describe('words about a hunk that the user got in the way of', () => {
  const clashing = (
    base: string | null,
    text: string | null,
    current: string | null,
  ): readonly (string | undefined)[] => {
    const { file, choices } = rebaseFile(proposed('a', base, text), new Map(), current);
    return reviewFile(file, choices).hunks.map(clashSentence);
  };

  it('say what they did and what accepting would do', () => {
    expect(clashing('1\n2\n', '1\nx\n', '1\nmine\n')).toEqual([
      'You changed these lines too: accepting replaces what you wrote.',
    ]);
    expect(clashing('1\n', '1\nx\n', '1\nmine\n')).toEqual(['You added lines here too: accepting keeps both.']);
    expect(clashing('1\n', '2\n', null)).toEqual(['You deleted this file: accepting brings it back.']);
    expect(clashing('1\n', null, '2\n')).toEqual(['You changed this file: accepting deletes it with what you wrote.']);
    expect(clashing(null, '1\n', '2\n')).toEqual(['You created this file too: accepting replaces what you wrote.']);
    expect(clashing('1\n2\n3\n', '1\n2\nx\n', 'mine\n2\n3\n')).toEqual([undefined]);
  });

  it('stand in the row of the hunk, with a warning until it is decided, and are counted in that of the file', () => {
    const { file } = rebaseFile(proposed('a', '1\n2\n', '1\nx\n'), new Map(), '1\nmine\n');
    const rowsOf = (choices: Choices): readonly PlanRow[] =>
      fileRows('run-1', { type: 'task', taskId: task('T1') }, reviewsByOwner([reviewFile(file, choices)]));
    const [row] = rowsOf(new Map());
    expect(row).toMatchObject({ description: '1 open · 1 you changed too' });
    expect(row?.children).toMatchObject([
      { description: 'you changed these lines too · +1 −1', icon: { id: 'warning' } },
    ]);
    expect(row?.children[0]?.spoken).toMatch(/you changed these lines too$/);
    const [decided] = rowsOf(new Map([[hunksOf(file)[0]!.id, 'accepted']]));
    expect(decided?.children).toMatchObject([
      { description: 'you changed these lines too · +1 −1 · accepted', icon: { id: 'check' } },
    ]);
  });

  it('are in the question before apply', () => {
    const { file } = rebaseFile(proposed('a', '1\n2\n', '1\nx\n'), new Map(), '1\nmine\n');
    const state = { ...stateOf([file]), choices: new Map([[hunksOf(file)[0]!.id, 'accepted' as const]]) };
    expect(applyQuestion(state, reviewsOf(state), [])?.detail).toMatch(
      /1 accepted change where you changed something too:\na, line 2: replaces what you wrote/,
    );
    const other = proposed('b', '1\n', '2\n');
    const both = { ...stateOf([file, other]), choices: new Map([[hunksOf(other)[0]!.id, 'accepted' as const]]) };
    expect(applyQuestion(both, reviewsOf(both), [])?.detail).toMatch(
      /still open afterwards\.\na, line 2: you changed these lines too/,
    );
  });
});

describe('the question before apply', () => {
  const finding: FindingState = {
    choice: 'open',
    finding: {
      id: 'F1',
      source: 'lead',
      taskId: task('T1'),
      attempt: 1,
      path: at('b'),
      line: 1,
      quote: 'x',
      severity: 'error',
      message: 'Wrong.',
      criterion: null,
    },
  };

  it('lists files, open errors and what stays open', async () => {
    const run = new FakeRun(
      stateOf([proposed('a', '1\n', '2\n'), proposed('b', null, 'x\n'), proposed('c', 'x\n', null)], [finding]),
    );
    expect(applyQuestion(run.state, reviewsOf(run.state), [])).toBeUndefined();
    const ids = reviewsOf(run.state)
      .slice(0, 2)
      .flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk.id));
    await run.choose(ids, 'accepted');
    const question = applyQuestion(run.state, reviewsOf(run.state), []);
    expect(question?.message).toBe('Write 2 accepted changes to 2 files?');
    expect(question?.detail).toContain('change: a\nnew: b');
    expect(question?.detail).toContain('1 open error of the review:\nb:1 Wrong.');
    expect(question?.detail).toContain('1 change not decided yet');
    const less = applyQuestion(run.state, reviewsOf(run.state), [at('a')]);
    expect(less?.message).toBe('Write 1 accepted change to 1 file?');
    expect(less?.detail).toContain('Left out: a');
  });

  it('lists an error where its line stands now, and not at all once that is gone', async () => {
    const detailOf = async (text: string): Promise<string> => {
      const run = new FakeRun(stateOf([proposed('b', null, text)], [finding]));
      await run.choose([reviewsOf(run.state)[0]!.hunks[0]!.hunk.id], 'accepted');
      return applyQuestion(run.state, reviewsOf(run.state), [])?.detail ?? '';
    };
    expect(await detailOf('one\ntwo\n  x\n')).toContain('1 open error of the review:\nb:3 Wrong.');
    expect(await detailOf('one\ntwo\n')).not.toContain('error');
  });

  it('knows which gates stand in the way', () => {
    const verdict = {
      gate: 'test',
      outcome: 'failed',
      command: 'npm test',
      exitCode: 1,
      tree: 'x',
      required: true,
      durationMs: 1,
      at: 0,
      output: '',
    } as const;
    const state = { ...stateOf([]), chosenVerdicts: [verdict, { ...verdict, gate: 'lint', required: false }] };
    expect(redChosenGates(state)).toEqual(['test']);
    expect(redChosenGates({ ...state, waivers: new Map([['test', 'flaky']]) })).toEqual([]);
  });
});

describe('folders of the proposal', () => {
  it('hold what lies below them', () => {
    const paths = [at('src/a.ts'), at('src/deep/b.ts'), at('c.ts')];
    expect(childrenOf(paths, '/Proposed/src', '/Proposed/')).toEqual([
      { name: 'a.ts', isFolder: false },
      { name: 'deep', isFolder: true },
    ]);
    expect(childrenOf(paths, '/', '/Proposed/')).toEqual([{ name: 'Proposed', isFolder: true }]);
    expect(childrenOf(paths, '/Proposed/other', '/Proposed/')).toBeUndefined();
  });
});
