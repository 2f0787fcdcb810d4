import { fail } from '../../../core/util/result';
import { demoModels } from '../demo';
import type { ModelScript, ScriptedRequest } from '../server/modelScript';
import { isCheck, standCheck } from './checking';
import { assess } from './lead/assessing';
import { plan } from './lead/planning';
import { sumUp } from './lead/summing';
import { refusal, type AnswerResult } from './refusal';
import { work } from './worker/working';

/**
 * The demo model: plays the lead and the workers for one goal in the sample workspace. It keeps nothing between requests and
 * knows no order of calls: what to say follows from what it was sent, and what it was not sent it does not know.
 */
export const demoScript: ModelScript = {
  models: [demoModels.lead, demoModels.worker],
  answer: (request) => {
    if (isCheck(request)) return standCheck(request);
    const answer = answerAs(request);
    return answer.ok ? answer.value : refusal(answer.error);
  },
};

function answerAs(request: ScriptedRequest): AnswerResult {
  switch (request.schema?.name) {
    case 'plan':
      return plan(request);
    case 'assessment':
      return assess(request);
    case 'summary':
      return sumUp(request);
    case undefined:
      return work(request);
    default:
      return fail(`The demo model has no answer in the form of "${request.schema?.name}".`);
  }
}
