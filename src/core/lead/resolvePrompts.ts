import { conflictQuote } from '../agent/conflictQuote';
import { quoteData, quotingRule } from '../agent/quote';
import { authorityParagraph } from '../authority/paragraph';
import type { Mandate } from '../authority/mandate';
import type { Task } from '../plan/plan';
import type { ChangeSet } from '../staging/read/changeSet';
import { numberedDiff } from '../staging/read/numberedDiff';
import type { Conflict } from '../staging/read/proposal';
import { truncateMiddle } from '../util/text';
import { role } from './prompts';

/** Characters of one change that the lead is shown. */
const diffLimit = 30_000;
/** Characters of one side of one clash that the lead is shown; a clash over whole files has whole files for sides. */
const sideLimit = 8_000;

/** What a task made: the side of a clash. */
export interface ClashSide {
  readonly task: Task;
  readonly summary: string;
  readonly changeSet: ChangeSet | null;
}

/** All the lead sees of a conflict. */
export interface ClashReport {
  /** What is in the proposal already, in the order in which it came there. */
  readonly first: readonly ClashSide[];
  /** The user's own edits of the proposal are among what came first. */
  readonly userWasFirst: boolean;
  /** What could not be merged with it. */
  readonly second: ClashSide;
  readonly conflicts: readonly Conflict[];
  /** How often this conflict was resolved before, and came back. */
  readonly roundsUsed: number;
  readonly refusals: readonly { readonly decision: { readonly type: string }; readonly reason: string }[];
}

/** Instructions for settling a conflict. */
export function resolveInstructions(mandate: Mandate): string {
  return [
    role,
    '',
    'Two changes that workers made at the same time cannot both be had as they are. The first is accepted and stays. Decide how the second comes to stand beside it:',
    '- order: the second task is done again by a worker, on the first change. Right where one change makes the other one’s text pointless, or where little is to be done.',
    '- delegate: a worker merges both, in the conflicting files and nowhere else; what does not clash is kept. Right where both changes are wanted as they are. Say what must hold in the end, not how the code must read.',
    '- leave: the user decides, in an editor. Right where the two tasks want different things, and nothing you know says which.',
    'Nothing of either change may be lost without a reason. The result is measured by the gates and judged by the criteria again.',
    '',
    authorityParagraph(mandate),
    '',
    quotingRule,
  ].join('\n');
}

/** One conflict as the lead's message. */
export function clashMessage(report: ClashReport): string {
  const { first, userWasFirst, second, conflicts, roundsUsed } = report;
  const sides = { ours: firstNames(report), theirs: second.task.id };
  return [
    `The change of ${second.task.id} clashes with what is in the proposal already. Resolved ${roundsUsed} times so far.`,
    ...first.map((side) => `Came first:\n${sideText(side)}`),
    ...(userWasFirst ? ['Came first: edits of the user’s own in the proposal. They stay.'] : []),
    `Came second:\n${sideText(second)}`,
    `What clashes:\n${conflicts.map((conflict) => conflictQuote(conflict, sides, sideLimit)).join('\n')}`,
    ...report.refusals.map(
      ({ decision, reason }) => `Your decision "${decision.type}" was refused: ${reason} Decide again.`,
    ),
  ].join('\n\n');
}

function firstNames({ first, userWasFirst }: ClashReport): string {
  const names = [...first.map(({ task }) => task.id as string), ...(userWasFirst ? ['the user'] : [])];
  return names.length > 0 ? names.join(', ') : 'the proposal';
}

function sideText({ task, summary, changeSet }: ClashSide): string {
  const changes = changeSet?.changes ?? [];
  const diff = changes.map((change) => numberedDiff(change, { context: 3, limit: diffLimit })).join('\n');
  return [
    `Task ${task.id}: ${task.title}`,
    `Instructions the worker had:\n${quoteData('instructions', task.instructions)}`,
    `Criteria:\n${task.criteria.map((criterion) => `- ${criterion.id}: ${criterion.text}`).join('\n')}`,
    `The worker's summary:\n${quoteData('summary', summary)}`,
    `The change:\n${quoteData('diff', diff === '' ? 'no file was changed' : truncateMiddle(diff, diffLimit))}`,
  ].join('\n');
}
