import type { Decision } from '../lead/assessment';
import type { Resolution } from '../lead/resolution';
import type { Revision } from '../plan/planChanges';
import { unreachable } from '../util/result';
import type { RunEvent } from './events';

/** What a decision does, in the words of records: `retry`, `reassign to fast`. */
export function decisionWords(decision: Decision | Resolution | Revision): string {
  switch (decision.type) {
    case 'accept':
    case 'retry':
      return decision.type;
    case 'reassign':
      return `reassign to ${decision.profile}`;
    case 'leave':
      return 'leave to the user';
    case 'abort':
      return 'abort the run';
    case 'order':
      return 'redo on the other change';
    case 'delegate':
      return 'have it merged';
    case 'revise':
      return 'change the plan';
    default:
      return unreachable(decision);
  }
}

/** Why, in the lead's words. An accept has none: it stands on the lead's judgement of each criterion. */
export function decisionReason(decision: Decision | Resolution | Revision): string {
  switch (decision.type) {
    case 'accept':
      return '';
    case 'retry':
    case 'reassign':
    case 'order':
      return decision.feedback;
    case 'delegate':
      return decision.instructions;
    case 'leave':
    case 'abort':
    case 'revise':
      return decision.reason;
    default:
      return unreachable(decision);
  }
}

const sides = {
  first: 'what came first',
  second: 'the later change',
  both: 'the lines of both',
  text: 'a text of your own',
};

/** What the user took of a conflict, file by file. */
export function takesWords({ takes }: Pick<Extract<RunEvent, { type: 'conflict-settled' }>, 'takes'>): string {
  return takes.map(({ path, take }) => `${path}: ${sides[take]}`).join(', ');
}
