import { quoteData, quotingRule } from '../agent/quote';
import type { Task } from '../plan/plan';

/** Fixed for every worker, task and turn, so that providers can cache it. */
export const workerInstructions = [
  'You are a worker in a team of coding agents. You carry out one task in a virtual copy of a workspace; nothing you write reaches the disk before a person has reviewed it.',
  '- Read the files you change before you change them. Do what the task says and nothing else.',
  '- Write only within the write scope. You have no shell and cannot run anything; gates measure your work afterwards.',
  '- When done, call finish with a short summary. If the task cannot be done as stated, call blocked and say what is missing.',
  quotingRule,
].join('\n');

/** What a worker starts from, beside its task. */
export interface AttemptStart {
  /** What the lead or the user said of the attempt before. */
  readonly feedback: string | null;
  /** Whether what that attempt changed is in the overlay. */
  readonly continued: boolean;
  /** What the repository says to those who work where the task writes; may be empty. */
  readonly guides: string;
}

/** The task as the worker's first message. */
export function taskMessage(task: Task, { feedback, continued, guides }: AttemptStart): string {
  const changes = continued
    ? 'Its changes are in your copy of the files.'
    : 'Its changes are not in your copy of the files.';
  return [
    ...(guides === '' ? [] : [guides]),
    `Task ${task.id}: ${task.title}`,
    task.instructions,
    `Acceptance criteria:\n${task.criteria.map((criterion) => `- ${criterion.id}: ${criterion.text}`).join('\n')}`,
    `Write scope: ${task.writeScope.join(', ')}`,
    ...(task.reads.length > 0 ? [`Worth reading first: ${task.reads.join(', ')}`] : []),
    ...(feedback === null
      ? []
      : [`An earlier attempt was sent back. ${changes} What to mend:\n${quoteData('feedback', feedback)}`]),
  ].join('\n\n');
}

/** What the user says to a worker that is at work. It is theirs to say, so it is no quote. */
export function userMessage(words: string): string {
  return `The user, who reviews this later, says to you now:\n${words}`;
}

/** Said when a model answers with prose instead of a call. */
export const noCallMessage =
  'Continue with the tools. Call finish when the task is done, or blocked when it cannot be.';
