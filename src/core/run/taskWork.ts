import type { Decision } from '../lead/assessment';
import type { TaskId } from '../plan/plan';
import { runAttempt } from '../worker/worker';
import { WorkspaceView } from '../staging/read/overlayView';
import type { ChangeSet } from '../staging/read/changeSet';
import { integrate } from '../staging/write/integrate';
import { mergeFile } from '../staging/write/merge';
import { Overlay } from '../staging/write/overlay';
import type { Permits } from '../util/permits';
import { fail, ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { AttemptKey, RunEvent } from './events';
import type { RunFailure } from './failure';
import { leadFailure, refusedTooOften, workerFailure } from './failures';
import { Holds } from './holds';
import { measureChangeSet, measureTree, unpassed, unseenSources } from './measuring';
import { layOver, proposedTexts } from './proposedTexts';
import type { AttemptState, TaskState } from './state';

/** How often the lead may decide beyond its authority on one attempt before the task fails. */
const maxRefusals = 2;

/** Carries tasks out: attempt, gates, assessment, decision, merge. One object per run; several tasks at once. */
export class TaskWork {
  /** Held gates by task: the user released them or wants them run again. */
  readonly heldGates = new Holds<void>();
  /** The lead's questions by id: granted or not. */
  readonly questions = new Holds<boolean>();

  constructor(
    private readonly context: RunContext,
    private readonly workers: Permits,
    /** Ends the run with the lead's reason, after the user agreed to it. */
    private readonly onAbort: (reason: string) => void,
  ) {}

  /** One task until it is accepted, has failed, or waits for a person. Rejects with an abort after a stop. */
  async carryOut(taskId: TaskId, signal: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.workers.use(signal, () => this.attempt(taskId, signal));
      if (!key) return;
      await this.measure(key, signal);
      const decision = await this.judge(key, signal);
      if (!decision.ok) {
        await this.context.log.record({ type: 'task-failed', taskId, failure: decision.error });
        return;
      }
      switch (decision.value.type) {
        case 'accept':
          return this.merge(key);
        case 'retry':
          await this.context.log.record({ type: 'attempt-rejected', ...key, feedback: decision.value.feedback });
          break;
        case 'abort':
          this.onAbort(decision.value.reason);
          return;
      }
    }
  }

  /** The worker's part; `undefined` when there is nothing to measure because it failed or is blocked. */
  private async attempt(taskId: TaskId, signal: AbortSignal): Promise<AttemptKey | undefined> {
    const { log, workspace, rules } = this.context;
    const { task, feedback, attempts } = this.task(taskId);
    const key: AttemptKey = { taskId, attempt: attempts.length + 1 };
    const overlay = new Overlay(new WorkspaceView(workspace, proposedTexts(log.state)));
    const continued = feedback !== null && (await this.seed(overlay, attempts.at(-1)?.changeSet ?? null, signal));
    await log.record({ type: 'attempt-started', ...key, feedback });
    const ended = await runAttempt(
      {
        model: this.context.workerModel,
        modelName: log.state.setup.worker,
        task,
        feedback,
        continued,
        overlay,
        rules,
        maxTurns: this.context.maxTurnsPerAttempt,
        listener: {
          onTurn: ({ model, usage }) =>
            log.record({
              type: 'worker-turned',
              ...key,
              model: { configured: log.state.setup.worker, returned: model },
              usage,
            }),
          onProgress: (text) => this.context.report({ role: 'worker', taskId, text }),
        },
      },
      signal,
    );
    if (!ended.ok) {
      await log.record({ type: 'task-failed', taskId, failure: workerFailure(ended.error) });
      return undefined;
    }
    if (ended.value.type === 'blocked') {
      await log.record({ type: 'worker-blocked', ...key, reason: ended.value.reason });
      return undefined;
    }
    const changeSet = overlay.changeSet(this.context.digest);
    await log.record({ type: 'change-set-written', ...key, changeSet, summary: ended.value.summary });
    return key;
  }

  /**
   * Gives a retry what the attempt before it wrote, where that still fits the present proposal; otherwise it starts afresh.
   * What was accepted before is in the proposal already.
   */
  private async seed(overlay: Overlay, earlier: ChangeSet | null, signal: AbortSignal): Promise<boolean> {
    if (!earlier) return false;
    const texts: { readonly path: ChangeSet['changes'][number]['path']; readonly text: string | null }[] = [];
    for (const { path, before, after } of earlier.changes) {
      const present = await overlay.read(path, signal);
      const ours = present.ok && present.value.type === 'text' ? present.value.text : null;
      const merged = mergeFile(before, ours, after);
      if (merged.type === 'conflicted') return false;
      texts.push({ path, text: merged.text });
    }
    for (const { path, text } of texts) {
      if (text !== null) await overlay.write(path, text, signal);
      else if ((await overlay.read(path, signal)).ok) await overlay.delete(path, signal);
    }
    return true;
  }

  /** Gates on the attempt's tree; waits for the user where a change touches what gates run from or a gate could not run. */
  private async measure(key: AttemptKey, signal: AbortSignal): Promise<void> {
    const { context } = this;
    const { task } = this.task(key.taskId);
    const { changeSet } = this.attemptState(key);
    if (!changeSet) throw new Error(`Attempt ${key.attempt} of ${key.taskId} wrote no change set.`);
    const builtIn = await measureChangeSet(context, task, changeSet);
    for (const verdict of builtIn) await context.log.record({ type: 'attempt-measured', ...key, verdict });
    // What is out of scope or no patch at all is not run: the lead hears of it first.
    if (builtIn.some(({ outcome }) => outcome !== 'passed')) return;

    for (;;) {
      const changes = layOver(
        proposedTexts(context.log.state),
        changeSet.changes.map(({ path, after }) => [path, after] as const),
      );
      const unseen = unseenSources(context, new Map(changeSet.changes.map(({ path, after }) => [path, after])));
      if (unseen.length > 0) {
        await this.hold({ type: 'gates-held', ...key, sources: unseen.map(({ path }) => path) }, signal);
        continue;
      }
      const verdicts = await measureTree(context, changes, key.taskId, signal);
      for (const verdict of verdicts) await context.log.record({ type: 'attempt-measured', ...key, verdict });
      const stuck = unpassed(context.log.state, verdicts).some(({ outcome }) => outcome === 'could-not-run');
      if (!stuck) return;
      await this.hold({ type: 'gates-held', ...key, sources: [] }, signal);
    }
  }

  private async hold(event: Extract<RunEvent, { type: 'gates-held' }>, signal: AbortSignal): Promise<void> {
    const answered = this.heldGates.wait(event.taskId, signal);
    await Promise.all([this.context.log.record(event), answered]);
  }

  /** The lead's decision, guarded; a refusal goes back to it, and too many fail the task. */
  private async judge(key: AttemptKey, signal: AbortSignal): Promise<Result<Decision, RunFailure>> {
    const { log, lead } = this.context;
    await log.record({ type: 'assessment-started', ...key });
    for (;;) {
      const task = this.task(key.taskId);
      const attempt = this.attemptState(key);
      if (attempt.refusals.length >= maxRefusals) return fail(refusedTooOften(attempt.refusals));
      if (!attempt.changeSet) throw new Error(`Attempt ${key.attempt} of ${key.taskId} wrote no change set.`);
      const report = { ...attempt, task: task.task, changeSet: attempt.changeSet, retriesUsed: task.retries };
      const assessed = await lead.assess(report, signal);
      if (!assessed.ok) return fail(leadFailure(assessed.error, 'assess'));
      const { decision } = assessed.value;
      await log.record({ type: 'attempt-assessed', ...key, assessment: assessed.value });
      const { ruling } = this.attemptState(key);
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

  private async ask(key: AttemptKey, decision: Decision, signal: AbortSignal): Promise<boolean> {
    const questionId = this.context.newId();
    const answered = this.questions.wait(questionId, signal);
    const [granted] = await Promise.all([
      answered,
      this.context.log.record({ type: 'question-asked', ...key, questionId, decision }),
    ]);
    return granted;
  }

  private async merge(key: AttemptKey): Promise<void> {
    const { changeSet, assessment } = this.attemptState(key);
    const findings = (assessment?.findings ?? []).map((finding) => ({
      id: this.context.newId(),
      source: 'lead',
      ...key,
      ...finding,
    }));
    await this.context.log.decide((state): RunEvent => {
      const merged = integrate(state.proposal, changeSet?.changes ?? [], { type: 'task', ...key });
      if (!merged.ok) return { type: 'merge-conflicted', ...key, conflicts: merged.error };
      return { type: 'attempt-accepted', ...key, files: merged.value, findings };
    });
  }

  private task(taskId: TaskId): TaskState {
    const task = this.context.log.state.tasks.get(taskId);
    if (!task) throw new Error(`The run has no task ${taskId}.`);
    return task;
  }

  private attemptState(key: AttemptKey): AttemptState {
    const attempt = this.task(key.taskId).attempts.find(({ attempt: number }) => number === key.attempt);
    if (!attempt) throw new Error(`Task ${key.taskId} has no attempt ${key.attempt}.`);
    return attempt;
  }
}
