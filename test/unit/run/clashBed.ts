import type { ChatRequest } from '../../../src/core/ports/chatModel';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import type { WorkspacePath } from '../../../src/core/util/paths';
import type { ScriptedReply } from '../../fakes/scriptedModel';
import { bench, isAssessment, isWorker, taskIn, textOf, writes, type Bench, type Sketch } from './harness';

/** The file that everybody wants. */
export const shared = 'x.ts' as WorkspacePath;
/** What it holds before the run. */
export const before = 'first\nhere\nlast\n';

/** What one worker makes of the file when nobody else is there. */
export function alone(task: string): string {
  return before.replace('here\n', `${task} was here\n`);
}

/** What the proposal holds of the file. */
export function proposed({ run }: Bench): string | null | undefined {
  return run.state.proposal.get(shared)?.text;
}

/** Whether a worker is asked to merge, and not to do its task. */
export function isMerge(request: ChatRequest): boolean {
  return isWorker(request) && textOf(request).includes('Merge two changes');
}

/**
 * A run whose tasks all change the same line of one file at the same time: no attempt is judged before all of them are written. A
 * worker that merges, or does its task again, puts its line below those that are there; `worker` may do something else.
 */
export async function clashing(tasks: readonly string[], more: Partial<Sketch> = {}): Promise<Bench> {
  const { worker, ...rest } = more;
  const firsts = new Set<string>();
  const b = await bench({
    files: { [shared]: before },
    tasks: tasks.map((id) => ({ id, writeScope: [shared, 'src/*'] })),
    overlap: 'parallel',
    hold: (request) => {
      const isFirst = isAssessment(request) && !firsts.has(taskIn(request));
      if (isFirst) firsts.add(taskIn(request));
      return isFirst;
    },
    worker: (task, turn, request) => worker?.(task, turn, request) ?? addsItsLine(b, task, turn),
    ...rest,
  });
  return b;
}

function addsItsLine(b: Bench, task: string, turn: number): ScriptedReply {
  const present = proposed(b);
  const isAlone = typeof present !== 'string' || present.includes(`${task} was here`);
  return writes(shared, isAlone ? alone(task) : present.replace('last\n', `${task} was here\nlast\n`))(turn);
}

/** Plans and approves, and lets the lead judge the attempts in this order. Resolves when every task has settled. */
export async function carryOutClashing(b: Bench, order: readonly string[]): Promise<void> {
  const { running } = await startClashing(b, order);
  await running;
}

/** The same, until the attempts are judged: what comes of it is `running`'s to tell, which is not awaited here. */
export async function startClashing(
  b: Bench,
  order: readonly string[],
): Promise<{ readonly running: Promise<unknown> }> {
  const planned = await b.run.plan();
  if (!planned.ok) throw new Error(planned.error.message);
  const running = b.run.approve();
  await b.model.waitForCount(order.length);
  for (const task of order) {
    (await b.model.waitFor((request) => taskIn(request) === task)).release();
    await b.until(({ tasks }) => !['gating', 'assessing'].includes(tasks.get(task as TaskId)?.status ?? ''));
  }
  return { running };
}

/** Events of these types, in their order, as `type task`. */
export function happened({ events }: Bench, types: readonly RunEvent['type'][]): readonly string[] {
  return events.flatMap((event) =>
    types.includes(event.type) ? [`${event.type}${'taskId' in event ? ` ${event.taskId}` : ''}`] : [],
  );
}
