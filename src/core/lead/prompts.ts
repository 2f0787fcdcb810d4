import { quoteData, quotingRule } from '../agent/quote';
import { authorityParagraph } from '../authority/paragraph';
import { grantOf, type Mandate } from '../authority/mandate';
import type { Problem } from '../gates/problem';
import type { Standing } from '../gates/sinceBase';
import type { GateSpec, Verdict } from '../gates/verdict';
import type { Task } from '../plan/plan';
import type { RevisionBase } from '../plan/revision';
import { scopeRule, type Overlap } from '../plan/overlap';
import { defaultProfile, type Profile } from '../plan/profile';
import { numberedDiff } from '../staging/read/numberedDiff';
import type { ChangeSet } from '../staging/read/changeSet';
import { truncateMiddle } from '../util/text';

/** Characters of one gate's output that the lead is shown: enough for a few failures with their stacks. */
const gateOutputLimit = 6_000;
/** Characters of one attempt's diff that the lead is shown. */
const diffLimit = 60_000;

/** Said first in every call, so that nothing that is cut from a conversation can take it away. */
export const role = `You are the lead of a team of coding agents. You plan, assign, judge and decide. You never write code, tests or documentation yourself, not even as an example: workers do that.`;

/** What instructions for planning are made of. */
export interface PlanningFacts {
  readonly mandate: Mandate;
  /** All worker profiles, the default one first. */
  readonly profiles: readonly Profile[];
  readonly gates: readonly GateSpec[];
  /** The workspace folders' names. */
  readonly folders: readonly string[];
  /** The one of them that the run is about, where it is not about all. */
  readonly folder?: string | undefined;
  /** How tasks run that may write the same files; one after the other where it does not say. */
  readonly overlap?: Overlap | undefined;
}

/** Instructions for planning. */
export function planInstructions(facts: PlanningFacts): string {
  const { mandate, profiles, gates, folders, folder } = facts;
  const gateList = gates.map((gate) => gate.id).join(', ');
  return [
    role,
    '',
    'Decompose the goal into tasks for workers that run in parallel, each in a virtual copy of the workspace. Look at the workspace first with the tools; read what you need to know, not more.',
    '- A worker sees its own task only, and what the tasks it depends on have written. Its instructions must be complete without the goal.',
    `- ${scopeRule(facts.overlap ?? 'serialise')}`,
    '- Add a dependency only where a task needs the other one’s result. Independent tasks run at once.',
    '- Give each task criteria that can be checked by reading the change. Do not split what one worker does in one go.',
    gates.length > 0
      ? `- These commands measure every attempt: ${gateList}. A task must leave them passing together with the tasks it depends on.`
      : '- No command measures the attempts, so criteria must be checkable by reading.',
    ...(folders.length > 1
      ? [`- The workspace has several folders; every path begins with the folder’s name: ${folders.join(', ')}.`]
      : []),
    ...(folder === undefined ? [] : [`- The goal is about the folder ${folder} alone; the others are out of bounds.`]),
    ...profileLines(profiles),
    '',
    authorityParagraph(mandate),
    '',
    quotingRule,
    'Answer with the plan when you have seen enough.',
  ].join('\n');
}

/** Who there is to work, where there is a choice. */
function profileLines(profiles: readonly Profile[]): readonly string[] {
  if (profiles.length < 2) return [];
  const lines = profiles.map(
    ({ name, model, purpose }) => `  - ${name}: ${model}${purpose === '' ? '' : `, ${purpose}`}`,
  );
  return ['- Worker profiles. The default one serves unless a task is clearly for another:', ...lines];
}

/** The user's goal as the first message; `guides` is what the repository says to those who work in it. */
export function goalMessage(goal: string, guides: string): string {
  return [...(guides === '' ? [] : [guides]), `The user's goal:\n${quoteData('goal', goal)}`].join('\n\n');
}

/** Tells the lead what is wrong with its plan. */
export function planIssuesMessage(issues: readonly string[]): string {
  return `The plan is not valid. Mend these and answer with the whole plan again:\n${issues.map((issue) => `- ${issue}`).join('\n')}`;
}

/** Instructions for judging one attempt. */
export function assessInstructions(mandate: Mandate): string {
  return [
    role,
    '',
    'A worker has finished an attempt on a task. Judge it by its criteria, reading the change and the verdicts of the gates. Judge every criterion, in order.',
    '- Findings are located remarks for the person who reviews the change: what is wrong, risky or worth knowing, on a line of the new text, quoted exactly as it stands. None is a good number.',
    '- Retry when a criterion is not met or a gate failed because of the change. The feedback is all the worker hears: say what is wrong and why, not how the code must read.',
    '- Where an attempt fails as the one before did, the same feedback again is of no use: say something else, give it to another worker profile, or leave it to the user.',
    '- A verdict is a measurement; you cannot argue with it.',
    ...(grantOf(mandate, 'revise') === 'never' ? [] : [revisionRule]),
    '',
    authorityParagraph(mandate),
    '',
    quotingRule,
  ].join('\n');
}

