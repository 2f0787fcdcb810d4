import type { PlanAnswer } from '../../src/core/plan/schema';
import type {
  ModelScript,
  ScriptedAnswer,
  ScriptedCall,
  ScriptedRequest,
} from '../../src/adapters/demo/server/modelScript';

/** The models that a scripted team offers. */
export const teamModels: { readonly lead: string; readonly worker: string } = { lead: 'lead-1', worker: 'worker-1' };

/** One task of a scripted team: what the lead plans, and what the worker writes in its only turn. */
export interface TeamTask {
  readonly title: string;
  readonly writeScope: readonly string[];
  readonly writes: readonly { readonly path: string; readonly content: string }[];
}

/** A lead that plans these tasks, whatever the goal, and accepts every attempt; and workers that carry them out. Answers at once. */
export function scriptedTeam(tasks: readonly TeamTask[]): ModelScript {
  return {
    models: [teamModels.lead, teamModels.worker],
    answer: (request) => {
      switch (request.schema?.name) {
        case 'plan':
          return answer(planOf(tasks));
        case 'assessment':
          return answer({
            criteria: [{ criterion: 'C1', met: true, reason: 'It is as asked.' }],
            findings: [],
            decision: { type: 'accept' },
          });
        default:
          return workOn(tasks, request);
      }
    },
  };
}

function planOf(tasks: readonly TeamTask[]): PlanAnswer {
  return {
    summary: 'One step after the other.',
    tasks: tasks.map(({ title, writeScope }, index) => ({
      id: `T${index + 1}`,
      title,
      instructions: title,
      reads: [],
      writeScope: [...writeScope],
      dependsOn: [],
      criteria: [{ id: 'C1', text: 'It is as asked.' }],
      size: 'S',
    })),
  };
}

function workOn(tasks: readonly TeamTask[], { items }: ScriptedRequest): ScriptedAnswer {
  if (items.some(({ type }) => type === 'tool-result'))
    return calls([{ name: 'finish', arguments: { summary: 'Done.' } }]);
  const [opening = ''] = items.flatMap((item) => (item.type === 'user' ? [item.text] : []));
  const task = tasks.find(({ title }) => opening.includes(`: ${title}\n`));
  if (!task) return { type: 'refuse-request', message: `No task of this team: ${opening}` };
  return calls(task.writes.map((file) => ({ name: 'write', arguments: { ...file } })));
}

function calls(list: readonly ScriptedCall[]): ScriptedAnswer {
  return { type: 'tool-calls', calls: list };
}

function answer(value: unknown): ScriptedAnswer {
  return { type: 'text', text: JSON.stringify(value) };
}
