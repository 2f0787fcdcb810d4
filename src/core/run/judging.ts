import { guardPower } from '../authority/guard';
import type { Assessment, Decision } from '../lead/assessment';
import type { LeadFailure } from '../lead/leadCall';
import type { Resolution } from '../lead/resolution';
import { fail, ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { AttemptKey } from './events';
import type { RunFailure } from './failure';
import { leadFailure, refusedTooOften } from './failures';
import { Holds } from './holds';
import { runMandate, taskMandate } from './mandates';
import { withWaivers } from './measuring';
import { taskInHand } from './mergeTask';
import { revisionBase } from './revising';
import { attemptLine, isRepeated } from './stall';
import { judgedIn } from './standings';
import { attemptOf, taskStateOf, type RunState } from './state';
import { guidesFor } from './taskGuides';

/** How often the lead may decide beyond its authority on one attempt before the task fails. */
const maxRefusals = 2;

/** Whether the lead could have a task tried again; else there is nothing to ask it about an attempt of which nothing came. */
export function mayTryAgain(run: RunState, { taskId }: AttemptKey): boolean {
  const task = taskStateOf(run, taskId);
  const mandate = taskMandate(run.setup, task);
  return (
    guardPower(mandate, 'retry', task.retries).ok || guardPower(mandate, 'reassign', task.formerProfiles.length).ok
  );
}

/** What is decided about attempts: by the lead, within its authority, and by the user where they have to be asked. */
export class Judging {
  /** The lead's questions by id: granted or not. */
  readonly questions = new Holds<boolean>();

  constructor(private readonly context: RunContext) {}

  /** The lead's decision, guarded; a refusal goes back to it, and too many fail the task. */
  async judge(key: AttemptKey, signal: AbortSignal): Promise<Result<Decision, RunFailure>> {
    const { log } = this.context;
    await log.record({ type: 'assessment-started', ...key });
    for (;;) {
      const attempt = attemptOf(log.state, key);
      if (attempt.refusals.length >= maxRefusals) return fail(refusedTooOften(attempt.refusals));
      // A decision that nobody has acted on yet, because that was interrupted, is not asked for again.
      const known = attempt.ruling === null ? null : attempt.assessment;
      const assessed = known ? ok(known) : await this.askLead(key, signal);
      if (!assessed.ok) return fail(leadFailure(assessed.error, attempt.failure ? 'consult' : 'assess'));
      const { decision } = assessed.value;
      if (!known) await log.record({ type: 'attempt-assessed', ...key, assessment: assessed.value });
      const { ruling } = attemptOf(log.state, key);
      if (!ruling) throw new Error(`Nobody ruled on attempt ${key.attempt} of ${key.taskId}.`);
      if (!ruling.ok) {
        await log.record({ type: 'decision-refused', ...key, decision, reason: ruling.error, by: 'guard' });
        continue;
      }
      if (ruling.value === 'take' || (await this.ask(key, decision, signal))) return ok(decision);
      const reason = 'The user was asked and said no.';
      await log.record({ type: 'decision-refused', ...key, decision, reason, by: 'user' });
    }
  }

  /** Puts a decision to the user; whether they grant it. */
  async ask(key: AttemptKey, decision: Decision | Resolution, signal: AbortSignal): Promise<boolean> {
    const { log, newId } = this.context;
    // The answer may have come just before the interruption.
    const { granted: answer } = attemptOf(log.state, key);
    if (answer !== null) return answer;
    const questionId = newId();
    const goesOn = decision.type === 'retry' || decision.type === 'reassign';
    const fruitless = log.state.fruitless + 1;
    const isStalled = goesOn && fruitless >= runMandate(log.state.setup).stallAfter;
    const why = isStalled ? { stalled: fruitless } : {};
    const answered = this.questions.wait(questionId, signal);
    const [granted] = await Promise.all([
      answered,
      log.record({ type: 'question-asked', ...key, questionId, decision, ...why }),
    ]);
    return granted;
  }

  private async askLead(key: AttemptKey, signal: AbortSignal): Promise<Result<Assessment, LeadFailure>> {
    const { lead, log } = this.context;
    const run = log.state;
    const state = taskStateOf(run, key.taskId);
    const attempt = attemptOf(run, key);
    const mandate = taskMandate(run.setup, state);
    const report = {
      ...attempt,
      task: taskInHand(run, state),
      retriesUsed: state.retries,
      isRepeated: isRepeated(state),
      revising: await revisionBase(this.context),
    };
    if (attempt.failure) {
      const earlier = state.attempts.filter((each) => each.attempt < key.attempt).map(attemptLine);
      const decided = await lead.consult({ ...report, trouble: attempt.failure.message, earlier }, mandate, signal);
      return decided.ok ? ok({ criteria: [], findings: [], ...decided.value }) : decided;
    }
    const { changeSet } = attempt;
    if (!changeSet) throw new Error(`Attempt ${key.attempt} of ${key.taskId} wrote no change set.`);
    const verdicts = withWaivers(run, attempt.verdicts).map((verdict) => judgedIn(run, verdict, changeSet.changes));
    const guides = await guidesFor(this.context, report.task, signal);
    return lead.assess({ ...report, guides, verdicts, changeSet }, mandate, signal);
  }
}
