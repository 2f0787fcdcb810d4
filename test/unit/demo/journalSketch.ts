import type { Verdict } from '../../../src/core/gates/verdict';
import type { Decision } from '../../../src/core/lead/assessment';
import type { Plan, TaskId } from '../../../src/core/plan/plan';
import { noUsage } from '../../../src/core/ports/chatModel';
import { reviewProposal } from '../../../src/core/review/fold';
import type { Finding } from '../../../src/core/review/finding';
import type { Choice } from '../../../src/core/review/hunk';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import type { RunState } from '../../../src/core/run/state';
import type { WorkspacePath } from '../../../src/core/util/paths';

/** A task of a sketched plan: its id, and what it waits for. */
export type TaskSketch = { readonly id: string; readonly dependsOn?: readonly string[]; readonly asks?: string };

/** The first event of a run for a goal. */
export function created(goal = 'A goal.'): RunEvent {
  const setup = { goal, folders: ['ledger'], lead: 'o3', worker: 'gpt-4.1', maxWorkers: 3, gates: [], scripted: true };
  return { type: 'run-created', runId: 'run', at: 0, setup: { ...setup, authority: defaultAuthority } };
}

/** A plan whose tasks each write a file of their name; those without dependencies are the first wave. */
export function planned(tasks: readonly TaskSketch[], warning?: string): RunEvent {
  const dependent = ({ dependsOn = [] }: TaskSketch): boolean => dependsOn.length > 0;
  const ids = (some: readonly TaskSketch[]): readonly TaskId[] => some.map(({ id }) => id as TaskId);
  const waves = [ids(tasks.filter((task) => !dependent(task))), ids(tasks.filter(dependent))];
  const plan: Plan = {
    revision: 1,
    summary: 'A plan.',
    tasks: tasks.map(({ id, dependsOn = [], asks = '' }) => ({
      id: id as TaskId,
      title: `Title of ${id}`,
      instructions: asks,
      reads: [],
      writeScope: [`src/${id}.js`],
      dependsOn: dependsOn as readonly TaskId[],
      criteria: [{ id: 'C1', text: 'It works.' }],
      size: 'S',
    })),
    waves: waves.filter((wave) => wave.length > 0),
    warnings: warning === undefined ? [] : [{ reason: 'overlapping-scopes', tasks: [], message: warning }],
  };
  return { type: 'plan-proposed', plan };
}

/** A worker starts on a task. */
export function started(id: string, attempt = 1, feedback: string | null = null) {
  return { type: 'attempt-started', taskId: id as TaskId, attempt, feedback } as const;
}

/** A verdict of the gate "test". */
export function verdict(outcome: Verdict['outcome'], more: Partial<Verdict> = {}): Verdict {
  const exitCode = { passed: 0, failed: 1, 'could-not-run': null, 'not-configured': null }[outcome];
  const rest = { command: 'npm test', required: true, durationMs: 1, at: 0, output: '' };
  return { gate: 'test', outcome, exitCode, tree: '0123456789abcdef', ...rest, ...more };
}

/** What an attempt comes to. */
export type Outcome = {
  /** Base and new text by path. */
  readonly writes: Readonly<Record<string, readonly [base: string | null, text: string]>>;
  readonly gate?: Verdict['outcome'];
  /** Sends it back; without it the attempt is accepted. */
  readonly retry?: string;
  readonly finding?: Finding;
};

/** All that happens from what a worker wrote to the decision on it. */
export function finished(id: string, attempt: number, outcome: Outcome): readonly RunEvent[] {
  const key = { taskId: id as TaskId, attempt };
  const { writes, gate = 'passed', retry, finding } = outcome;
  const changes = Object.entries(writes).map(([path, [before, after]]) => {
    return { path: path as WorkspacePath, before, after };
  });
  const decision: Decision = retry === undefined ? { type: 'accept' } : { type: 'retry', feedback: retry };
  const author = { type: 'task', ...key } as const;
  const findings = finding ? [finding] : [];
  return [
    { type: 'change-set-written', ...key, changeSet: { digest: 'digest', changes }, summary: '', laid: [] },
    ...['scope', 'patch'].map((builtIn): RunEvent => {
      return { type: 'attempt-measured', ...key, verdict: verdict('passed', { gate: builtIn, exitCode: null }) };
    }),
    { type: 'attempt-measured', ...key, verdict: verdict(gate) },
    { type: 'assessment-started', ...key },
    {
      type: 'attempt-assessed',
      ...key,
      assessment: { criteria: [{ criterion: 'C1', met: retry === undefined, reason: '' }], findings, decision },
    },
    retry === undefined
      ? {
          type: 'attempt-accepted',
          ...key,
          files: changes.map(({ path, before, after }) => {
            return { path, base: before, text: after, steps: [{ author, text: after }] };
          }),
          findings,
        }
      : { type: 'attempt-rejected', ...key, feedback: retry },
  ];
}

/** A finding on the first line of a file. */
export function finding(id: string, path: string, message: string): Finding {
  const where = { path: path as WorkspacePath, line: 1, quote: 'first', taskId: id as TaskId, attempt: 1 };
  return { id: 'finding', source: 'lead', ...where, severity: 'warning', message, criterion: null };
}

/** A choice on the hunks of these files, as they are after the events. */
export function chosen(events: readonly RunEvent[], choice: Choice, paths?: readonly string[]): RunEvent {
  const { proposal, choices } = stateAfter(events);
  const files = reviewProposal(proposal, choices).filter(({ path }) => paths?.includes(path) ?? true);
  const open = files.flatMap(({ hunks }) => hunks.filter((hunk) => hunk.choice === 'open'));
  return { type: 'choice-made', hunks: open.map(({ hunk }) => hunk.id), choice };
}

/** One call of the lead. */
export const leadCalled: RunEvent = {
  type: 'lead-called',
  purpose: 'plan',
  model: { configured: 'o3', returned: 'o3-2026' },
  usage: { ...noUsage, input: 100, output: 20 },
};

/** The state after events, of which there is at least one. */
export function stateAfter(events: readonly RunEvent[]): RunState {
  const state = replay(events);
  if (!state) throw new Error('There are no events.');
  return state;
}
