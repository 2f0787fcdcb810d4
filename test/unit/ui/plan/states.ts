import { noCost } from '../../../../src/core/money/prices';
import { defaultAuthority } from '../../../../src/core/authority/table';
import type { Verdict } from '../../../../src/core/gates/verdict';
import type { Task, TaskId } from '../../../../src/core/plan/plan';
import { noUsage } from '../../../../src/core/ports/chatModel';
import type { Choice, FileReview, HunkId, ReviewedHunk } from '../../../../src/core/review/hunk';
import type { HeldSource } from '../../../../src/core/run/heldSource';
import type { AttemptState, RunState, TaskState } from '../../../../src/core/run/state';
import type { WorkspacePath } from '../../../../src/core/util/paths';

/** Short for a branded id. */
export const id = (text: string): TaskId => text as TaskId;
/** Short for a branded path. */
export const at = (text: string): WorkspacePath => text as WorkspacePath;

/** A task of that id, depending on the others named. */
export function task(name: string, parts: Partial<Task> = {}): Task {
  return {
    id: id(name),
    title: `Do ${name}`,
    instructions: `Instructions of ${name}`,
    reads: [],
    writeScope: ['src/**'],
    dependsOn: [],
    criteria: [{ id: 'C1', text: 'It works' }],
    size: 'S',
    ...parts,
  };
}

/** An attempt that has done nothing yet. */
export function attempt(parts: Partial<AttemptState> = {}): AttemptState {
  return {
    attempt: 1,
    profile: 'default',
    feedback: null,
    models: [],
    usage: noUsage,
    turns: 0,
    changeSet: null,
    summary: '',
    laid: [],
    notes: [],
    failure: null,
    verdicts: [],
    assessment: null,
    ruling: null,
    granted: null,
    refusals: [],
    accepted: false,
    clash: null,
    ...parts,
  };
}

/** The state of a task that waits. */
export function taskState(of: Task, parts: Partial<TaskState> = {}): TaskState {
  return {
    task: of,
    status: 'waiting',
    attempts: [],
    feedback: null,
    failure: null,
    retries: 0,
    profile: 'default',
    formerProfiles: [],
    heldPaths: [],
    heldSources: [],
    conflicts: [],
    drafts: new Map(),
    rounds: 0,
    merging: null,
    resumesAt: null,
    ...parts,
  };
}

/** A passed verdict of a required gate. */
export function verdict(gate: string, parts: Partial<Verdict> = {}): Verdict {
  return {
    gate,
    outcome: 'passed',
    command: `npm run ${gate}`,
    exitCode: 0,
    tree: 'abc',
    required: true,
    durationMs: 1000,
    at: 0,
    output: '',
    ...parts,
  };
}

/** A version of a file that gates run from, and that nobody has seen. */
export function heldSource(path: string): HeldSource {
  return { path: at(path), fingerprint: `version of ${path}`, before: 'old', after: 'new' };
}

/** A running run over some tasks, in the waves given by their ids. */
export function runState(
  tasks: readonly TaskState[],
  waves: readonly string[][],
  parts: Partial<RunState> = {},
): RunState {
  return {
    runId: 'R1',
    setup: {
      goal: 'Add a thing\nand keep the rest',
      folders: ['app'],
      lead: 'o3',
      worker: 'gpt-4.1',
      maxWorkers: 3,
      authority: defaultAuthority,
      gates: [],
      scripted: false,
    },
    phase: 'running',
    plan: {
      revision: 1,
      summary: 'A plan',
      tasks: tasks.map((state) => state.task),
      waves: waves.map((wave) => wave.map(id)),
      warnings: [],
    },
    tasks: new Map(tasks.map((state) => [state.task.id, state])),
    proposal: new Map(),
    choices: new Map(),
    origins: new Map(),
    findings: [],
    questions: [],
    proposalVerdicts: [],
    chosenVerdicts: [],
    baseVerdicts: [],
    heldProposal: [],
    heldChosen: [],
    waivers: new Map(),
    seenSources: new Set(),
    usage: { lead: noUsage, worker: noUsage },
    cost: { lead: noCost, worker: noCost },
    leadModels: [],
    failure: null,
    summary: null,
    paused: false,
    fruitless: 0,
    grantedRevision: null,
    refusedRevisions: [],
    applying: false,
    applies: [],
    appliedPaths: [],
    ...parts,
  };
}

/** A reviewed hunk; `by` names its tasks, none stands for the user. */
export function hunk(name: string, by: readonly string[], choice: Choice = 'open'): ReviewedHunk {
  return {
    hunk: {
      id: name as HunkId,
      path: at('src/a.ts'),
      kind: 'edit',
      baseStart: 4,
      baseLines: ['old\n'],
      proposedStart: 4,
      proposedLines: ['\n', '  const fresh = 1;\n'],
      authors:
        by.length === 0 ? [{ type: 'user' }] : by.map((name) => ({ type: 'task', taskId: id(name), attempt: 1 })),
      whitespaceOnly: false,
    },
    choice,
    reviewedLine: 4,
    proposedLine: 4,
  };
}

/** A file under review with those hunks. */
export function review(path: string, hunks: readonly ReviewedHunk[], movedFrom = path): FileReview {
  const places = { path: at(path), basePath: at(movedFrom), reviewedPath: at(movedFrom), proposedPath: at(path) };
  return { ...places, base: 'old\n', hunks, reviewed: 'old\n', proposed: 'new\n' };
}
