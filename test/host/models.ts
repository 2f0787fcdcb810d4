import type { PlanAnswer } from '../../src/core/plan/schema';
import type { FindingSeverity } from '../../src/core/review/finding';
import { readConversation } from '../../src/adapters/demo/script/conversation';
import { readAttemptReport } from '../../src/adapters/demo/script/lead/attemptReport';
import type {
  ModelScript,
  ScriptedAnswer,
  ScriptedCall,
  ScriptedRequest,
} from '../../src/adapters/demo/server/modelScript';

/** The models of the settings' defaults. */
export const models = { lead: 'o3', worker: 'gpt-4.1' };

/** A task as a test wants it planned and carried out. Its id is its place in the plan: T1, T2. */
export interface TeamTask {
  readonly title: string;
  /** Planned for goals with these words only. */
  readonly goal?: string;
  readonly scope: readonly string[];
  /** What the worker calls, one per turn; then it finishes. */
  readonly calls: readonly ScriptedCall[];
  readonly findings?: readonly TeamFinding[];
}

/** A remark of the lead on the line of the change that has this text in it. */
export interface TeamFinding {
  readonly path: string;
  readonly shownBy: string;
  readonly severity: FindingSeverity;
  readonly message: string;
}

/** What a lead looks at before it plans, one call per turn, and the tasks it then plans. It accepts every attempt. */
export interface Team {
  readonly looks?: readonly ScriptedCall[];
  readonly tasks: readonly TeamTask[];
}

/** Plays a team. It keeps nothing between requests: what to say follows from what it was sent. */
export function teamScript(team: Team): ModelScript {
  return {
    models: [models.lead, models.worker],
    answer: (request) => {
      if (request.schema?.name === 'plan') return plan(team, request);
      if (request.schema?.name === 'assessment') return assess(team, request);
      if (request.schema?.name === 'summary') return summary;
      if (request.schema?.name === 'decision') return left;
      return work(team, request);
    },
  };
}

/** What the tools answered, by tool, in the conversation of a request. */
export function answersOf(request: ScriptedRequest | undefined, tool: string): readonly string[] {
  if (!request) throw new Error('There is no such request.');
  return readConversation(request)
    .exchanges.filter(({ name }) => name === tool)
    .map(({ output }) => output);
}

/** A call of the tool `read`, for the whole file. */
export function read(path: string): ScriptedCall {
  return { name: 'read', arguments: { path, fromLine: null, toLine: null } };
}

/** A call of the tool `list`; without a glob, for all files. */
export function list(glob: string | null = null): ScriptedCall {
  return { name: 'list', arguments: { glob } };
}

/** A call of the tool `search`, with a regular expression, over all files. */
export function search(pattern: string): ScriptedCall {
  return { name: 'search', arguments: { pattern, isRegex: true, glob: null } };
}

/** A call of the tool `edit` with one replacement. */
export function edit(path: string, from: string, to: string): ScriptedCall {
  return { name: 'edit', arguments: { path, edits: [{ search: from, replace: to }] } };
}

/** A call of the tool `write`. */
export function write(path: string, content: string): ScriptedCall {
  return { name: 'write', arguments: { path, content } };
}

/** A call of the tool `delete`. */
export function remove(path: string): ScriptedCall {
  return { name: 'delete', arguments: { path } };
}

function plan({ looks = [], tasks }: Team, request: ScriptedRequest): ScriptedAnswer {
  const next = looks[resultsIn(request)];
  if (next) return { type: 'tool-calls', calls: [next] };
  const asked = readConversation(request).opening;
  const answer: PlanAnswer = {
    summary: 'As the test wants it.',
    tasks: tasks
      .filter(({ goal = '' }) => asked.includes(goal))
      .map(({ title, scope }, index) => ({
        id: `T${index + 1}`,
        title,
        instructions: `Do what the test wants: ${title}.`,
        reads: [],
        writeScope: [...scope],
        dependsOn: [],
        criteria: [{ id: 'C1', text: 'The test is content.' }],
        size: 'S',
      })),
  };
  return { type: 'text', text: JSON.stringify(answer) };
}

function work(team: Team, request: ScriptedRequest): ScriptedAnswer {
  const title = /^Task \S+: (.+)$/m.exec(readConversation(request).opening)?.[1];
  const task = team.tasks.find((candidate) => candidate.title === title);
  if (!task) return { type: 'refuse-request', message: `The team has no task "${title ?? ''}".` };
  const next = task.calls[resultsIn(request)] ?? { name: 'finish', arguments: { summary: `Did: ${task.title}.` } };
  return { type: 'tool-calls', calls: [next] };
}

function assess(team: Team, request: ScriptedRequest): ScriptedAnswer {
  const { title, lines } = readAttemptReport(readConversation(request).opening);
  const findings = team.tasks.find((task) => task.title === title)?.findings ?? [];
  const assessment = {
    criteria: [{ criterion: 'C1', met: true, reason: 'It is as it should be.' }],
    findings: findings.flatMap(({ path, shownBy, severity, message }) => {
      const line = lines.find((candidate) => candidate.path === path && candidate.text.includes(shownBy));
      return line ? [{ path, line: line.number, quote: line.text, severity, message, criterion: 'C1' }] : [];
    }),
    decision: { type: 'accept' },
  };
  return { type: 'text', text: JSON.stringify(assessment) };
}

const left: ScriptedAnswer = {
  type: 'text',
  text: JSON.stringify({ decision: { type: 'leave', reason: 'The test says so.' } }),
};

const summary: ScriptedAnswer = {
  type: 'text',
  text: JSON.stringify({ text: 'It is as the test wants it.', lookFirst: [] }),
};

function resultsIn({ items }: ScriptedRequest): number {
  return items.filter(({ type }) => type === 'tool-result').length;
}
