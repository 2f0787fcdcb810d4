import { describe, expect, it } from 'vitest';
import { defaultAuthority, type AuthorityTable } from '../../../src/core/authority/table';
import type { TaskId } from '../../../src/core/plan/plan';
import { replay } from '../../../src/core/run/reducer';
import type { RunEvent } from '../../../src/core/run/events';
import { bench, carryOut, fullTask, isAssessment, taskIn, textOf, type Bench, type Sketch } from './harness';

const alone: AuthorityTable = { ...defaultAuthority, revise: { grant: 'always', limit: 2 } };
const never: AuthorityTable = { ...defaultAuthority, revise: { grant: 'never', limit: null } };
/** After A the lead wants C in the place of B. */
const better = { reason: 'C is better.', put: [fullTask({ id: 'C', dependsOn: ['A'] })], drop: ['B'] };
const sketch: Sketch = {
  tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
  revise: (task) => (task === 'A' ? better : null),
};

const statuses = ({ run }: Bench): readonly string[] =>
  [...run.state.tasks].map(([id, { status }]) => `${id} ${status}`);
const types = (b: Bench): readonly string[] => b.events.map(({ type }) => type);

async function asked(over: Partial<Sketch> = {}): Promise<{ readonly b: Bench; readonly done: Promise<unknown> }> {
  const b = await bench({ ...sketch, ...over });
  await b.run.plan();
  const done = b.run.approve();
  await b.until(({ questions }) => questions.length > 0);
  return { b, done };
}

const answer = (b: Bench, granted: boolean) => b.run.answer(b.run.state.questions[0]?.questionId ?? '', granted);

describe('a plan that the lead wants changed', () => {
  it('is changed by the lead alone, where the table says so', async () => {
    const b = await bench({ ...sketch, authority: alone });
    await carryOut(b);
    expect(statuses(b)).toEqual(['A accepted', 'C accepted']);
    expect(b.run.state.plan?.revision).toBe(2);
    expect(b.run.state.proposal.has('src/B.ts' as never)).toBe(false);
  });

  it('waits for the user, and so does what would change, while all else goes on', async () => {
    const { b, done } = await asked({ tasks: [...sketch.tasks, { id: 'D', dependsOn: ['A'] }] });
    await b.until(({ tasks }) => tasks.get('D' as TaskId)?.status === 'accepted');
    expect(statuses(b)).toEqual(['A accepted', 'B waiting', 'D accepted']);
    expect(b.run.state.phase).toBe('running');
    expect(await answer(b, true)).toMatchObject({ ok: true });
    await done;
    expect(statuses(b)).toEqual(['A accepted', 'D accepted', 'C accepted']);
    expect(types(b)).toContain('plan-revised');
  });

  it('stays as it is when the user says so, and the lead hears of it', async () => {
    const { b, done } = await asked();
    expect(await answer(b, false)).toMatchObject({ ok: true });
    await done;
    expect(statuses(b)).toEqual(['A accepted', 'B accepted']);
    expect(b.run.state).toMatchObject({ phase: 'review', refusedRevisions: ['The user was asked and said no.'] });
    const last = b.model.requests.filter((request) => isAssessment(request) && taskIn(request) === 'B').map(textOf);
    expect(last[0]).toContain('A revision you gave was refused: The user was asked and said no.');
  });

  it('is changed no more often than the table lets it, those that were refused included', async () => {
    const again: Sketch['revise'] = (task) =>
      task === 'Z' ? null : { reason: 'More.', put: [fullTask({ id: `${task}x`, dependsOn: [task] })], drop: [] };
    const b = await bench({ tasks: [{ id: 'A' }], authority: alone, revise: again });
    await carryOut(b);
    expect(statuses(b)).toEqual(['A accepted', 'Ax accepted', 'Axx accepted']);
    expect(types(b).filter((type) => type === 'plan-revised')).toHaveLength(2);
    const assessed = b.model.requests.filter(isAssessment);
    expect(assessed.map(({ schema }) => JSON.stringify(schema).includes('"revision"'))).toEqual([true, true, false]);
  });

  it('is not even spoken of where the table says never', async () => {
    const b = await bench({ ...sketch, authority: never });
    await carryOut(b);
    expect(statuses(b)).toEqual(['A accepted', 'B accepted']);
    for (const request of b.model.requests.filter(isAssessment)) {
      expect(JSON.stringify(request.schema)).not.toContain('"revision"');
      expect(textOf(request)).not.toContain('which a revision may change');
    }
  });

  it('goes back to the lead with its issues when it comes out wrong', async () => {
    let times = 0;
    const wrong = { ...better, put: [fullTask({ id: 'C', dependsOn: ['nobody'] })] };
    const b = await bench({
      ...sketch,
      authority: alone,
      revise: (task) => (task === 'A' && times++ === 0 ? wrong : null),
    });
    await carryOut(b);
    expect(statuses(b)).toEqual(['A accepted', 'B accepted']);
    const told = b.model.requests.filter(isAssessment).map(textOf);
    expect(told.some((text) => text.includes('C.dependsOn: there is no task nobody'))).toBe(true);
  });

  it('is still asked about after the window went away', async () => {
    const { b, done } = await asked();
    const again = await b.reload();
    await done;
    expect(again.run.state.questions).toHaveLength(1);
    expect(await answer(again, true)).toMatchObject({ ok: true });
    expect(statuses(again)).toEqual(['A accepted', 'C waiting']);
    await again.run.resume();
    expect(statuses(again)).toEqual(['A accepted', 'C accepted']);
  });

  it('is asked about no more after a stop', async () => {
    const { b, done } = await asked();
    await b.run.stop();
    await done;
    expect(b.run.state).toMatchObject({ phase: 'stopped', questions: [] });
  });

  it('can come with a task that is left to the user', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
      authority: alone,
      worker: (task, turn) =>
        task === 'A'
          ? { calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] }
          : turn === 0
            ? { calls: [{ name: 'write', arguments: { path: 'src/B.ts', content: 'b' } }] }
            : { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] },
      revise: (task) => (task === 'A' ? { reason: 'Without A.', put: [fullTask({ id: 'B' })], drop: [] } : null),
    });
    await carryOut(b);
    expect(statuses(b)).toEqual(['A blocked', 'B accepted']);
  });
});

describe('the fold', () => {
  it('takes no change of the plan that nobody granted, or of what has begun', async () => {
    const { b, done } = await asked();
    await answer(b, true);
    await done;
    const all = (await b.journal.read(b.run.state.runId)) as {
      readonly ok: true;
      value: { entries: readonly RunEvent[] };
    };
    const entries = all.value.entries;
    expect(replay(entries)?.plan?.revision).toBe(2);
    const without = (type: RunEvent['type']) => entries.filter((event) => event.type !== type);
    expect(() => replay(without('question-answered'))).toThrow(
      /Revision 2 of the plan is not allowed: nobody granted it/,
    );
    const begun = entries.map((event) =>
      event.type === 'plan-revised'
        ? { ...event, plan: { ...event.plan, tasks: event.plan.tasks.map((task) => ({ ...task, title: 'Other' })) } }
        : event,
    );
    expect(() => replay(begun)).toThrow(/is not allowed/);
  });
});
