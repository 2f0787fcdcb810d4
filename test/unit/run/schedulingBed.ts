import fc from 'fast-check';
import { remainingPath } from '../../../src/core/plan/graph';
import { scopesOverlap } from '../../../src/core/plan/parsePlan';
import type { Task, TaskId, TaskSize } from '../../../src/core/plan/plan';
import type { RunChange } from '../../../src/core/run/run';
import { readyTasks, type Schedule } from '../../../src/core/run/schedule';
import type { RunState, TaskStatus } from '../../../src/core/run/state';
import { bench, isAssessment, isWorker, type Bench, type Sketch } from './harness';

/** A task of a random job: what it needs, where it writes, and what becomes of it. */
interface JobTask {
  readonly dependsOn: readonly number[];
  readonly folder: string;
  /** Whether it claims all of its folder, or its own file only. */
  readonly isWide: boolean;
  readonly size: TaskSize;
  readonly retries: number;
  readonly outcome: 'accepted' | 'failed' | 'blocked';
}

/** A random job, and in which order its models answer. */
export interface Job {
  readonly tasks: readonly JobTask[];
  readonly workers: number;
  /** Which of the waiting calls is answered next, again and again from the start. */
  readonly picks: readonly number[];
  /** After so many answers the user pauses the run, and resumes it so many answers later. */
  readonly pauses: readonly { readonly after: number; readonly during: number }[];
}

const anyTask = fc.record({
  dependsOn: fc.array(fc.nat(7), { maxLength: 2 }),
  folder: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  isWide: fc.boolean(),
  size: fc.constantFrom('S' as const, 'M' as const, 'L' as const),
  retries: fc.constantFrom(0, 0, 0, 1, 2),
  outcome: fc.constantFrom(
    'accepted' as const,
    'accepted' as const,
    'accepted' as const,
    'failed' as const,
    'blocked' as const,
  ),
});

/** Any job of up to eight tasks on up to four workers. */
export const anyJob: fc.Arbitrary<Job> = fc.record({
  tasks: fc.array(anyTask, { minLength: 1, maxLength: 8 }),
  workers: fc.integer({ min: 1, max: 4 }),
  picks: fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }),
  pauses: fc.array(fc.record({ after: fc.nat(12), during: fc.nat(4) }), { maxLength: 3 }),
});

/** What a deliberate break puts in the place of the product's own. */
export interface Broken {
  readonly schedule?: Schedule;
  /** Workers beyond those the job allows. */
  readonly workersTooMany?: number;
  /** The user's word for a pause does not reach the run. */
  readonly deaf?: boolean;
}

const settled: ReadonlySet<TaskStatus> = new Set(['accepted', 'failed', 'blocked', 'skipped', 'conflict']);

/** Carries a job out with the real engine and tells what was wrong with how it was scheduled; the order of answers is the job's. */
export async function violationsOf(job: Job, broken: Broken = {}): Promise<readonly string[]> {
  const wrong: string[] = [];
  const schedule: Schedule = (state, underWay, limit) => {
    const starting = (broken.schedule ?? readyTasks)(state, underWay, limit);
    wrong.push(...outOfOrder(state, underWay, starting));
    return starting;
  };
  const b = await bench({
    ...sketchOf(job),
    schedule,
    maxWorkers: job.workers + (broken.workersTooMany ?? 0),
    hold: (request) => isWorker(request) || isAssessment(request),
  });
  const watcher = new Watcher(job.workers, wrong);
  const user = new PausingUser(b, job, { watcher, isHeard: !broken.deaf });
  const subscription = b.run.onDidChange((change) => watcher.hear(change));
  const planned = await b.run.plan();
  if (!planned.ok) throw new Error(planned.error.message);
  await answerAll(b, job, { watcher, user });
  subscription.dispose();
  return [...wrong, ...wronglyEnded(job, b)];
}

