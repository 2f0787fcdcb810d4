import { noCost } from '../../../../src/core/money/prices';
import type { Task, TaskId } from '../../../../src/core/plan/plan';
import { noUsage } from '../../../../src/core/ports/chatModel';
import { editProposed } from '../../../../src/core/review/edit';
import type { FindingState } from '../../../../src/core/review/finding';
import type { Choice, HunkId } from '../../../../src/core/review/hunk';
import type { RunEvent } from '../../../../src/core/run/events';
import type { RunFailure } from '../../../../src/core/run/failure';
import type { Applied, Run, RunChange } from '../../../../src/core/run/run';
import type { RunState } from '../../../../src/core/run/state';
import type { PlannedUndo, Undone } from '../../../../src/core/run/undoable';
import { defaultAuthority } from '../../../../src/core/authority/table';
import type { ProposalFile } from '../../../../src/core/staging/read/proposal';
import { Emitter } from '../../../../src/core/util/emitter';
import type { WorkspacePath } from '../../../../src/core/util/paths';
import { fail, ok, type Result } from '../../../../src/core/util/result';

/** A path as a plan has it; tests write them as they are. */
export const at = (path: string): WorkspacePath => path as WorkspacePath;

/** A task's id. */
export const task = (id: string): TaskId => id as TaskId;

/** A file of which one task (T1) made the proposed text. */
export function proposed(
  path: string,
  base: string | null,
  text: string | null,
  taskId: TaskId = task('T1'),
): ProposalFile {
  return { path: at(path), base, text, steps: [{ author: { type: 'task', taskId, attempt: 1 }, text }] };
}

/** A run in review over the given files. T2 depends on T1. */
export function stateOf(files: readonly ProposalFile[], findings: readonly FindingState[] = []): RunState {
  const tasks = [taskCalled('T1', []), taskCalled('T2', [task('T1')])];
  return {
    runId: 'run-1',
    setup: {
      goal: 'goal',
      folders: ['basic'],
      lead: 'o3',
      worker: 'gpt-4.1',
      maxWorkers: 3,
      authority: defaultAuthority,
      gates: [],
      scripted: false,
    },
    phase: 'review',
    paused: false,
    fruitless: 0,
    grantedRevision: null,
    refusedRevisions: [],
    plan: { revision: 1, summary: '', tasks, waves: [[task('T1')], [task('T2')]], warnings: [] },
    tasks: new Map(
      tasks.map((one) => [
        one.id,
        {
          task: one,
          status: 'accepted',
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
        },
      ]),
    ),
    proposal: new Map(files.map((file) => [file.path, file])),
    choices: new Map(),
    origins: new Map(),
    findings,
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
    applying: false,
    applies: [],
    appliedPaths: [],
  };
}

function taskCalled(id: string, dependsOn: readonly TaskId[]): Task {
  const criteria = [{ id: 'C1', text: `${id} holds` }];
  return {
    id: task(id),
    title: `Title of ${id}`,
    instructions: '',
    reads: [],
    writeScope: ['**'],
    dependsOn,
    criteria,
    size: 'S',
  };
}

/** A run without an engine: choices and edits change its state as the real ones do, all else is recorded or refused. */
export class FakeRun implements Run {
  private readonly changed = new Emitter<RunChange>((error) => {
    throw error;
  });
  readonly onDidChange = this.changed.event;
  readonly onDidProgress = (): { dispose(): void } => ({ dispose: () => undefined });
  /** What was called, in order. */
  readonly calls: string[] = [];

  constructor(public state: RunState) {}

  /** Puts another text into the proposal, as a task that is merged in does. */
  merge(file: ProposalFile): void {
    this.become({ proposal: new Map([...this.state.proposal, [file.path, file]]) }, { type: 'run-finished' });
  }

  /** Is discarded. */
  end(): void {
    this.become({ phase: 'discarded' }, { type: 'run-discarded' });
  }

  async resume(): Promise<Result<void, RunFailure>> {
    return this.refuse();
  }

  leave(): void {
    this.calls.push('leave');
  }

  async choose(hunks: readonly HunkId[], choice: Choice): Promise<Result<void, RunFailure>> {
    this.calls.push(`choose ${choice}`);
    const choices = new Map(this.state.choices);
    for (const id of hunks) {
      if (choice === 'open') choices.delete(id);
      else choices.set(id, choice);
    }
    this.become({ choices }, { type: 'choice-made', hunks, choice });
    return ok(undefined);
  }

  async editProposal(path: WorkspacePath, text: string): Promise<Result<void, RunFailure>> {
    this.calls.push(`edit ${path}`);
    const old = this.state.proposal.get(path);
    if (!old) return this.refuse();
    const { file, rejected, reopened } = editProposed(old, this.state.choices, text);
    const choices = new Map(this.state.choices);
    for (const id of reopened) choices.delete(id);
    for (const id of rejected) choices.set(id, 'rejected');
    const proposal = new Map([...this.state.proposal, [path, file] as const]);
    this.become({ proposal, choices }, { type: 'run-finished' });
    return ok(undefined);
  }

  catchUp = async (): Promise<Result<void, RunFailure>> => ok(undefined);
  plan = async (): Promise<Result<void, RunFailure>> => this.refuse();
  approve = async (): Promise<Result<void, RunFailure>> => this.refuse();
  stop = async (): Promise<void> => undefined;
  discard = async (): Promise<void> => undefined;
  answer = async (): Promise<Result<void, RunFailure>> => this.refuse();
  releaseGates = async (): Promise<Result<void, RunFailure>> => this.refuse();
  retryGates = async (): Promise<Result<void, RunFailure>> => this.refuse();
  waiveGate = async (): Promise<Result<void, RunFailure>> => this.refuse();
  retryStopped = async (): Promise<Result<void, RunFailure>> => this.refuse();
  retryTask = async (): Promise<Result<void, RunFailure>> => this.refuse();
  pause = async (): Promise<Result<void, RunFailure>> => this.refuse();
  stopTask = async (): Promise<Result<void, RunFailure>> => this.refuse();
  tellWorker = async (): Promise<Result<void, RunFailure>> => this.refuse();
  reassignTask = async (): Promise<Result<void, RunFailure>> => this.refuse();
  draftConflict = async (): Promise<Result<void, RunFailure>> => this.refuse();
  settleConflict = async (): Promise<Result<void, RunFailure>> => this.refuse();
  apply = async (): Promise<Result<Applied, RunFailure>> => this.refuse();
  planUndo = async (): Promise<Result<PlannedUndo, RunFailure>> => this.refuse();
  undo = async (): Promise<Result<Undone, RunFailure>> => this.refuse();
  dropFinding = async (): Promise<Result<void, RunFailure>> => this.refuse();

  async sendBack(taskId: TaskId, reason: string, findingId?: string): Promise<Result<void, RunFailure>> {
    this.calls.push(['sendBack', taskId, reason, findingId ?? ''].join('|'));
    return ok(undefined);
  }

  async dismissFinding(findingId: string, reason: string): Promise<Result<void, RunFailure>> {
    this.calls.push(`dismiss ${findingId} ${reason}`);
    return ok(undefined);
  }

  private become(part: Partial<RunState>, event: RunEvent): void {
    this.state = { ...this.state, ...part };
    this.changed.fire({ event, state: this.state });
  }

  private refuse(): { readonly ok: false; readonly error: RunFailure } {
    return fail({ reason: 'defect', message: 'This fake was not told what to do.' });
  }
}