/** A verdict with what it says of the attempt, compared with the base. Without a word on that it stands for itself. */
export interface JudgedVerdict extends Verdict {
  readonly standing?: Standing;
  /** What the gate did not find on the base. */
  readonly added?: readonly Problem[];
}

/** All the lead sees of one attempt. */
export interface AttemptReport {
  readonly task: Task;
  /** What the repository says to those who work where the task writes; may be empty. */
  readonly guides: string;
  readonly attempt: number;
  /** The worker profile that made it. */
  readonly profile: string;
  readonly retriesUsed: number;
  readonly feedback: string | null;
  /** What the user told its worker meanwhile. */
  readonly notes: readonly string[];
  readonly summary: string;
  readonly changeSet: ChangeSet;
  readonly verdicts: readonly JudgedVerdict[];
  /** Whether it came to the same end as the attempt before. */
  readonly isRepeated: boolean;
  /** What the lead may revise of the plan. */
  readonly revising: RevisionBase | undefined;
  readonly refusals: readonly { readonly decision: { readonly type: string }; readonly reason: string }[];
}

/** One attempt as the lead's message. */
export function attemptMessage(report: AttemptReport): string {
  const { task, changeSet } = report;
  const diff = changeSet.changes.map((change) => numberedDiff(change, { context: 3, limit: diffLimit })).join('\n');
  return [
    ...(report.guides === '' ? [] : [report.guides]),
    `Task ${task.id}: ${task.title}. Attempt ${report.attempt}${by(report)}; sent back ${report.retriesUsed} times so far.`,
    `Instructions the worker had:\n${quoteData('instructions', task.instructions)}`,
    `Write scope: ${task.writeScope.join(', ')}`,
    `Criteria:\n${task.criteria.map((criterion) => `- ${criterion.id}: ${criterion.text}`).join('\n')}`,
    ...(report.feedback === null ? [] : [`Feedback it was sent back with:\n${quoteData('feedback', report.feedback)}`]),
    ...report.notes.map((note) => `The user told the worker while it was at work:\n${quoteData('note', note)}`),
    `The worker's summary:\n${quoteData('summary', report.summary)}`,
    `Verdicts${report.isRepeated ? ', failing as on the attempt before' : ''}:\n${report.verdicts.map(verdictText).join('\n')}`,
    `The change:\n${quoteData('diff', diff === '' ? 'no file was changed' : truncateMiddle(diff, diffLimit))}`,
    ...restOfPlan(report.revising),
    ...report.refusals.map(
      ({ decision, reason }) => `Your decision "${decision.type}" was refused: ${reason} Decide again.`,
    ),
  ].join('\n\n');
}

/** What the lead may change of the plan, if anything. */
export function restOfPlan(revising: RevisionBase | undefined): readonly string[] {
  if (!revising) return [];
  const { plan, begun, refused } = revising;
  const open = plan.tasks.filter(({ id }) => !begun.has(id));
  const lines = open.map(({ id, title, dependsOn, writeScope }) => {
    const after = dependsOn.length > 0 ? ` after ${dependsOn.join(', ')};` : '';
    return `- ${id} ${title};${after} writes ${writeScope.join(', ')}`;
  });
  return [
    `Tasks that have not begun, which a revision may change:\n${lines.join('\n') || '- none; it may add some'}`,
    ...refused.map((reason) => `A revision you gave was refused: ${reason}`),
  ];
}

/** Said where the lead may change the plan. */
export const revisionRule =
  '- Where what you saw makes the rest of the plan wrong, or shows that something is missing, give a revision with an accept or a leave: whole tasks, those that have not begun or new ones. Else answer null.';

/** Who made the attempt, where it was not the default worker. */
function by({ profile }: AttemptReport): string {
  return profile === defaultProfile ? '' : ` by ${profile}`;
}

/** New problems that are named one by one; all of them are in the output. */
const maxNamed = 10;

function verdictText(verdict: JudgedVerdict): string {
  const code = verdict.exitCode === null ? '' : `, exit code ${verdict.exitCode}`;
  const kind = verdict.required ? 'required' : 'optional';
  const head = `- ${verdict.gate} (${kind}): ${verdict.outcome}${code}${standingText(verdict)}`;
  const remarks = verdict.problems ?? [];
  if (verdict.outcome === 'passed' && remarks.length > 0)
    return `${head}, with remarks\n${quoteData('remarks', listOf(remarks))}`;
  if (verdict.outcome === 'passed' || verdict.output === '') return head;
  return `${head}\n${quoteData('output', truncateMiddle(verdict.output, gateOutputLimit))}`;
}

function standingText({ standing, added = [] }: JudgedVerdict): string {
  switch (standing) {
    case 'known':
      return ', as before the run: nothing it finds is new, and it does not stand against this attempt';
    case 'unclear':
      return ', and did before the run; the two outputs cannot be compared';
    case 'added':
      return added.length > 0 ? `; not there before the run:\n${quoteData('new problems', listOf(added))}` : '';
    default:
      return '';
  }
}

function listOf(problems: readonly Problem[]): string {
  const lines = problems.slice(0, maxNamed).map(({ path, line, message }) => `${path}:${line} ${message}`);
  const rest = problems.length - lines.length;
  return [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}
