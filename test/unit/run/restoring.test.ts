import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { reviewProposal } from '../../../src/core/review/fold';
import type { Decision } from '../../../src/core/lead/assessment';
import type { HunkId } from '../../../src/core/review/hunk';
import type { RunState } from '../../../src/core/run/state';
import { bench, carryOut, isAssessment, isWorker, taskIn, textOf, writes, type Bench, type Sketch } from './harness';

const T = (id: string): TaskId => id as TaskId;
const tasks = [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }];

function hunksOf(state: RunState): readonly HunkId[] {
  return reviewProposal(state.proposal, state.choices).flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk.id));
}

function picture({ run }: Bench): string {
  return [...run.state.tasks.values()]
    .map(({ task, status, attempts }) => `${task.id} ${status} ${attempts.length}`)
    .join(', ');
}

/** A run whose window went away when this came to pass. */
async function cutOff(sketch: Sketch, fits: (state: RunState) => boolean): Promise<Bench> {
  const b = await bench(sketch);
  await b.run.plan();
  const approved = b.run.approve();
  await b.until(fits);
  if (sketch.hold) await b.model.waitFor();
  const again = await b.reload();
  await approved;
  return again;
}

/** The requests that the window made since its predecessor went away. */
function since(b: Bench, count: number): readonly string[] {
  return b.model.requests
    .slice(count)
    .map((request) => `${isAssessment(request) ? 'assess' : isWorker(request) ? 'work' : 'other'} ${taskIn(request)}`);
}

describe('a run that is opened again', () => {
  it('in review is what it was, and everything can be done with it', async () => {
    const b = await bench({
      tasks,
      findings: (task) => [
        { path: `src/${task}.ts`, line: 1, quote: task, severity: 'warning', message: 'Look.', criterion: 'C1' },
      ],
    });
    await carryOut(b);
    const [first = '' as HunkId, second = '' as HunkId] = hunksOf(b.run.state);
    await b.run.choose([first], 'accepted');
    const before = b.run.state;
    const again = await b.reload();
    expect(again.run.state).toEqual(before);
    expect(again.events).toEqual([]);

    expect(await again.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(again.workspace.text('src/A.ts')).toBe('A\n');
    await again.run.choose([second], 'rejected');
    expect((await again.run.undo({ without: [] })).ok).toBe(true);
    expect(again.workspace.text('src/A.ts')).toBeUndefined();
    await again.run.sendBack(T('B'), 'Once more.');
    await again.until(({ phase }) => phase === 'review');
    expect(picture(again)).toBe('A accepted 1, B accepted 2');
  });

  it('takes in what was typed while no window had it open', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      files: { 'src/A.ts': 'one\ntwo\nthree\nfour\nfive\n' },
      worker: edit,
    });
    await carryOut(b);
    b.run.leave();
    b.workspace.type('src/A.ts', 'one\ntwo\nthree\nfour\nFIVE\n');
    const again = await b.reload();
    await again.run.catchUp();
    await again.run.choose(hunksOf(again.run.state), 'accepted');
    expect((await again.run.apply({ without: [] })).ok).toBe(true);
    expect(again.workspace.text('src/A.ts')).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
  });

  it('that waited for its approval still does', async () => {
    const b = await bench({ tasks });
    await b.run.plan();
    const again = await b.reload();
    expect(again.run.state.phase).toBe('plan-ready');
    await again.run.approve();
    expect(again.run.state.phase).toBe('review');
  });

  it('while it was planned plans again when it is resumed, and not before', async () => {
    const b = await bench({ tasks, hold: () => true });
    const planned = b.run.plan();
    await b.model.waitFor();
    const again = await b.reload();
    await planned;
    expect(again.run.state.phase).toBe('interrupted');
    expect(again.model.held).toEqual([]);
    const resumed = again.run.resume();
    (await again.model.waitFor()).release();
    expect((await resumed).ok).toBe(true);
    expect(again.run.state.phase).toBe('plan-ready');
  });

  it('while it was being stopped is stopped', async () => {
    const b = await bench({ tasks, hold: isWorker });
    await b.run.plan();
    const approved = b.run.approve();
    await b.model.waitFor();
    const stopped = b.run.stop();
    await b.until(({ phase }) => phase === 'stopping');
    const again = await b.reload();
    await Promise.allSettled([stopped, approved]);
    expect([again.run.state.phase, picture(again)]).toEqual(['stopped', 'A stopped 1, B stopped 0']);
    expect(await again.run.resume()).toMatchObject({ ok: false });
  });
});