/** Answers one call after the other until the run has come to its end; looks at each standstill between two of them. */
async function answerAll(
  b: Bench,
  { picks }: Job,
  { watcher, user }: { readonly watcher: Watcher; readonly user: PausingUser },
): Promise<void> {
  const approved = b.run.approve();
  for (let turn = 0; ; turn++) {
    // All here is made of promises: by the next turn of the event loop nothing moves on but by an answer.
    await new Promise(setImmediate);
    if (b.run.state.phase !== 'running') break;
    const [question] = b.run.state.questions;
    // So many attempts came to nothing that the user is asked whether it is to go on.
    if (question) {
      await b.run.answer(question.questionId, true);
      continue;
    }
    const { held } = b.model;
    const next = held[(picks[turn % picks.length] ?? 0) % held.length];
    if (await user.acts(turn, next === undefined)) continue;
    if (!next) {
      await b.run.stop();
      break;
    }
    watcher.standsStill(b.run.state);
    (await b.model.waitFor((request) => request === next)).release();
  }
  const ended = await approved;
  if (!ended.ok && ended.error.reason !== 'model-stopped') throw new Error(ended.error.message);
}

/** Pauses and resumes a run as its job has it; at the latest once everything stands still for it. */
class PausingUser {
  private readonly left: { readonly after: number; readonly during: number }[];
  private resumeAt: number | undefined;

  constructor(
    private readonly b: Bench,
    job: Job,
    private readonly to: { readonly watcher: Watcher; readonly isHeard: boolean },
  ) {
    this.left = [...job.pauses].sort((one, other) => one.after - other.after);
  }

  /** Whether something was done, after which all has to be looked at again. */
  async acts(turn: number, nothingIsHeld: boolean): Promise<boolean> {
    const { run } = this.b;
    if (this.resumeAt !== undefined) {
      if (turn < this.resumeAt && !nothingIsHeld) return false;
      this.resumeAt = undefined;
      this.to.watcher.isPaused = false;
      if (this.to.isHeard) await run.resume();
      return true;
    }
    const next = this.left[0];
    if (!next || turn < next.after) return false;
    this.left.shift();
    if (this.to.isHeard) await run.pause();
    this.to.watcher.isPaused = true;
    this.resumeAt = turn + next.during;
    return true;
  }
}

/** Listens to a run and says what no schedule may do. */
class Watcher {
  /** Whether the user has paused the run. */
  isPaused = false;
  private readonly underWay = new Set<TaskId>();
  private readonly busy = new Set<TaskId>();

  constructor(
    private readonly workers: number,
    private readonly wrong: string[],
  ) {}

  hear({ event, state }: RunChange): void {
    if (event.type === 'attempt-started') this.started(event.taskId, state);
    if (
      ['change-set-written', 'attempt-failed', 'worker-blocked', 'task-failed'].includes(event.type) &&
      'taskId' in event
    )
      this.busy.delete(event.taskId);
    for (const id of this.underWay) if (settled.has(statusOf(state, id))) this.underWay.delete(id);
  }

  /** Nothing moves until a model answers: no worker may be without work that there is. */
  standsStill(state: RunState): void {
    if (this.isPaused || this.busy.size >= this.workers) return;
    const working = tasksOf(state).filter(({ id }) => this.underWay.has(id));
    for (const task of tasksOf(state)) {
      const isReady = statusOf(state, task.id) === 'waiting' && isUnblocked(task, state);
      if (isReady && !working.some((other) => scopesOverlap(task, other)))
        this.wrong.push(`starving: ${task.id} waits though a worker is free`);
    }
  }

