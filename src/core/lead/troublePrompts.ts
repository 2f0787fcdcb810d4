import { quoteData, quotingRule } from '../agent/quote';
import { authorityParagraph } from '../authority/paragraph';
import { grantOf, type Mandate } from '../authority/mandate';
import type { Task } from '../plan/plan';
import type { RevisionBase } from '../plan/revision';
import { restOfPlan, revisionRule, role } from './prompts';

/** All the lead sees of an attempt that came to no change. */
export interface TroubleReport {
  readonly task: Task;
  readonly attempt: number;
  /** The worker profile that made it. */
  readonly profile: string;
  readonly retriesUsed: number;
  readonly feedback: string | null;
  /** What the user told its worker meanwhile. */
  readonly notes: readonly string[];
  /** Why nothing came of it. */
  readonly trouble: string;
  /** What came of the attempts before it, in order. */
  readonly earlier: readonly string[];
  /** Whether it came to the same end as the one before. */
  readonly isRepeated: boolean;
  /** What the lead may revise of the plan. */
  readonly revising: RevisionBase | undefined;
  readonly refusals: readonly { readonly decision: { readonly type: string }; readonly reason: string }[];
}

/** Instructions for deciding about an attempt of which nothing came. */
export function troubleInstructions(mandate: Mandate): string {
  return [
    role,
    '',
    'A worker came to no change on its task: it says that it is blocked, or it failed. Decide how to go on:',
    '- First feedback that takes the cause away: what it missed, where to look, what to leave alone. It is all the worker hears beside its task, and no code.',
    '- Where the same happened again after that, another worker profile, if there is one.',
    '- Where the task cannot be done as it is stated, or something is missing that only the user has, leave it to the user and say what they have to decide or provide.',
    ...(grantOf(mandate, 'revise') === 'never' ? [] : [revisionRule]),
    '- Abort only where the run cannot reach its goal without this.',
    '',
    authorityParagraph(mandate),
    '',
    quotingRule,
  ].join('\n');
}

/** One such attempt as the lead's message. */
export function troubleMessage(report: TroubleReport): string {
  const { task, attempt, profile, retriesUsed, feedback, notes, trouble, earlier, isRepeated, refusals } = report;
  return [
    `Task ${task.id}: ${task.title}. Attempt ${attempt} by ${profile}; sent back ${retriesUsed} times so far.`,
    `Instructions the worker had:\n${quoteData('instructions', task.instructions)}`,
    `Write scope: ${task.writeScope.join(', ')}`,
    `Criteria:\n${task.criteria.map((criterion) => `- ${criterion.id}: ${criterion.text}`).join('\n')}`,
    ...(feedback === null ? [] : [`Feedback it was sent back with:\n${quoteData('feedback', feedback)}`]),
    ...notes.map((note) => `The user told the worker while it was at work:\n${quoteData('note', note)}`),
    ...(earlier.length > 0 ? [`Attempts before:\n${quoteData('attempts', earlier.join('\n'))}`] : []),
    `What went wrong${isRepeated ? ', for the second time in a row' : ''}:\n${quoteData('trouble', trouble)}`,
    ...restOfPlan(report.revising),
    ...refusals.map(({ decision, reason }) => `Your decision "${decision.type}" was refused: ${reason} Decide again.`),
  ].join('\n\n');
}
