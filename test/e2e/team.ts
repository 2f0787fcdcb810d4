import { isCheck, standCheck } from '../../src/adapters/demo/script/checking';
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
  /** What it moves first. */
  readonly moves?: readonly { readonly from: string; readonly to: string }[];
  /** What it deletes then. */
  readonly deletes?: readonly string[];
  /** What the lead remarks on the change. */
  readonly findings?: readonly TeamFinding[];
}

/** A remark of the lead on the first line that has this text in it. */
export interface TeamFinding {
  readonly path: string;
  readonly shownBy: string;
  readonly message: string;
}

/** A lead that plans these tasks, whatever the goal, and accepts every attempt; and workers that carry them out. Answers at once. */
export function scriptedTeam(tasks: readonly TeamTask[]): ModelScript {
  const assessments = new Map(tasks.map((task) => [task, assessmentOf(task)]));
  return {
    models: [teamModels.lead, teamModels.worker],
    answer: (request) => {
      if (isCheck(request)) return standCheck(request);
      if (request.schema?.name === 'plan') return answer(planOf(tasks));
      if (request.schema?.name === 'decision')
        return answer({ decision: { type: 'leave', reason: 'You know more about it.' } });
      if (request.schema?.name === 'summary') return answer({ text: 'All of it is done, as asked.', lookFirst: [] });
      const [opening = ''] = request.items.flatMap((item) => (item.type === 'user' ? [item.text] : []));
      const title = /^Task \S+: (.+?)(?:\. Attempt \d+;.*)?$/m.exec(opening)?.[1];
      const task = tasks.find((candidate) => candidate.title === title);
      if (!task) return { type: 'refuse-request', message: `No task of this team: ${opening}` };
      return request.schema?.name === 'assessment' ? answer(assessments.get(task)) : workOn(task, request);
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

function assessmentOf({ writes, findings = [] }: TeamTask): unknown {
  return {
    criteria: [{ criterion: 'C1', met: true, reason: 'It is as asked.' }],
    findings: findings.map(({ path, shownBy, message }) => {
      const lines = writes.find((file) => file.path === path)?.content.split('\n') ?? [];
      const index = lines.findIndex((text) => text.includes(shownBy));
      if (index === -1) throw new Error(`The team writes no line of ${path} with "${shownBy}".`);
      return { path, line: index + 1, quote: lines[index], severity: 'warning', message, criterion: 'C1' };
    }),
    decision: { type: 'accept' },
  };
}

function workOn({ writes, moves = [], deletes = [] }: TeamTask, { items }: ScriptedRequest): ScriptedAnswer {
  if (items.some(({ type }) => type === 'tool-result'))
    return calls([{ name: 'finish', arguments: { summary: 'Done.' } }]);
  return calls([
    ...moves.map((move) => ({ name: 'move', arguments: { ...move } })),
    ...deletes.map((path) => ({ name: 'delete', arguments: { path } })),
    ...writes.map((file) => ({ name: 'write', arguments: { ...file } })),
  ]);
}

function calls(list: readonly ScriptedCall[]): ScriptedAnswer {
  return { type: 'tool-calls', calls: list };
}

function answer(value: unknown): ScriptedAnswer {
  return { type: 'text', text: JSON.stringify(value) };
}
