import { reviewProposal } from '../../src/core/review/fold';
import type { Choice } from '../../src/core/review/hunk';
import type { RunEvent } from '../../src/core/run/events';
import { reduceRun } from '../../src/core/run/reducer';
import type { AttemptState, RunState, TaskState } from '../../src/core/run/state';
import { fail, ok, type Result } from '../../src/core/util/result';
import { countOf } from '../../src/core/util/text';
import { workingTasks } from './eventLines';
import { lostTasks } from './standstill';

/** How far a telling of the demo has come. Each chapter ends with what the ones before it ended with, and more. */
export const chapters = ['carried-out', 'sent-back', 'decided', 'applied'] as const;

/** One of them. */
export type Chapter = (typeof chapters)[number];

/** What a journal shows of the story that the demo is there to tell, and what it fails to show, in words for people. */
export type StoryCheck = { readonly shown: readonly string[]; readonly missing: readonly string[] };

/** Looks for one point of the story in the states of a run, one after each event: says where it is, or what is there instead. */
type Point = (states: readonly RunState[], last: RunState) => Result<string, string>;

const leastTasks = 5;
const leastWorkers = 3;

/** Looks through a journal for all that the demo promises up to the end of a chapter. A demo that lacks some of it has failed. */
export function checkStory(events: readonly RunEvent[], chapter: Chapter): StoryCheck {
  const states: RunState[] = [];
  for (const event of events) states.push(reduceRun(states.at(-1), event));
  const last = states.at(-1);
  if (!last) return { shown: [], missing: ['a run'] };
  const points = chapters.slice(0, chapters.indexOf(chapter) + 1).flatMap((each) => pointsOf[each]);
  const results = points.map((point) => point(states, last));
  return {
    shown: results.flatMap((result) => (result.ok ? [result.value] : [])),
    missing: results.flatMap((result) => (result.ok ? [] : [result.error])),
  };
}

const pointsOf: Readonly<Record<Chapter, readonly Point[]>> = {
  'carried-out': [largePlan, allAccepted, workersAtOnce, redThenGreen, sharedFile, aFinding],
  'sent-back': [findingSentBack],
  decided: [oneRejected],
  applied: [isApplied],
};

function largePlan(_: readonly RunState[], { tasks }: RunState): Result<string, string> {
  const dependent = [...tasks.values()].filter(({ task }) => task.dependsOn.length > 0).length;
  return tasks.size >= leastTasks && dependent > 0
    ? ok(`a plan of ${countOf(tasks.size, 'task')}, ${dependent} of them dependent on others`)
    : fail(`a plan of at least ${leastTasks} tasks with dependencies: it has ${tasks.size}, ${dependent} dependent`);
}

function allAccepted(_: readonly RunState[], last: RunState): Result<string, string> {
  const lost = lostTasks(last);
  return lost.length === 0 ? ok('every task accepted') : fail(`every task accepted: ${lost.join('; ')}`);
}

function workersAtOnce(states: readonly RunState[]): Result<string, string> {
  const most = states.map(workingTasks).reduce((one, other) => (other.length > one.length ? other : one), []);
  return most.length >= leastWorkers
    ? ok(`${countOf(most.length, 'worker')} at once: ${most.join(', ')}`)
    : fail(`${leastWorkers} workers at once: there were never more than ${most.length}`);
}

/** The gate measured, the lead put what it printed into words, and the next attempt had them. */
function redThenGreen(_: readonly RunState[], { tasks }: RunState): Result<string, string> {
  for (const { task, attempts } of tasks.values()) {
    for (const [index, red] of attempts.entries()) {
      const gate = red.verdicts.find(isRed)?.gate;
      const green = attempts[index + 1];
      if (gate === undefined || !green || green.feedback !== feedbackOf(red) || !isGreen(green)) continue;
      return ok(`a gate red at first, and green on retry with the lead's feedback: ${task.id}, gate ${gate}`);
    }
  }
  return fail("an attempt that fails a gate, followed by one that passes with the lead's feedback");
}

function isRed({ required, outcome }: AttemptState['verdicts'][number]): boolean {
  return required && outcome === 'failed';
}

function isGreen({ verdicts, accepted }: AttemptState): boolean {
  return accepted && verdicts.some(({ exitCode }) => exitCode === 0) && !verdicts.some(isRed);
}

function feedbackOf({ assessment }: AttemptState): string | undefined {
  const decision = assessment?.decision;
  return decision?.type === 'retry' ? decision.feedback : undefined;
}

function sharedFile(_: readonly RunState[], { tasks, proposal }: RunState): Result<string, string> {
  for (const path of proposal.keys()) {
    const writers = [...tasks.values()].filter((task) => acceptedPaths(task).includes(path)).map(({ task }) => task.id);
    if (writers.length > 1) return ok(`two tasks in one file: ${writers.join(' and ')} in ${path}`);
  }
  return fail('two tasks that wrote one file');
}

function acceptedPaths({ status, attempts }: TaskState): readonly string[] {
  return status === 'accepted' ? (attempts.at(-1)?.changeSet?.changes ?? []).map(({ path }) => path) : [];
}

function aFinding(_: readonly RunState[], { findings }: RunState): Result<string, string> {
  const [first] = findings;
  return first
    ? ok(`a finding of the lead: ${first.finding.path}:${first.finding.line}`)
    : fail('a finding of the lead');
}

/** The finding's words came to a worker, and what it made of them was accepted. One that was sent back in vain is open again. */
function findingSentBack(states: readonly RunState[], { tasks }: RunState): Result<string, string> {
  const sentBack = states.flatMap(({ findings }) => findings.filter(({ choice }) => choice === 'sent-back'));
  const all = new Map(sentBack.map(({ finding }) => [finding.id, finding]));
  const [found] = all.values();
  if (!found || all.size > 1) return fail(`one finding sent back: there are ${all.size}`);
  const { taskId, attempt, message } = found;
  const again = tasks.get(taskId)?.attempts.find((candidate) => candidate.attempt > attempt);
  if (again?.feedback?.includes(message) !== true || !isGreen(again))
    return fail(`an accepted attempt with the words of the finding that was sent back: ${taskId} has none`);
  return ok(`a finding sent back, and mended: ${taskId} #${again.attempt}`);
}

/** Applying spends the accepted changes: any state will do, not only the last one. */
function oneRejected(states: readonly RunState[], last: RunState): Result<string, string> {
  const decided = states.findLast((state) => {
    const { accepted, rejected, open } = countChoices(state);
    return rejected === 1 && accepted > 0 && open === 0;
  });
  const { accepted, rejected, open } = countChoices(decided ?? last);
  const words = `${accepted} accepted, ${rejected} rejected, ${open} open`;
  return decided
    ? ok(`one change rejected and all others accepted: ${words}`)
    : fail(`one change rejected and all others accepted: ${words}`);
}

function countChoices({ proposal, choices }: RunState): Readonly<Record<Choice, number>> {
  const hunks = reviewProposal(proposal, choices).flatMap((file) => file.hunks);
  const count = (choice: Choice): number => hunks.filter((hunk) => hunk.choice === choice).length;
  return { accepted: count('accepted'), rejected: count('rejected'), open: count('open') };
}

function isApplied(_: readonly RunState[], { phase, appliedPaths }: RunState): Result<string, string> {
  return phase === 'applied'
    ? ok(`the accepted changes applied to ${countOf(appliedPaths.length, 'file')}`)
    : fail(`the accepted changes applied: the run is in phase ${phase}`);
}
