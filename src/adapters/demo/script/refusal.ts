import type { Result } from '../../../core/util/result';
import type { ScriptedAnswer } from '../server/modelScript';

/** An answer, or a sentence for people on why the script has none. */
export type AnswerResult = Result<ScriptedAnswer, string>;

/** The last words of every refusal: what a person can do. */
const wayOut = 'Start again with a fresh copy of the sample workspace and its goal, or set up a real model.';

/** The answer to a request that the script does not know. */
export function refusal(reason: string): ScriptedAnswer {
  return { type: 'refuse-request', message: `${reason} ${wayOut}` };
}
