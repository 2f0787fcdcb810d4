import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import type { Question } from '../../core/run/state';
import type { Disposable } from '../../core/util/disposable';
import { fail, ok, type Result } from '../../core/util/result';
import { openPlanDiff } from '../plan/planDiff';
import { questionWords, type QuestionWords } from '../plan/questionWords';
import { reportProblem } from './commandTable';
import { plainMessage, type Problem } from './problem';
import { noRun } from './runCommands';
import { questionOfArgument } from './targets';

/** Shows a question of the lead's and carries the answer back. Cancelling leaves it open. */
export async function answerQuestion(current: CurrentRun, argument: unknown): Promise<Result<void, Problem>> {
  const run = current.get();
  if (!run) return fail(noRun);
  const wanted = questionOfArgument(argument);
  const question = run.state.questions.find((candidate) => wanted === undefined || candidate.questionId === wanted);
  if (!question) return fail({ reason: 'no-question', message: 'The lead has no open question.' });
  const words = questionWords(question);
  const { title, detail, allow, refuse } = words;
  const answer = await vscode.window.showWarningMessage(title, { modal: true, detail }, ...buttonsOf(words));
  if (answer !== allow && answer !== refuse) return show(run, question, answer);
  return run.answer(question.questionId, answer === allow);
}

function buttonsOf({ allow, refuse, show: more }: QuestionWords): readonly string[] {
  return more === undefined ? [allow, refuse] : [allow, refuse, more];
}

/** Shows what a question is about, where that was asked for; the question stays open. */
async function show(run: Run, { decision }: Question, answer: string | undefined): Promise<Result<void, Problem>> {
  const { plan, runId } = run.state;
  if (answer !== undefined && decision.type === 'revise' && plan) await openPlanDiff(runId, plan, decision.plan);
  return ok(undefined);
}

/** Tells of each new question once, in a notification that takes no focus. */
export function registerQuestionNotices(deps: { readonly current: CurrentRun; readonly logger: Logger }): Disposable {
  return deps.current.onDidChangeAny((change) => {
    if (change?.event.type !== 'question-asked') return;
    const run = deps.current.byId(change.state.runId);
    if (!run) return;
    notify(run, change.event).then(
      (result) => {
        if (!result.ok) reportProblem(result.error, deps.logger);
      },
      (error: unknown) => deps.logger.error(`A question could not be shown: ${String(error)}`),
    );
  });
}

async function notify(run: Run, question: Question): Promise<Result<void, Problem>> {
  const words = questionWords(question);
  const { title, detail, allow, refuse } = words;
  const answer = await vscode.window.showWarningMessage(plainMessage(`${title} ${detail}`), ...buttonsOf(words));
  // It may have been answered in the tree meanwhile, or the run may be over.
  const open = run.state.questions.some((candidate) => candidate.questionId === question.questionId);
  if (!open) return ok(undefined);
  if (answer !== allow && answer !== refuse) return show(run, question, answer);
  return run.answer(question.questionId, answer === allow);
}
