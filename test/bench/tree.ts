import type { TaskId } from '../../src/core/plan/plan';
import { noUsage } from '../../src/core/ports/chatModel';
import type { RunEvent } from '../../src/core/run/events';
import { reduceRun } from '../../src/core/run/reducer';
import type { AttemptState, RunState } from '../../src/core/run/state';
import { planRows } from '../../src/ui/plan/planRows';
import { RowStore } from '../../src/ui/plan/rowStore';
import { reviewsOf } from '../../src/ui/review/reviewsOf';
import { attempt, runState, taskState } from '../unit/ui/plan/states';
import { median, type Figure } from './figure';
import { layeredTasks } from './job';
import { timesOf } from './measure';
import { byTask, proposedFile } from './texts';

/** Of 1,000 tasks the first half is accepted, with a file each, and the second is at work. */
const tasks = 1000;
const accepted = 500;
const stallMs = 50;

/** What events cost a tree of 1,000 tasks. The view itself shows at most four states a second, whatever the number of events. */
export async function tree(): Promise<readonly Figure[]> {
  const turns = await timesOfEvents(turnOf);
  const merges = await timesOfEvents(acceptOf);
  const perSecond = 1000 * median(turns.folds) + 4 * median(turns.refreshes);
  return [
    {
      name: 'tree-refresh-turn-ms',
      what: 'rows of 1,000 tasks made and compared after a worker turn',
      value: median(turns.refreshes),
      unit: 'ms',
      aim: { atMost: stallMs },
    },
    {
      name: 'tree-refresh-accept-ms',
      what: '- after an accepted attempt, with its file under review',
      value: median(merges.refreshes),
      unit: 'ms',
      aim: { atMost: stallMs },
    },
    {
      name: 'tree-longest-stall-ms',
      what: `- the longest of ${turns.refreshes.length + merges.refreshes.length} of them, garbage collection and all`,
      value: Math.max(...turns.refreshes, ...merges.refreshes),
      unit: 'ms',
      aim: { atMost: stallMs },
    },
    {
      name: 'tree-fold-ms',
      what: 'an event folded into the state of 1,000 tasks',
      value: median(turns.folds),
      unit: 'ms',
    },
    {
      name: 'tree-load-ms-per-second',
      what: '1,000 events and 4 refreshes: what a second of that costs',
      value: perSecond,
      unit: 'ms',
      aim: { atMost: 1000 },
    },
  ];
}

/** Folds event after event and refreshes the tree after each of them; answers the milliseconds of both, per event. */
async function timesOfEvents(
  eventOf: (index: number) => RunEvent,
): Promise<{ readonly folds: readonly number[]; readonly refreshes: readonly number[] }> {
  let state = crowdedState();
  const store = new RowStore();
  store.update(planRows({ state, reviews: reviewsOf(state), progress: new Map() }));
  let index = 0;
  const folds: number[] = [];
  const refreshes = await timesOf(
    { runs: 200, warmups: 20 },
    {
      prepare: () => {
        const started = performance.now();
        state = reduceRun(state, eventOf(index++));
        folds.push(performance.now() - started);
      },
      run: () => {
        store.update(planRows({ state, reviews: reviewsOf(state), progress: new Map() }));
      },
    },
  );
  return { folds, refreshes };
}

/** Every attempt stands before its merge: the fold refuses an accept that no guard let pass. */
const toAccept: Partial<AttemptState> = {
  assessment: { criteria: [], findings: [], decision: { type: 'accept' } },
  ruling: { ok: true, value: 'take' },
};

function crowdedState(): RunState {
  const all = layeredTasks(tasks, 9);
  const states = all.map((task, index) =>
    taskState(task, {
      status: index < accepted ? 'accepted' : 'working',
      attempts: [attempt({ turns: 1, ...toAccept })],
    }),
  );
  const files = all.slice(0, accepted).map(({ id }) => fileBy(id));
  const waves = Array.from({ length: 10 }, (_, wave) => all.slice(wave * 100, (wave + 1) * 100).map(({ id }) => id));
  return runState(states, waves, { proposal: new Map(files.map((file) => [file.path, file])) });
}

function fileBy(task: TaskId): ReturnType<typeof proposedFile> {
  const file = proposedFile(`src/${task}.ts`, { lines: 100, hunks: 4 });
  return { ...file, steps: [{ author: byTask(task), text: file.text }] };
}

function workingTask(index: number): TaskId {
  return `T${accepted + 1 + (index % accepted)}` as TaskId;
}

function turnOf(index: number): RunEvent {
  const model = { configured: 'gpt-4.1', returned: 'gpt-4.1' };
  return { type: 'worker-turned', taskId: workingTask(index), attempt: 1, model, usage: { ...noUsage, input: 100 } };
}

function acceptOf(index: number): RunEvent {
  const taskId = workingTask(index);
  return { type: 'attempt-accepted', taskId, attempt: 1, files: [fileBy(taskId)], findings: [] };
}
