import { costWords, totalCost } from '../../core/money/prices';
import type { Verdict } from '../../core/gates/verdict';
import { changedBySaving } from '../../core/run/applies';
import type { AttemptState, RunState, TaskState } from '../../core/run/state';
import { decisionReason } from '../../core/run/decisionWords';
import { addUsage } from '../../core/ports/chatModel';
import { conflictWords } from '../../core/staging/read/conflictWords';
import { countOf, truncateMiddle } from '../../core/util/text';
import { authorNames, sideNames } from '../conflict/conflictOf';
import { compactTokens, modelsWords } from '../status/words';
import { codeBlock, inlineCode, plainMarkdown } from '../../core/util/markdown';

/** Characters of a gate's output that a tooltip has room for; the log has all of it. */
const outputLimit = 800;
/** Remarks of one gate that a tooltip has room for. */
const mostRemarks = 5;

/** All of a task that a person wants to read before approving it, and what happened to it since. */
export function taskTooltip(state: TaskState, run: RunState, estimate?: string): string {
  const { task } = state;
  const parts = [
    `**${plainMarkdown(`${task.id} ${task.title}`)}** (${task.size})`,
    plainMarkdown(task.instructions),
    `**May write:** ${task.writeScope.map(inlineCode).join(', ')}`,
    task.reads.length > 0 ? `**Reads first:** ${task.reads.map(inlineCode).join(', ')}` : '',
    task.dependsOn.length > 0 ? `**After:** ${task.dependsOn.join(', ')}` : '',
    `**Done when:**\n${task.criteria.map((criterion) => criterionLine(criterion.id, criterion.text, state)).join('\n')}`,
    estimate === undefined ? '' : `**May take:** ${estimate}`,
    ...state.attempts.map((attempt) => attemptText(attempt, run)),
    state.feedback === null ? '' : `**For the next attempt:** ${plainMarkdown(state.feedback)}`,
    state.conflicts.length === 0 ? '' : `**Conflicts:**\n${conflictLines(state).join('\n')}`,
    state.failure === null ? '' : `**What went wrong:** ${plainMarkdown(state.failure.message)}`,
  ];
  return paragraphs(parts);
}

/** One measurement: what ran, how it ended, and the end of its output. */
export function verdictTooltip(verdict: Verdict): string {
  const seconds = (verdict.durationMs / 1000).toFixed(1);
  const exit = verdict.exitCode === null ? '' : `, exit code ${verdict.exitCode}`;
  return paragraphs([
    `**${plainMarkdown(verdict.gate)}**: ${verdict.outcome.replaceAll('-', ' ')}${exit}, ${seconds} s`,
    verdict.command === '' ? '' : inlineCode(verdict.command),
    confinementWords(verdict),
    verdict.tree === '' ? '' : `Measured on tree ${inlineCode(verdict.tree.slice(0, 12))}`,
    verdict.output.trim() === '' ? '' : codeBlock(truncateMiddle(verdict.output.trim(), outputLimit)),
  ]);
}

/** How a gate was kept within bounds. */
function confinementWords({ confinement }: Verdict): string {
  if (!confinement) return '';
  return 'sandbox' in confinement
    ? `In a sandbox (${plainMarkdown(confinement.sandbox)})`
    : `Without a sandbox: ${plainMarkdown(confinement.none)}`;
}

/** The goal, the lead's summary, the warnings of the plan, and who is at work. */
export function runTooltip(run: RunState): string {
  const tokens = addUsage(run.usage.lead, run.usage.worker);
  const cost = costWords(totalCost(run));
  const saved = [...new Set(run.applies.flatMap(({ writes }) => changedBySaving(writes)))];
  return paragraphs([
    plainMarkdown(run.setup.goal),
    run.plan === null ? '' : plainMarkdown(run.plan.summary),
    ...(run.plan?.warnings ?? []).map((warning) => `**Warning:** ${plainMarkdown(warning.message)}`),
    `**Lead:** ${modelsWords(run.setup.lead, run.leadModels, run.setup.scripted)}`,
    `**Workers:** ${modelsWords(run.setup.worker, [], run.setup.scripted)}, at most ${run.setup.maxWorkers} at once`,
    `**Tokens:** ${compactTokens(tokens.input + tokens.output)}`,
    cost === '' ? '' : `**Cost:** ${plainMarkdown(cost)}, by the prices of the models that answered`,
    saved.length === 0 ? '' : `**Changed by saving, beyond what you accepted:** ${saved.map(inlineCode).join(', ')}`,
    run.failure === null ? '' : `**What went wrong:** ${plainMarkdown(run.failure.message)}`,
  ]);
}

