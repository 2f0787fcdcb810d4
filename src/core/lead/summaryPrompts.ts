import { quoteData, quotingRule } from '../agent/quote';
import { authorityParagraph } from '../authority/paragraph';
import type { Mandate } from '../authority/mandate';
import type { Verdict } from '../gates/verdict';
import type { Task } from '../plan/plan';
import type { WorkspacePath } from '../util/paths';
import { truncateMiddle } from '../util/text';
import { role } from './prompts';

/** Characters of what one worker said of its task that the lead is shown. */
const summaryLimit = 1_500;
/** Findings that are told one by one; a summary is not made of more. */
const maxFindings = 20;

/** What became of one task. */
export interface TaskOutcome {
  readonly task: Pick<Task, 'id' | 'title'>;
  /** In a word or a few: `accepted after 2 attempts`. */
  readonly outcome: string;
  /** The worker's words on what is in the proposal, or why nothing is. */
  readonly said: string;
  readonly paths: readonly WorkspacePath[];
}

/** All the lead sees of a run that came to its end. */
export interface RunOutcome {
  readonly goal: string;
  readonly tasks: readonly TaskOutcome[];
  /** All files of the proposal. */
  readonly paths: readonly WorkspacePath[];
  /** What the gates say of the merged proposal. */
  readonly verdicts: readonly Pick<Verdict, 'gate' | 'outcome'>[];
  /** Open findings, as `path:line message`. */
  readonly findings: readonly string[];
}

/** Instructions for summing a run up. */
export function summaryInstructions(mandate: Mandate): string {
  return [
    role,
    '',
    'All tasks of the run have come to their end. Sum up for the person who reviews the proposal now: what it does as a whole, measured by the goal; what of the goal is missing or was done otherwise; and where they should look first, because it is risky or all the rest rests on it.',
    'Plain words, no list of tasks: they see that already. Nothing you say here changes anything; there is no decision left to make.',
    '',
    authorityParagraph(mandate),
    '',
    quotingRule,
  ].join('\n');
}

/** One run as the lead's message. */
export function outcomeMessage({ goal, tasks, paths, verdicts, findings }: RunOutcome): string {
  const shown = findings.slice(0, maxFindings);
  const rest = findings.length - shown.length;
  const listed = [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
  return [
    `The user's goal:\n${quoteData('goal', goal)}`,
    ...tasks.map(taskText),
    `Files of the proposal: ${paths.join(', ')}`,
    `Gates on the merged proposal: ${verdicts.map(({ gate, outcome }) => `${gate} ${outcome}`).join(', ') || 'none measured it'}`,
    ...(findings.length > 0 ? [`Open findings:\n${quoteData('findings', listed)}`] : []),
  ].join('\n\n');
}

function taskText({ task, outcome, said, paths }: TaskOutcome): string {
  const files = paths.length > 0 ? ` Files: ${paths.join(', ')}` : '';
  return `Task ${task.id}: ${task.title}. ${outcome}.${files}\n${quoteData('summary', truncateMiddle(said, summaryLimit))}`;
}