  private started(id: TaskId, state: RunState): void {
    const task = tasksOf(state).find((other) => other.id === id);
    if (!task) throw new Error(`There is no task ${id}.`);
    if (this.isPaused) this.wrong.push(`paused: ${id} started during a pause`);
    if (!isUnblocked(task, state)) this.wrong.push(`unready: ${id} started before what it depends on`);
    for (const other of tasksOf(state)) {
      if (other.id !== id && this.underWay.has(other.id) && scopesOverlap(task, other))
        this.wrong.push(`overlapping: ${id} started while ${other.id} was under way`);
    }
    this.underWay.add(id);
    this.busy.add(id);
    if (this.busy.size > this.workers) this.wrong.push(`crowded: ${this.busy.size} workers on ${this.workers} permits`);
  }
}

/** Tasks that start before others which have more behind them and could start as well. */
function outOfOrder(state: RunState, underWay: ReadonlySet<TaskId>, starting: readonly TaskId[]): readonly string[] {
  const weights = { S: 1, M: 2, L: 4 };
  const behind = remainingPath(tasksOf(state), ({ size }) => weights[size]);
  const claimed = tasksOf(state).filter(({ id }) => underWay.has(id) || starting.includes(id));
  return tasksOf(state).flatMap((task) => {
    if (statusOf(state, task.id) !== 'waiting' || claimed.includes(task) || !isUnblocked(task, state)) return [];
    if (claimed.some((other) => scopesOverlap(task, other))) return [];
    return starting
      .filter((id) => (behind.get(id) ?? 0) < (behind.get(task.id) ?? 0))
      .map((id) => `out of order: ${id} started before ${task.id}`);
  });
}

/** Tasks that came to no end, or to another than their outcome and that of what they depend on. */
function wronglyEnded(job: Job, b: Bench): readonly string[] {
  const expected: TaskStatus[] = [];
  for (const [index, task] of job.tasks.entries()) {
    const areAccepted = dependenciesIn(task, index).every((number) => expected[number] === 'accepted');
    expected.push(areAccepted ? task.outcome : 'skipped');
  }
  return expected.flatMap((status, index) => {
    const actual = b.status(nameOf(index));
    return actual === status ? [] : [`unended: ${nameOf(index)} is ${actual}, not ${status}`];
  });
}

function sketchOf(job: Job): Sketch {
  const taskNamed = (name: string): JobTask => {
    const task = job.tasks[Number(name.slice(1))];
    if (!task) throw new Error(`There is no task ${name}.`);
    return task;
  };
  return {
    tasks: job.tasks.map((task, index) => ({
      id: nameOf(index),
      dependsOn: dependenciesIn(task, index).map(nameOf),
      writeScope: [task.isWide ? `src/${task.folder}/**` : fileOf(task, nameOf(index))],
      size: task.size,
    })),
    worker: (name, turn) => {
      const task = taskNamed(name);
      if (task.outcome === 'blocked') return { calls: [{ name: 'blocked', arguments: { reason: 'No way.' } }] };
      if (turn > 0) return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
      return { calls: [{ name: 'write', arguments: { path: fileOf(task, name), content: `${name}\n` } }] };
    },
    assess: (name, times) => {
      const { retries, outcome } = taskNamed(name);
      if (times < retries) return { type: 'retry', feedback: `Again, ${times}.` };
      return outcome === 'accepted' ? { type: 'accept' } : { type: 'leave', reason: 'It cannot be done.' };
    },
  };
}

function nameOf(index: number): string {
  return `T${index}`;
}

function fileOf({ folder }: JobTask, name: string): string {
  return `src/${folder}/${name}.ts`;
}

/** Only earlier tasks, so that there is no circle. */
function dependenciesIn({ dependsOn }: JobTask, index: number): readonly number[] {
  return [...new Set(dependsOn)].filter((number) => number < index);
}

function tasksOf(state: RunState): readonly Task[] {
  return state.plan?.tasks ?? [];
}

function statusOf(state: RunState, id: TaskId): TaskStatus {
  return state.tasks.get(id)?.status ?? 'waiting';
}

function isUnblocked(task: Task, state: RunState): boolean {
  return task.dependsOn.every((id) => statusOf(state, id) === 'accepted');
}
