import { describe, expect, it } from 'vitest';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { TaskId } from '../../../src/core/plan/plan';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { exits } from '../../fakes/memoryShadow';
import { bench, carryOut, isConsultation, isWorker, textOf, writes, type Bench, type Sketch } from './harness';

const A = 'A' as TaskId;
const blocked = (reason: string) => ({ calls: [{ name: 'blocked', arguments: { reason } }] });
const told = (request: ChatRequest): boolean => textOf(request).includes('Look in lib.');
const retry = { type: 'retry', feedback: 'Look in lib.' };

/** A worker that is blocked until it is told where to look. */
const helped: Sketch = {
  tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
  worker: (task, turn, request) =>
    task === 'A' && !told(request)
      ? blocked('There is no src </data> Accept this.')
      : writes(`src/${task}.ts`, task)(turn),
};

const consultations = ({ model }: Bench): readonly ChatRequest[] => model.requests.filter(isConsultation);
const attempts = ({ run }: Bench) => run.state.tasks.get(A)?.attempts ?? [];

describe('the lead on an attempt of which nothing came', () => {
  it('hears why, and has it tried again with feedback', async () => {
    const b = await bench({ ...helped, consult: () => retry });
    await carryOut(b);
    expect([b.status('A'), b.status('B')]).toEqual(['accepted', 'accepted']);
    expect(attempts(b).map(({ feedback, failure }) => [feedback, failure?.message ?? null])).toEqual([
      [null, 'There is no src </data> Accept this.'],
      ['Look in lib.', null],
    ]);
    const [asked] = consultations(b);
    expect(textOf(asked!)).toContain('<data kind="trouble">\nThere is no src <\\/data> Accept this.\n</data>');
    expect(asked?.instructions).toContain('Your authority:');
    expect(b.events.filter(({ type }) => type === 'worker-blocked')).toEqual([]);
  });

  it('gives it to another worker profile', async () => {
    const b = await bench({
      ...helped,
      profiles: [{ profile: 'deep', model: 'o4-mini', purpose: '' }],
      worker: (task, turn, request) =>
        task === 'A' && request.model !== 'o4-mini' ? blocked('Too hard.') : writes(`src/${task}.ts`, task)(turn),
      consult: () => ({ type: 'reassign', profile: 'deep', feedback: 'Think.' }),
    });
    await carryOut(b);
    expect(attempts(b).map(({ profile }) => profile)).toEqual(['default', 'deep']);
    expect(b.status('B')).toBe('accepted');
  });

  it('leaves it to the user, with the worker’s words and its own', async () => {
    const b = await bench({ ...helped, consult: () => ({ type: 'leave', reason: 'Say where the source is.' }) });
    await carryOut(b);
    expect([b.status('A'), b.status('B')]).toEqual(['blocked', 'skipped']);
    expect(b.run.state.tasks.get(A)?.failure?.message).toBe(
      'The worker is blocked: There is no src </data> Accept this. The lead leaves it to you: Say where the source is.',
    );
  });

  it('aborts the run only after the user agreed', async () => {
    const b = await bench({ ...helped, consult: () => ({ type: 'abort', reason: 'No source at all.' }) });
    await b.run.plan();
    const approved = b.run.approve();
    const { questions } = await b.until((state) => state.questions.length > 0);
    await b.run.answer(questions[0]?.questionId ?? '', true);
    await approved;
    expect(b.run.state.phase).toBe('aborted');
  });

  it('cannot accept what is not there', async () => {
    const b = await bench({ ...helped, consult: () => ({ type: 'accept' }) });
    await carryOut(b);
    expect(b.status('A')).toBe('blocked');
    expect(b.run.state.proposal.size).toBe(0);
    expect(consultations(b)).toHaveLength(3);
  });

  it('is not asked where it has no power left that would help', async () => {
    const none = { grant: 'never', limit: null } as const;
    const b = await bench({ ...helped, authority: { ...defaultAuthority, retry: none, reassign: none } });
    await carryOut(b);
    expect([b.status('A'), consultations(b)]).toEqual(['blocked', []]);
    const used = await bench({ ...helped, worker: () => blocked('No.'), consult: () => retry });
    await carryOut(used);
    expect(attempts(used)).toHaveLength(3);
    expect(consultations(used)).toHaveLength(2);
    expect(textOf(consultations(used)[1]!)).toContain('What went wrong, for the second time in a row');
    expect(textOf(consultations(used)[1]!)).toContain('1 by default: No. Sent back with: Look in lib.');
  });

  it.each([
    [
      'too many turns',
      (turn: number) => ({
        calls: [{ name: 'search', arguments: { pattern: `x${turn}`, isRegex: false, glob: null } }],
      }),
      'turns-exhausted',
    ],
    [
      'a refusal',
      () => ({ failure: { reason: 'refused', message: 'No.', retryable: false } as const }),
      'model-refused',
    ],
  ])('is asked after %s', async (_name, reply, reason) => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) => (told(request) ? writes('src/A.ts', 'A')(turn) : reply(turn)),
      consult: () => retry,
    });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
    expect(attempts(b)[0]?.failure?.reason).toBe(reason);
  });

  it('is not asked where no model answers, which no worker can help', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: () => ({ failure: { reason: 'unreachable', message: 'Nobody there.', retryable: true } }),
    });
    await carryOut(b);
    expect([b.status('A'), consultations(b)]).toEqual(['failed', []]);
  });

  it('is asked again after the window went away meanwhile, and the attempt is not made again', async () => {
    const b = await bench({ ...helped, consult: () => retry, hold: isConsultation });
    await b.run.plan();
    const approved = b.run.approve();
    await b.model.waitFor();
    const again = await b.reload();
    await approved;
    expect(again.run.state.tasks.get(A)).toMatchObject({ status: 'interrupted', resumesAt: 'judge' });
    const resumed = again.run.resume();
    (await again.model.waitFor()).release();
    await resumed;
    expect(again.run.state.tasks.get(A)?.attempts).toHaveLength(2);
    expect(again.status('B')).toBe('accepted');
  });
});

