import { describe, expect, it } from 'vitest';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import type { TaskState } from '../../../src/core/run/state';
import {
  alone,
  before,
  carryOutClashing,
  clashing,
  happened,
  isMerge,
  proposed,
  shared,
  startClashing,
} from './clashBed';
import { isAssessment, isResolving, taskIn, textOf, writes, type Bench } from './harness';

const order = { type: 'order', feedback: 'Keep what is there.' };
const delegate = { type: 'delegate', instructions: 'Both lines are wanted.' };
const three = ['T1', 'T2', 'T3'];
const allThree = 'first\nT1 was here\nT2 was here\nT3 was here\nlast\n';
const resolveNever = { ...defaultAuthority, resolve: { grant: 'never', limit: 2 } } as const;
const resolveAsk = { ...defaultAuthority, resolve: { grant: 'ask', limit: 2 } } as const;

function task(b: Bench, id: string): TaskState {
  const state = b.run.state.tasks.get(id as TaskId);
  if (!state) throw new Error(`There is no task ${id}.`);
  return state;
}

async function journaled({ journal, run }: Bench): Promise<readonly RunEvent[]> {
  const entries = await journal.read(run.state.runId);
  return entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
}

/** Events that tell who settled what. */
const settling: readonly RunEvent['type'][] = [
  'attempt-accepted',
  'merge-conflicted',
  'conflict-ordered',
  'conflict-delegated',
  'conflict-left',
];

describe('three workers that change one line at the same time', () => {
  it('lose nothing when each later task is done again on what came before', async () => {
    const b = await clashing(three, { resolve: () => order });
    await carryOutClashing(b, three);
    expect(three.map((id) => b.status(id))).toEqual(['accepted', 'accepted', 'accepted']);
    expect(proposed(b)).toBe(allThree);
    expect(b.model.refusals).toEqual([]);
    expect(happened(b, settling)).toEqual([
      'attempt-accepted T1',
      'merge-conflicted T2',
      'merge-conflicted T3',
      'conflict-ordered T2',
      'attempt-accepted T2',
      // Its change is looked at again once T2 is settled, and clashes with that as well.
      'merge-conflicted T3',
      'conflict-ordered T3',
      'attempt-accepted T3',
    ]);
    expect(replay(await journaled(b))?.tasks).toEqual(b.run.state.tasks);
  });

  it('lose nothing when a worker merges, one conflict after the other', async () => {
    const b = await clashing(three, { resolve: () => delegate });
    await carryOutClashing(b, three);
    expect(proposed(b)).toBe(allThree);
    expect(b.run.state.findings.filter(({ finding }) => finding.source === 'merge')).toEqual([]);
    expect(b.model.requests.filter(isMerge).map(taskIn)).toEqual(['T2', 'T2', 'T3', 'T3']);
    expect(replay(await journaled(b))?.tasks).toEqual(b.run.state.tasks);
  });

  it('wait for each other, as ever, where the setting does not let them run together', async () => {
    const b = await clashing(three, { overlap: 'serialise', hold: () => false });
    await b.run.plan();
    await b.run.approve();
    expect(proposed(b)).toBe(allThree);
    expect(happened(b, ['merge-conflicted'])).toEqual([]);
  });
});

describe('the lead that plans', () => {
  it.each([
    ['serialise', 'tasks that may write the same file run one after the other'],
    ['parallel', 'tasks that may write the same file run at once'],
  ] as const)('is told what overlapping scopes come to: %s', async (overlap, words) => {
    const b = await clashing(['T1'], { overlap, hold: () => false });
    await b.run.plan();
    expect(b.model.requests[0]?.instructions).toContain(words);
  });
});

