import type { Question } from '../../core/run/state';
import { unreachable } from '../../core/util/result';

/** A question of the lead's in words: what granting it does stands on the button. */
export interface QuestionWords {
  /** A sentence: `The lead wants to abort the run.` */
  readonly title: string;
  /** Why, in the lead's words. */
  readonly detail: string;
  readonly allow: string;
  readonly refuse: string;
  /** The button that shows more of it, where there is more than words. */
  readonly show?: string;
}

/** The words for a question, wherever it is put: in the tree, a notification or a dialog. */
export function questionWords(question: Question): QuestionWords {
  const words = wordsOf(question);
  const { stalled } = question;
  if (stalled === undefined) return words;
  const why = `${stalled} attempts in a row came to nothing, so you are asked before another one.`;
  return { ...words, detail: `${why} ${words.detail}` };
}

function wordsOf({ decision, taskId }: Question): QuestionWords {
  switch (decision.type) {
    case 'abort':
      return {
        title: 'The lead wants to abort the run.',
        detail: `${taskId}: ${decision.reason}`,
        allow: 'Abort the Run',
        refuse: 'Go On',
      };
    case 'retry':
      return {
        title: `The lead wants to retry ${taskId}.`,
        detail: decision.feedback,
        allow: 'Retry',
        refuse: 'Refuse',
      };
    case 'reassign':
      return {
        title: `The lead wants to give ${taskId} to ${decision.profile}.`,
        detail: decision.feedback,
        allow: 'Reassign',
        refuse: 'Refuse',
      };
    case 'leave':
      return {
        title: `The lead wants to leave ${taskId} to you.`,
        detail: decision.reason,
        allow: 'Take It',
        refuse: 'Refuse',
      };
    case 'accept':
      return { title: `The lead wants to accept ${taskId}.`, detail: '', allow: 'Accept', refuse: 'Refuse' };
    case 'order':
      return {
        title: `The lead wants ${taskId} done again, on what it clashes with.`,
        detail: decision.feedback,
        allow: 'Do It Again',
        refuse: 'I Settle It',
      };
    case 'delegate':
      return {
        title: `The lead wants a worker to merge ${taskId} with what it clashes with.`,
        detail: decision.instructions,
        allow: 'Have It Merged',
        refuse: 'I Settle It',
      };
    case 'revise':
      return {
        title: 'The lead wants to change the plan.',
        detail: `It ${decision.changes}. ${decision.reason}`,
        allow: 'Change the Plan',
        refuse: 'Keep the Plan',
        show: 'Show Changes',
      };
    default:
      return unreachable(decision);
  }
}
