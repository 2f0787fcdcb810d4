import type { FeedbackCondition } from './taskScript';

/** Whether a piece of script is the one for this feedback. */
export function fitsFeedback(condition: FeedbackCondition, feedback: string | null): boolean {
  if (condition === null || feedback === null) return condition === feedback;
  return condition.test(feedback);
}
