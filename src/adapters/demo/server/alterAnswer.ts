import type { Fault } from './faults';
import type { OutgoingAnswer, ProtocolRequest } from './protocol';
import { argumentsText, countOutput } from './tokens';

/** Faults that lie in what is said, not in how it is carried. */
export function alterAnswer(answer: OutgoingAnswer, fault: Fault | undefined): OutgoingAnswer {
  if (fault?.type === 'empty-output') return { type: 'empty' };
  if (fault?.type === 'failed-response') return { type: 'failed', code: fault.code, message: fault.message };
  if (fault?.type !== 'malformed-arguments') return answer;
  if (answer.type === 'text') return { ...answer, text: breakOff(answer.text) };
  if (answer.type !== 'tool-calls') return answer;
  return {
    ...answer,
    calls: answer.calls.map((call) => ({ ...call, arguments: breakOff(argumentsText(call.arguments)) })),
  };
}

/** Keeps an answer within what the client allowed: its number of calls, and its output tokens. */
export function limitAnswer(answer: OutgoingAnswer, request: ProtocolRequest): OutgoingAnswer {
  const allowed =
    answer.type === 'tool-calls' && !request.parallelCalls ? { ...answer, calls: answer.calls.slice(0, 1) } : answer;
  const limit = request.maxOutputTokens;
  if (limit === undefined || countOutput(allowed).outputTokens <= limit) return allowed;
  const text = 'text' in allowed ? (allowed.text ?? '') : '';
  return { type: 'incomplete', text: text.slice(0, limit * 4) };
}

function breakOff(json: string): string {
  return json.slice(0, Math.max(1, Math.floor(json.length / 2)));
}