describe('a task that was under way', () => {
  it('is interrupted, nothing goes on by itself, and its worker begins anew', async () => {
    const b = await cutOff(
      { tasks, hold: holdOnce(isWorker) },
      (state) => state.tasks.get(T('A'))?.status === 'working',
    );
    expect([b.run.state.phase, picture(b)]).toEqual(['interrupted', 'A interrupted 1, B waiting 0']);
    const count = b.model.requests.length;
    await b.run.resume();
    expect([b.run.state.phase, picture(b)]).toEqual(['review', 'A accepted 2, B accepted 1']);
    expect(since(b, count)[0]).toBe('work A');
  });

  it('whose worker was done is measured, and no worker is asked again', async () => {
    const b = await cutOff({ tasks: [{ id: 'A' }] }, (state) => state.tasks.get(T('A'))?.status === 'gating');
    expect(picture(b)).toBe('A interrupted 1');
    const count = b.model.requests.length;
    await b.run.resume();
    expect(picture(b)).toBe('A accepted 1');
    expect(since(b, count)).toEqual(['assess A']);
  });

  it('is not assessed again where the lead has decided', async () => {
    const b = await cutOff(
      { tasks: [{ id: 'A' }] },
      (state) => (state.tasks.get(T('A'))?.attempts[0]?.assessment ?? null) !== null,
    );
    expect(picture(b)).toBe('A interrupted 1');
    const count = b.model.requests.length;
    await b.run.resume();
    expect(picture(b)).toBe('A accepted 1');
    expect(since(b, count)).toEqual([]);
  });

  it('asks its question again, and knows an answer that was given', async () => {
    const abort = (): Decision => ({ type: 'abort', reason: 'No use.' });
    const b = await cutOff({ tasks: [{ id: 'A' }], assess: abort }, ({ questions }) => questions.length > 0);
    expect([picture(b), b.run.state.questions]).toEqual(['A interrupted 1', []]);
    const count = b.model.requests.length;
    const resumed = b.run.resume();
    const { questions } = await b.until((state) => state.questions.length > 0);
    const answered = b.run.answer(questions[0]?.questionId ?? '', true);
    // The word is on record; what it leads to is not.
    await b.until((state) => state.questions.length === 0);
    const again = await b.reload();
    await Promise.allSettled([resumed, answered]);
    await again.run.resume();
    expect([again.run.state.phase, since(again, count)]).toEqual(['aborted', []]);
  });

  it('does not start in a folder that is not trusted', async () => {
    const sketch = { tasks, hold: holdOnce(isWorker), trusted: true };
    const b = await cutOff(sketch, (state) => state.tasks.get(T('A'))?.status === 'working');
    sketch.trusted = false;
    expect(await b.run.resume()).toMatchObject({ ok: false, error: { reason: 'untrusted' } });
    expect(b.run.state.phase).toBe('interrupted');
  });
});

describe('a journal that ends anywhere', () => {
  it('leads to the same end, with no work done twice but what was in flight', async () => {
    const made = (): Promise<Bench> =>
      bench({
        tasks,
        worker: (task, turn, request) =>
          writes(`src/${task}.ts`, textOf(request).includes('Better.') || task === 'B' ? `${task}\n` : 'draft\n')(turn),
        assess: (_task, _times, request) =>
          textOf(request).includes('draft') ? { type: 'retry', feedback: 'Better.' } : { type: 'accept' },
      });
    const whole = await made();
    await carryOut(whole);
    await whole.run.choose(hunksOf(whole.run.state), 'accepted');
    expect((await whole.run.apply({ without: [] })).ok).toBe(true);
    const lines = whole.journal.lines.get(whole.run.state.runId) ?? [];

    for (let kept = 1; kept <= lines.length; kept++) {
      const b = await made();
      const [first = ''] = lines;
      b.journal.lines.get(b.run.state.runId)?.splice(0, Infinity, first, ...lines.slice(1, kept));
      const type = (JSON.parse(lines[kept - 1] ?? '') as { readonly type: string }).type;
      const again = await b.reload();
      const done = again.run.state;
      if (again.run.state.phase === 'interrupted') expect((await again.run.resume()).ok, type).toBe(true);
      if (again.run.state.phase === 'plan-ready') await again.run.approve();
      const open = hunksOf(again.run.state).filter((hunk) => !again.run.state.choices.has(hunk));
      if (open.length > 0) await again.run.choose(open, 'accepted');
      if (again.run.state.phase === 'review')
        expect(await again.run.apply({ without: [] }), type).toMatchObject({ ok: true });

      expect([again.run.state.phase, again.run.state.failure], type).toEqual(['applied', null]);
      if (!type.startsWith('appl'))
        expect([again.workspace.text('src/A.ts'), again.workspace.text('src/B.ts')], type).toEqual(['A\n', 'B\n']);
      for (const [id, task] of again.run.state.tasks) {
        const before = done.tasks.get(id)?.attempts ?? [];
        const lost = before.filter(({ changeSet }) => changeSet === null).length;
        expect(task.attempts.length, `${type}: attempts on ${id}`).toBe(
          (whole.run.state.tasks.get(id)?.attempts.length ?? 0) + lost,
        );
        // What was on record stays, word for word.
        for (const [index, attempt] of before.entries()) {
          if (attempt.changeSet) expect(task.attempts[index]?.changeSet, type).toEqual(attempt.changeSet);
          if (attempt.assessment) expect(task.attempts[index]?.assessment, type).toEqual(attempt.assessment);
        }
      }
    }
  });
});

/** Holds the first request that fits, and no other: the window is gone before it is answered. */
function holdOnce(fits: NonNullable<Sketch['hold']>): NonNullable<Sketch['hold']> {
  let isHeld = false;
  return (request) => {
    if (isHeld || !fits(request)) return false;
    isHeld = true;
    return true;
  };
}

function edit(_task: string, turn: number): ReturnType<NonNullable<Sketch['worker']>> {
  return turn === 0
    ? { calls: [{ name: 'edit', arguments: { path: 'src/A.ts', edits: [{ search: 'one', replace: 'ONE' }] } }] }
    : { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
}
