import { httpError, type Fault, type FaultPlan } from '../../../src/adapters/demo/server/faults';
import type { ModelScript, ScriptedAnswer, ScriptedRequest } from '../../../src/adapters/demo/server/modelScript';
import { fileOf } from '../../bench/job';
import { taskOf, teamModels } from '../../bench/team';

/** What a task's file holds in the end. */
export const textOf = (task: string): string => `export const task = '${task}';\n`;

/** A team that gets there however often it is interrupted: what to do next follows from what has worked so far. */
export const steadyTeam: ModelScript = {
  models: Object.values(teamModels),
  answer: (request): ScriptedAnswer => {
    switch (request.schema?.name) {
      case undefined:
        return work(request);
      case 'assessment':
        return text({
          criteria: [{ criterion: 'C1', met: true, reason: 'It is.' }],
          findings: [],
          decision: { type: 'accept' },
        });
      case 'decision':
        return text({ decision: { type: 'retry', feedback: 'Once more.' } });
      default:
        return text({ text: 'All of it is done.', lookFirst: [] });
    }
  },
};

function work(request: ScriptedRequest): ScriptedAnswer {
  const task = taskOf(request);
  const worked = request.items.some((item) => item.type === 'tool-result' && !item.output.startsWith('Error'));
  const call = worked
    ? { name: 'finish', arguments: { summary: `Wrote ${task}.` } }
    : { name: 'write', arguments: { path: fileOf(task), content: textOf(task) } };
  return { type: 'tool-calls', calls: [call] };
}

function text(value: unknown): ScriptedAnswer {
  return { type: 'text', text: JSON.stringify(value) };
}

/** One of each way in which the server can fail; a new one does not compile before it is among them. */
const faults: Readonly<Record<Exclude<Fault['type'], 'http-error'>, Fault>> = {
  'connection-reset': { type: 'connection-reset' },
  'cut-stream': { type: 'cut-stream', afterEvents: 3 },
  'stall-stream': { type: 'stall-stream', afterEvents: 2 },
  'garbage-line': { type: 'garbage-line', afterEvents: 1 },
  'error-event': { type: 'error-event', afterEvents: 2, code: 'server_error', message: 'Something broke.' },
  'failed-response': { type: 'failed-response', code: 'server_error', message: 'It failed.' },
  'malformed-arguments': { type: 'malformed-arguments' },
  'other-model': { type: 'other-model', model: 'gpt-4.1-mini' },
  'empty-output': { type: 'empty-output' },
};
const statuses = [401, 403, 404, 408, 409, 429, 500, 503] as const;

/** All of them, in the order in which they come. */
export const everyFault: readonly Fault[] = [
  ...Object.values(faults),
  ...statuses.map((status) => httpError(status, status === 429 ? { retryAfterSeconds: 2 } : {})),
];

/** Every tenth request fails, each time in the next way; `struck` tells how often each did. */
export function tenthFails(): { readonly plan: FaultPlan; readonly struck: readonly number[] } {
  const struck = everyFault.map(() => 0);
  let next = 0;
  return {
    struck,
    plan: (_request, index) => {
      if (index % 10 !== 9) return undefined;
      const which = next++ % everyFault.length;
      struck[which] = (struck[which] ?? 0) + 1;
      return everyFault[which];
    },
  };
}
