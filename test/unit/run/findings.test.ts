import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { isUnderWay } from '../../../src/core/run/findingReducer';
import { bench, carryOut, isWorker, taskIn, textOf, writes, type Bench, type Sketch } from './harness';

const A = 'A' as TaskId;

/** One finding on the first attempt of A, whose next attempts do as `again` says. */
async function found(again: NonNullable<Sketch['worker']>, sketch: Partial<Sketch> = {}): Promise<Bench> {
  let assessed = 0;
  const b = await bench({
    tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
    findings: (task) =>
      task === 'A' && assessed++ === 0
        ? [{ path: 'src/A.ts', line: 1, quote: 'A', severity: 'warning', message: 'Too short.', criterion: 'C1' }]
        : [],
    worker: (task, turn, request) =>
      textOf(request).includes('was sent back')
        ? again(task, turn, request)
        : writes(`src/${task}.ts`, `${task}\n`)(turn),
    ...sketch,
  });
  await carryOut(b);
  expect(pictureOf(b)).toBe('open');
  return b;
}

/** What became of the finding: its choice, and whether the attempt that is to answer it is still going on. */
function pictureOf({ run }: Bench): string {
  const { tasks, findings } = run.state;
  return findings.map((state) => `${state.choice}${isUnderWay(tasks, state) ? ', under way' : ''}`).join('; ');
}

const sendBack = async ({ run }: Bench): Promise<void> => {
  const { id } = run.state.findings[0]!.finding;
  expect(await run.sendBack(A, 'longer', id)).toEqual({ ok: true, value: undefined });
};

const longer = writes('src/A.ts', 'A, and longer\n');

describe('a finding that was sent back', () => {
  it('is under way until the new attempt is accepted, and settled then', async () => {
    const b = await found((_task, turn) => longer(turn), {
      hold: (request) => isWorker(request) && taskIn(request) === 'A' && textOf(request).includes('was sent back'),
    });
    await sendBack(b);
    const call = await b.model.waitFor();
    expect(pictureOf(b)).toBe('sent-back, under way');
    expect(await b.run.dismissFinding(b.run.state.findings[0]!.finding.id, 'late')).toMatchObject({ ok: false });
    call.release();
    (await b.model.waitFor()).release();
    await b.until(({ phase }) => phase === 'review');
    expect(pictureOf(b)).toBe('sent-back');
  });

  it.each<[string, NonNullable<Sketch['worker']>]>([
    ['is blocked', () => ({ calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] })],
    ['fails', () => ({ failure: { reason: 'unreachable', message: 'Nobody answers.', retryable: true } })],
  ])('is open again when the new attempt %s', async (_what, worker) => {
    const b = await found(worker);
    await sendBack(b);
    await b.until(({ phase }) => phase === 'review');
    expect(pictureOf(b)).toBe('open');
    expect(b.run.state.findings[0]).not.toHaveProperty('reason');
    expect(await b.run.dismissFinding(b.run.state.findings[0]!.finding.id, 'as it is')).toMatchObject({ ok: true });
  });

  it('is open again when the user stops the run before the attempt is done', async () => {
    const b = await found((_task, turn) => longer(turn), {
      hold: (request) => isWorker(request) && textOf(request).includes('was sent back'),
    });
    await sendBack(b);
    await b.model.waitFor();
    await b.run.stop();
    expect(pictureOf(b)).toBe('open');
  });

  it('stays settled when its task is sent back once more, and fails', async () => {
    let times = 0;
    const b = await found((_task, turn) =>
      turn === 0 && times++ > 0 ? { calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] } : longer(turn),
    );
    await sendBack(b);
    await b.until(({ phase }) => phase === 'review');
    expect(pictureOf(b)).toBe('sent-back');
    await b.run.sendBack(A, 'something else');
    await b.until(({ phase }) => phase === 'review');
    expect([b.status('A'), pictureOf(b)]).toEqual(['blocked', 'sent-back']);
  });
});