describe('the lead on a conflict', () => {
  it('sees both changes with their tasks, criteria and summaries, what clashes, and its authority', async () => {
    const b = await clashing(['T1', 'T2'], { resolve: () => order });
    await carryOutClashing(b, ['T1', 'T2']);
    const request = b.model.requests.find(isResolving);
    const asked = textOf(request ?? { items: [], instructions: '', tools: [], model: '' });
    for (const said of [
      'Task T1: Do T1',
      'Task T2: Do T2',
      'Wrote x.ts.',
      '- C1: It is written.',
      'here',
      'T1 was here',
      'T2 was here',
    ])
      expect(asked).toContain(said);
    expect(asked.indexOf('Task T1:')).toBeLessThan(asked.indexOf('Task T2:'));
    expect(request?.instructions).toContain('- resolve conflicts: yes, at most 2 times per conflict');
    expect(request?.tools).toEqual([]);
  });

  it('is heard by the worker that does its task again, with the places that clash', async () => {
    const b = await clashing(['T1', 'T2'], { resolve: () => order });
    await carryOutClashing(b, ['T1', 'T2']);
    const [, again] = task(b, 'T2').attempts;
    expect(again?.feedback).toMatch(/x\.ts.*\nKeep what is there\.$/s);
    expect(task(b, 'T2').attempts).toHaveLength(2);
  });

  it('is not called where the table forbids it: the conflict is the user’s at once', async () => {
    const b = await clashing(['T1', 'T2'], { authority: resolveNever });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(b.status('T2')).toBe('conflict');
    expect(b.model.requests.some(isResolving)).toBe(false);
    expect(task(b, 'T2').conflicts).toMatchObject([{ path: shared, base: 'here\n', ours: 'T1 was here\n' }]);
    expect(proposed(b)).toBe(alone('T1'));
  });

  it('asks the user where the table says so; a yes takes effect', async () => {
    const b = await clashing(['T1', 'T2'], { authority: resolveAsk, resolve: () => delegate });
    const { running } = await startClashing(b, ['T1', 'T2']);
    const { questions } = await b.until((state) => state.questions.length > 0);
    expect(questions).toMatchObject([{ taskId: 'T2', decision: delegate }]);
    expect(b.status('T2')).toBe('asking');
    await b.run.answer(questions[0]?.questionId ?? '', true);
    await running;
    expect(b.status('T2')).toBe('accepted');
    expect(proposed(b)).toBe('first\nT1 was here\nT2 was here\nlast\n');
  });

  it('is not asked again after a no: who does not want it settled so settles it', async () => {
    const b = await clashing(['T1', 'T2'], { authority: resolveAsk, resolve: () => order });
    const { running } = await startClashing(b, ['T1', 'T2']);
    const { questions } = await b.until((state) => state.questions.length > 0);
    await b.run.answer(questions[0]?.questionId ?? '', false);
    await running;
    expect(b.status('T2')).toBe('conflict');
    expect(b.model.requests.filter(isResolving)).toHaveLength(1);
    expect(b.events).toContainEqual(expect.objectContaining({ type: 'decision-refused', by: 'user' }));
  });

  it('leaves it to the user with its reason', async () => {
    const b = await clashing(['T1', 'T2'], { resolve: () => ({ type: 'leave', reason: 'Which of the two?' }) });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(task(b, 'T2')).toMatchObject({ status: 'conflict', failure: { message: 'Which of the two?' } });
  });

  it('cannot answer with a text: that goes back, and the conflict is the user’s in the end', async () => {
    const b = await clashing(['T1', 'T2'], { resolve: () => ({ type: 'merged', text: 'anything' }) });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(b.status('T2')).toBe('conflict');
    expect(b.model.requests.filter(isResolving)).toHaveLength(3);
    expect(proposed(b)).toBe(alone('T1'));
  });
});

describe('a conflict that goes away while the lead is asked', () => {
  it.each([order, delegate])('is none any more, whatever the lead says: %j', async (resolution) => {
    const b = await clashing(['T1', 'T2'], {
      resolve: () => resolution,
      hold: (request) => isAssessment(request) || isResolving(request),
    });
    const { running } = await startClashing(b, ['T1', 'T2']);
    const call = await b.model.waitFor(isResolving);
    await b.run.editProposal(shared, before);
    call.release();
    await running;
    expect(task(b, 'T2')).toMatchObject({ status: 'accepted', conflicts: [], attempts: [{ accepted: true }] });
    expect(proposed(b)).toBe(alone('T2'));
    expect(replay(await journaled(b))?.tasks).toEqual(b.run.state.tasks);
  });
});

