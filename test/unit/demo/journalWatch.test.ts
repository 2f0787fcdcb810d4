import { describe, expect, onTestFinished, test } from 'vitest';

import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import type { RunState } from '../../../src/core/run/state';
import { JournalWatch } from '../../demo/journalWatch';
import { created, finished, planned, started } from './journalSketch';

const T1 = 'T1' as TaskId;
const plan = planned([{ id: 'T1' }, { id: 'T2' }]);
const approved: RunEvent = { type: 'plan-approved' };
const failed: RunEvent = { type: 'run-failed', failure: { reason: 'model-bad-request', message: 'It was refused.' } };
const lost: RunEvent = {
  type: 'task-failed',
  taskId: T1,
  failure: { reason: 'model-bad-request', message: 'It was refused.' },
};
const settled: RunEvent = { type: 'run-finished' };

/** A journal that the test writes. */
class Growing implements AsyncIterable<RunEvent> {
  private readonly events: RunEvent[] = [];
  private end: { readonly error?: Error } | undefined;
  private wake: () => void = () => undefined;

  write(...events: readonly RunEvent[]): void {
    this.events.push(...events);
    this.wake();
  }

  close(error?: Error): void {
    this.end = error ? { error } : {};
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent> {
    for (;;) {
      const event = this.events.shift();
      if (event) yield event;
      else if (this.end?.error) throw this.end.error;
      else if (this.end) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

type Bed = { readonly journal: Growing; readonly watch: JournalWatch; readonly heard: readonly string[] };

/** A watch over a journal in which these events stand already. */
function watching(...events: readonly RunEvent[]): Bed {
  const journal = new Growing();
  const heard: string[] = [];
  const watch = new JournalWatch((event, state) => heard.push(`${event.type} ${state.phase}`));
  journal.write(...events);
  const following = watch.follow(journal);
  onTestFinished(async () => {
    journal.close();
    await following;
  });
  return { journal, watch, heard };
}

const is = (phase: RunState['phase']) => (state: RunState) => state.phase === phase;
const isWorking = (id: string) => (state: RunState) => state.tasks.get(id as TaskId)?.status === 'working';

describe('a watch over a journal', () => {
  test('hears every event in its order, whether anybody waits or not', async () => {
    const { journal, watch, heard } = watching(created(), plan);
    await watch.until('a plan', is('plan-ready'));
    expect(heard).toEqual(['run-created planning', 'plan-proposed plan-ready']);
    journal.write(approved, started('T1'), settled);
    await watch.until('the end', is('review'));
    expect(heard.slice(2)).toEqual(['plan-approved running', 'attempt-started running', 'run-finished review']);
    expect(watch.events.map(({ type }) => type)).toEqual(heard.map((line) => line.split(' ')[0]));
    expect(watch.latest?.phase).toBe('review');
  });

  test('answers with the state that fits first, although later ones are known', async () => {
    const { watch } = watching(created(), plan, approved, started('T1'), started('T2'), settled);
    const one = await watch.until('a worker', isWorking('T1'));
    expect(isWorking('T2')(one)).toBe(false);
    const two = await watch.until('two workers', isWorking('T2'));
    expect(two.phase).toBe('running');
    expect((await watch.until('the end', is('review'))).phase).toBe('review');
    expect((await watch.until('the same', is('review'))).phase).toBe('review');
  });

  test('answers when it comes, and not before', async () => {
    const { journal, watch, heard } = watching(created(), plan, approved);
    await watch.until('the run', is('running'));
    const asked = watch.until('a worker', isWorking('T1')).then(() => heard.length);
    journal.write(started('T2'));
    journal.write(started('T1'));
    expect(await asked).toBe(5);
  });
});

describe('waiting ends at once', () => {
  test.each<[string, readonly RunEvent[], string]>([
    ['the run has failed', [failed], 'the run failed: It was refused.'],
    ['the run was stopped', [{ type: 'run-stopped' }], 'the run was stopped'],
    ['the run was aborted', [{ type: 'run-aborted', reason: 'Why?' }], 'the run was aborted: Why?'],
    ['the run was discarded', [{ type: 'run-discarded' }], 'the run was discarded'],
    [
      'the tasks have settled',
      [started('T1'), lost, settled],
      'all tasks have settled; T1 is failed: It was refused.; T2 is waiting',
    ],
    ['gates are held', [{ type: 'gates-held', taskId: T1, attempt: 1, sources: [] }], 'the gates of T1 wait'],
    [
      'the lead asks',
      [
        started('T1'),
        {
          type: 'question-asked',
          taskId: T1,
          attempt: 1,
          questionId: 'question',
          decision: { type: 'abort', reason: 'Why?' },
        },
      ],
      'the lead asks the user about T1',
    ],
    [
      'the apply is refused',
      [{ type: 'apply-refused', failure: { reason: 'gate-red', message: 'A gate is red.' } }],
      'the apply was refused: A gate is red.',
    ],
    ['all is applied', [{ type: 'applied', files: [], paths: [], spent: [] }], 'the chosen changes are applied'],
  ])('%s', async (_, events, why) => {
    const { journal, watch } = watching(created(), plan, approved);
    await watch.until('the run', is('running'));
    const asked = expect(watch.until('a miracle', () => false)).rejects.toThrow(
      `Not seen in the journal: a miracle. It is not waited for any longer: ${why}`,
    );
    journal.write(...events);
    await asked;
  });

  test('the run is over already', async () => {
    const { watch } = watching(created(), failed);
    await watch.until('the failure', is('failed'));
    await expect(watch.until('a plan', is('plan-ready'))).rejects.toThrow('the run is over (failed)');
  });

  test('but not where the user goes on from rest', async () => {
    const writes = { 'src/T1.js': ['a\n', 'b\n'] } as const;
    const run = [created(), plan, approved, started('T1'), ...finished('T1', 1, { writes }), settled];
    const { journal, watch } = watching(...run);
    await watch.until('the end', is('review'));
    const asked = watch.until('the next worker', isWorking('T1'));
    journal.write(
      { type: 'task-reopened', taskId: T1, feedback: 'Again.', findingId: null },
      started('T1', 2, 'Again.'),
    );
    expect((await asked).tasks.get(T1)?.attempts).toHaveLength(2);
  });

  test('the time is over', async () => {
    const { watch } = watching(created());
    await expect(watch.until('a plan', is('plan-ready'), 1)).rejects.toThrow('a plan. It is not waited for');
    await expect(watch.until('a plan', is('plan-ready'), 0)).rejects.toThrow('the time is over');
  });

  test('the journal breaks off, before or while somebody waits', async () => {
    const { journal, watch } = watching(created());
    await watch.until('the run', is('planning'));
    const asked = expect(watch.until('a plan', is('plan-ready'))).rejects.toThrow('The disk is gone.');
    journal.close(new Error('The disk is gone.'));
    await asked;
    await expect(watch.until('a plan', is('plan-ready'))).rejects.toThrow('The disk is gone.');
  });

  test('the journal is not followed any more', async () => {
    const { journal, watch } = watching(created());
    journal.close();
    await expect(watch.until('a plan', is('plan-ready'))).rejects.toThrow('not followed any more');
  });
});