function criterionLine(id: string, text: string, state: TaskState): string {
  const judgement = state.attempts.at(-1)?.assessment?.criteria.find((candidate) => candidate.criterion === id);
  const mark =
    judgement === undefined ? '' : judgement.met ? ' (met)' : ` (not met: ${plainMarkdown(judgement.reason)})`;
  return `- ${plainMarkdown(`${id} ${text}`)}${mark}`;
}

function attemptText(attempt: AttemptState, run: RunState): string {
  const lines = [
    `**Attempt ${attempt.attempt}:** ${countOf(attempt.turns, 'turn')}, ${compactTokens(attempt.usage.input + attempt.usage.output)} tokens, ${modelsWords(run.setup.worker, attempt.models, run.setup.scripted)}`,
    ...attempt.notes.map((note) => `- You told its worker: ${plainMarkdown(note)}`),
    ...(attempt.failure ? [`- Nothing came of it: ${plainMarkdown(attempt.failure.message)}`] : []),
    ...(attempt.summary === '' ? [] : [`- ${plainMarkdown(attempt.summary)}`]),
    ...attempt.verdicts.flatMap(verdictLines),
    ...decisionLines(attempt),
    ...clashLines(attempt),
    ...attempt.refusals.map(refusalLine),
  ];
  return lines.join('\n');
}

/** A verdict, and what a gate that passed remarks all the same. */
function verdictLines({ gate, outcome, problems = [] }: Verdict): readonly string[] {
  const line = `- gate ${plainMarkdown(gate)}: ${outcome.replaceAll('-', ' ')}`;
  if (outcome !== 'passed' || problems.length === 0) return [line];
  const remarks = problems
    .slice(0, mostRemarks)
    .map((problem) => `    - ${plainMarkdown(`${problem.path}:${problem.line} ${problem.message}`)}`);
  const rest = problems.length - remarks.length;
  return [
    `${line}, with ${countOf(problems.length, 'remark')}`,
    ...remarks,
    ...(rest > 0 ? [`    - and ${rest} more`] : []),
  ];
}

function refusalLine({ by, decision, reason }: AttemptState['refusals'][number]): string {
  return by === 'user'
    ? `- asked to ${decision.type}, and you said no`
    : `- not allowed to ${decision.type}: ${plainMarkdown(reason)}`;
}

function decisionLines(attempt: AttemptState): readonly string[] {
  const decision = attempt.assessment?.decision;
  if (!decision) return [];
  switch (decision.type) {
    case 'accept':
      return ['- the lead: accept'];
    case 'retry':
      return [`- the lead: retry. ${plainMarkdown(decision.feedback)}`];
    case 'reassign':
      return [`- the lead: reassign to ${plainMarkdown(decision.profile)}. ${plainMarkdown(decision.feedback)}`];
    case 'leave':
      return [`- the lead: leave it to you. ${plainMarkdown(decision.reason)}`];
    case 'abort':
      return [`- the lead: abort. ${plainMarkdown(decision.reason)}`];
  }
}

/** What an attempt's change clashed with, and what came of it. */
function clashLines({ clash }: AttemptState): readonly string[] {
  if (!clash) return [];
  const { resolution } = clash;
  const said = resolution ? decisionReason(resolution) : '';
  const came = {
    ordered: `the lead: done again on that. ${said}`,
    delegated: `the lead: a worker merges. ${said}`,
    left: `left to you. ${said}`,
    settled: 'settled by you',
  };
  return [
    `- clashes with ${authorNames(clash.with)}`,
    ...(clash.outcome === null ? [] : [`- ${plainMarkdown(came[clash.outcome].trim())}`]),
  ];
}

function conflictLines(state: TaskState): readonly string[] {
  const { first, second } = sideNames(state);
  return state.conflicts.map(
    (conflict) => `- ${plainMarkdown(conflictWords(conflict, { ours: first, theirs: second }))}`,
  );
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