describe('rounds', () => {
  /** Writes below the line of T1, where the next line of T2 goes too. */
  async function typeBesides(b: Bench, words: string): Promise<void> {
    const edited = await b.run.editProposal(shared, `${proposed(b)}`.replace('last\n', `${words}\nlast\n`));
    expect(edited.ok).toBe(true);
  }

  it.each([
    [order, 2],
    [delegate, 2],
  ])('are two, and then the conflict is the user’s: %j', async (resolution, rounds) => {
    const b = await clashing(['T1', 'T2'], { resolve: () => resolution, hold: isAssessment });
    const { running } = await startClashing(b, ['T1', 'T2']);
    for (let round = 1; round <= rounds; round++) {
      const call = await b.model.waitFor(({ items }) => items.length > 0);
      await typeBesides(b, `typed in round ${round}`);
      call.release();
      await b.until((state) => happenedIn(state, round + 1));
    }
    await running;
    expect(task(b, 'T2')).toMatchObject({ status: 'conflict', rounds: 2 });
    expect(b.model.requests.filter(isResolving)).toHaveLength(2);
    expect(proposed(b)).toBe('first\nT1 was here\ntyped in round 1\ntyped in round 2\nlast\n');
    expect(task(b, 'T2').conflicts).not.toEqual([]);
  });

  it('start anew when the user has the task done once more', async () => {
    const b = await clashing(['T1', 'T2'], { authority: resolveNever });
    await carryOutClashing(b, ['T1', 'T2']);
    await b.run.retryTask('T2' as TaskId);
    await b.until(({ phase }) => phase === 'review');
    expect(task(b, 'T2')).toMatchObject({ status: 'accepted', rounds: 0, conflicts: [], merging: null });
    expect(task(b, 'T2').attempts.at(-1)?.feedback).toContain(shared);
  });
});

function happenedIn({ tasks }: Bench['run']['state'], clashes: number): boolean {
  return (tasks.get('T2' as TaskId)?.attempts.filter(({ clash }) => clash !== null).length ?? 0) >= clashes;
}