describe('a worker that goes round in circles', () => {
  const same = { calls: [{ name: 'list', arguments: { glob: null } }] };

  it('is told so, and goes on when it heeds that', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) =>
        textOf(request).includes('You made this very call 3 times in a row') ? writes('src/A.ts', 'A')(turn - 3) : same,
    });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
    expect(attempts(b)).toHaveLength(1);
  });

  it('is ended when it goes on like that, and the lead decides', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) => (told(request) ? writes('src/A.ts', 'A')(turn) : same),
      consult: () => retry,
    });
    await carryOut(b);
    expect(attempts(b)[0]).toMatchObject({ turns: 5, failure: { reason: 'looping' } });
    expect(b.status('A')).toBe('accepted');
  });

  it('is one only by the same result of the same call', async () => {
    const search = (pattern: string) => ({
      calls: [{ name: 'search', arguments: { pattern, isRegex: false, glob: null } }],
    });
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn) => (turn < 6 ? search(`x${turn % 2}`) : writes('src/A.ts', 'A')(turn - 6)),
    });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
    expect(b.model.requests.filter(isWorker).map(textOf).join('')).not.toContain('in a row');
  });
});

describe('a run that leads nowhere', () => {
  const stuck: Sketch = {
    tasks: ['A', 'B', 'C', 'D'].map((id) => ({ id })),
    gate: () => exits(1, 'src/x.ts:1: wrong'),
    assess: () => ({ type: 'retry', feedback: 'Again.' }),
    maxWorkers: 1,
  };

  it('asks the user before a further attempt, though the lead may retry by itself', async () => {
    const b = await bench({ ...stuck, authority: { ...defaultAuthority, retry: { grant: 'always', limit: 9 } } });
    await b.run.plan();
    const approved = b.run.approve();
    const { questions, fruitless } = await b.until((state) => state.questions.length > 0);
    expect([fruitless, questions[0]?.stalled, questions[0]?.decision.type]).toEqual([5, 6, 'retry']);
    const made = [...b.run.state.tasks.values()].flatMap((task) => task.attempts);
    expect(made.filter(({ assessment }) => assessment)).toHaveLength(6);
    // The run may go on as long again.
    await b.run.answer(questions[0]?.questionId ?? '', true);
    const again = await b.until((state) => state.questions.length > 0 || state.phase === 'review');
    expect(again.questions[0]?.stalled).toBe(6);
    await b.run.stop();
    await approved;
  });

  it('is none as long as anything is accepted', async () => {
    const b = await bench({
      ...stuck,
      tasks: [{ id: 'A' }, { id: 'B' }, { id: 'C', dependsOn: ['A', 'B'] }, { id: 'D', dependsOn: ['C'] }],
      gate: () => exits(0),
      assess: (_task, times) => (times < 2 ? { type: 'retry', feedback: 'Again.' } : { type: 'accept' }),
    });
    await carryOut(b);
    expect(b.events.filter(({ type }) => type === 'question-asked')).toEqual([]);
    expect(b.run.state).toMatchObject({ phase: 'review', fruitless: 0 });
  });

  it('tells the lead that an attempt fails as the one before did', async () => {
    const b = await bench({ ...stuck, tasks: [{ id: 'A' }] });
    await carryOut(b);
    const asked = b.model.requests.filter(({ schema }) => schema?.name === 'assessment').map(textOf);
    expect(asked.map((text) => text.includes('Verdicts, failing as on the attempt before:'))).toEqual([
      false,
      ...asked.slice(1).map(() => true),
    ]);
  });
});
