import type { RunOutcome, TaskOutcome } from '../lead/summaryPrompts';
import { changeOf } from '../staging/read/proposal';
import { fail, ok, type Result } from '../util/result';
import type { WorkspacePath } from '../util/paths';
import type { RunContext } from './context';
import type { RunFailure } from './failure';
import { leadFailure } from './failures';
import type { RunBoundary } from './runBoundary';
import type { RunState, TaskState } from './state';

/** Has the lead sum up what a run came to, beside whatever goes on: nothing waits for it, and nothing depends on it. */
export class SummingUp {
  private present: Promise<void> | undefined;

  constructor(
    private readonly context: RunContext,
    private readonly boundary: Pick<RunBoundary, 'guarded'>,
  ) {}

  /** Resolves when no summary is being made. */
  get end(): Promise<void> | undefined {
    return this.present;
  }

  /** Begins where there is something to sum up that was not yet. */
  begin(): void {
    if (!isToSumUp(this.context.log.state)) return;
    this.present ??= this.boundary
      .guarded((signal) => this.sumUp(signal))
      .then((done) => {
        if (!done.ok && done.error.reason !== 'model-stopped')
          this.context.logger.warn(`The run has no summary: ${done.error.message}`);
      })
      .finally(() => (this.present = undefined));
  }

  private async sumUp(signal: AbortSignal): Promise<Result<void, RunFailure>> {
    const { lead, log } = this.context;
    while (isToSumUp(log.state)) {
      const before = log.state;
      const summed = await lead.sumUp(outcomeOf(before), signal);
      if (!summed.ok) return fail(leadFailure(summed.error, 'sum-up'));
      // What was sent back meanwhile has made it a summary of something else.
      await log.decide((state) =>
        isToSumUp(state) && endsOf(state) === endsOf(before)
          ? { type: 'run-summed-up', summary: summed.value }
          : undefined,
      );
    }
    return ok(undefined);
  }
}

/**
 * Whether a summary is still to come. One task says itself what it came to; and where nothing is proposed, the tasks' failures are all
 * there is to say.
 */
export function isToSumUp(state: RunState): boolean {
  const isThrough = state.phase === 'review' || state.phase === 'applied';
  return isThrough && state.summary === null && state.tasks.size > 1 && proposedPaths(state).length > 0;
}

/** How far each task has come. */
function endsOf({ tasks }: RunState): string {
  return [...tasks].map(([id, { status, attempts }]) => `${id} ${status} ${attempts.length}`).join('\n');
}

function outcomeOf(state: RunState): RunOutcome {
  return {
    goal: state.setup.goal,
    tasks: [...state.tasks.values()].map(taskOutcome),
    paths: proposedPaths(state),
    verdicts: state.proposalVerdicts,
    findings: state.findings
      .filter(({ choice }) => choice === 'open')
      .map(({ finding: { path, line, message } }) => `${path}:${line} ${message}`),
  };
}

function proposedPaths({ proposal }: RunState): readonly WorkspacePath[] {
  return [...proposal].filter(([, file]) => changeOf(file) !== undefined).map(([path]) => path);
}

function taskOutcome({ task, status, attempts, failure }: TaskState): TaskOutcome {
  const accepted = attempts.findLast((attempt) => attempt.accepted);
  const times = attempts.length > 1 ? ` after ${attempts.length} attempts` : '';
  return {
    task,
    outcome: `${status}${times}`,
    said: failure?.message ?? accepted?.summary ?? '',
    paths: accepted?.changeSet?.changes.map(({ path }) => path) ?? [],
  };
}