describe('a worker that merges', () => {
  const twoFiles = {
    files: { [shared]: before, 'src/T2.ts': 'old\n' },
    tasks: ['T1', 'T2'].map((id) => ({ id, writeScope: [shared, `src/${id}.ts`] })),
  };
  const writesTwo = (id: string, turn: number) =>
    id === 'T2' && turn === 0
      ? { calls: [{ name: 'write', arguments: { path: 'src/T2.ts', content: 'kept\n' } }] }
      : writes(shared, alone(id))(id === 'T2' ? turn - 1 : turn);

  it('has what does not clash already, and may write the conflicting files and nothing else', async () => {
    const b = await clashing(['T1', 'T2'], {
      ...twoFiles,
      resolve: () => delegate,
      worker: (id, turn, request) => {
        if (!isMerge(request)) return writesTwo(id, turn);
        if (turn === 0) return { calls: [{ name: 'write', arguments: { path: 'src/T2.ts', content: 'mine now\n' } }] };
        return turn === 1 ? undefined : writes(shared, '')(1);
      },
    });
    const { running } = await startClashing(b, ['T1', 'T2']);
    await running;
    const merging = b.model.requests.filter(isMerge);
    expect(textOf(merging[1]!)).toMatch(/outside .*scope/);
    expect(b.run.state.proposal.get('src/T2.ts' as never)?.text).toBe('kept\n');
    expect(b.status('T2')).toBe('accepted');
  });

  it('is judged by the criteria of both tasks, and measured by the gates again', async () => {
    const b = await clashing(['T1', 'T2'], { resolve: () => delegate });
    await carryOutClashing(b, ['T1', 'T2']);
    const judged = b.model.requests.filter((request) => isAssessment(request) && taskIn(request) === 'T2');
    expect(textOf(judged[1]!)).toContain('- C1: It is written.\n- T1.C1: It is written.');
    const [, merge] = task(b, 'T2').attempts;
    expect(merge?.verdicts.map(({ gate, outcome }) => [gate, outcome])).toEqual([
      ['scope', 'passed'],
      ['patch', 'passed'],
      ['test', 'passed'],
    ]);
  });

  it('loses a line of the first side: the reviewer is told which', async () => {
    const b = await clashing(['T1', 'T2'], {
      resolve: () => delegate,
      worker: (id, turn, request) => (isMerge(request) ? writes(shared, alone('T2'))(turn) : undefined),
    });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(b.status('T2')).toBe('accepted');
    expect(b.run.state.findings.map(({ finding }) => [finding.source, finding.message])).toEqual([
      ['merge', 'T1 wrote this, and it is not in the result of the merge:\nT1 was here'],
    ]);
  });

  it('goes on from what it wrote when the lead sends it back', async () => {
    const retry = { type: 'retry', feedback: 'Not like this.' };
    const b = await clashing(['T1', 'T2'], {
      resolve: () => delegate,
      assess: (id, times) => (id === 'T2' && times === 1 ? retry : { type: 'accept' }),
    });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(task(b, 'T2')).toMatchObject({ status: 'accepted', rounds: 0 });
    expect(b.model.requests.filter(isMerge).map((request) => textOf(request).includes('Not like this.'))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('fails: the conflict is still there for the user', async () => {
    const b = await clashing(['T1', 'T2'], {
      resolve: () => delegate,
      worker: (_id, _turn, request) =>
        isMerge(request) ? { calls: [{ name: 'blocked', arguments: { reason: 'They contradict.' } }] } : undefined,
    });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(task(b, 'T2')).toMatchObject({ status: 'blocked', conflicts: [{ path: shared }] });
    expect(proposed(b)).toBe(alone('T1'));
  });
});

describe('a stop in the middle', () => {
  it('of the lead’s decision leaves both sides as they were, and a retry goes on', async () => {
    let isHeld = true;
    const b = await clashing(['T1', 'T2'], {
      resolve: () => order,
      hold: (request) => isHeld && (isAssessment(request) || isResolving(request)),
    });
    const { running } = await startClashing(b, ['T1', 'T2']);
    await b.model.waitFor(isResolving);
    await b.run.stop();
    await running;
    expect(b.status('T2')).toBe('stopped');
    expect(task(b, 'T2').conflicts).toMatchObject([{ ours: 'T1 was here\n', theirs: 'T2 was here\n' }]);
    isHeld = false;
    await b.run.retryTask('T2' as TaskId);
    await b.until(({ phase }) => phase === 'review');
    expect(proposed(b)).toBe('first\nT1 was here\nT2 was here\nlast\n');
  });

  it('of one merge lets no other start', async () => {
    const b = await clashing(three, {
      resolve: () => delegate,
      hold: (request) => isAssessment(request) || isMerge(request),
    });
    const { running } = await startClashing(b, three);
    await b.model.waitFor(isMerge);
    const asked = b.model.requests.length;
    await b.run.stop();
    await running;
    expect(b.model.requests).toHaveLength(asked);
    expect([b.status('T2'), b.status('T3')]).toEqual(['stopped', 'stopped']);
  });
});

describe('a journal', () => {
  it.each(['conflict-ordered', 'conflict-delegated'] as const)(
    'with a %s that the lead did not decide does not replay',
    async (type) => {
      const b = await clashing(['T1', 'T2'], { resolve: () => (type === 'conflict-ordered' ? delegate : order) });
      await carryOutClashing(b, ['T1', 'T2']);
      const forged = (await journaled(b)).map((event): RunEvent => {
        if (event.type !== 'conflict-ordered' && event.type !== 'conflict-delegated') return event;
        const { taskId, attempt } = event;
        return type === 'conflict-ordered'
          ? { type, taskId, attempt, feedback: 'x' }
          : { type, taskId, attempt, instructions: 'x' };
      });
      expect(() => replay(forged)).toThrow(/for the conflict of T2 is not allowed/);
    },
  );

  it('in which the table was narrowed afterwards does not replay: the guard refuses what was decided', async () => {
    const b = await clashing(['T1', 'T2'], { resolve: () => order });
    await carryOutClashing(b, ['T1', 'T2']);
    const forged = (await journaled(b)).map((event): RunEvent =>
      event.type === 'run-created' ? { ...event, setup: { ...event.setup, authority: resolveNever } } : event,
    );
    expect(() => replay(forged)).toThrow(/You may not resolve conflicts/);
  });
});
