import { createHash } from 'node:crypto';
import { makePolicyRules } from '../../../src/core/authority/policy';
import { defaultAuthority, type AuthorityTable } from '../../../src/core/authority/table';
import type { CommandGate, GateSpec } from '../../../src/core/gates/verdict';
import type { PriceTable } from '../../../src/core/money/prices';
import type { PlanAnswer } from '../../../src/core/plan/schema';
import type { ChatItem, ChatRequest, ReasoningEffort } from '../../../src/core/ports/chatModel';
import type { JournalStore } from '../../../src/core/ports/journal';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunOptions } from '../../../src/core/run/assembleRun';
import { createRun } from '../../../src/core/run/createRun';
import type { RunEvent } from '../../../src/core/run/events';
import { restoreRun } from '../../../src/core/run/restoreRun';
import type { Run } from '../../../src/core/run/run';
import type { Schedule } from '../../../src/core/run/schedule';
import type { RunState, TaskStatus } from '../../../src/core/run/state';
import { MemoryWatch } from '../../fakes/memoryWatch';
import { MemoryJournalStore } from '../../fakes/memoryJournal';
import { exits, MemoryShadow, type GateScript } from '../../fakes/memoryShadow';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import {
  ScriptedModel,
  type ReplyScript,
  type RequestFilter,
  type ScriptedReply,
  type ScriptedToolCall,
} from '../../fakes/scriptedModel';
import { ScriptedTypes, type TypeScript } from '../../fakes/scriptedTypes';

/** A task of a test's plan; what is left out is harmless. */
export type TaskSketch = Partial<PlanAnswer['tasks'][number]> & { readonly id: string };

/** What one test's models, gates and files are. */
export interface Sketch {
  readonly files?: Readonly<Record<string, string>>;
  readonly tasks: readonly TaskSketch[];
  /** A worker's answer for its task; `turn` counts its answers within the attempt from 0. */
  readonly worker?: (task: string, turn: number, request: ChatRequest) => ScriptedReply | undefined;
  /** The lead's decision on a task; `times` counts its assessments of that task from 0. */
  readonly assess?: (task: string, times: number, request: ChatRequest) => object;
  /** The lead's decision on an attempt of which nothing came, the user's unless given; `times` counts from 0. */
  readonly consult?: (task: string, times: number, request: ChatRequest) => object;
  /** How the lead wants the plan changed with its decision on a task; not at all, where it is left out. */
  readonly revise?: (task: string, request: ChatRequest) => object | null;
  /** The lead's way out of a task's conflict; `times` counts its answers on that task's conflicts from 0. */
  readonly resolve?: (task: string, times: number, request: ChatRequest) => object;
  /** What the lead makes of all of it; that it is done, where it is left out. */
  readonly summary?: (request: ChatRequest) => object;
  readonly overlap?: 'serialise' | 'parallel';
  /** What the lead calls before it answers with the plan. */
  readonly readFirst?: readonly ScriptedToolCall[];
  readonly findings?: (task: string) => readonly object[];
  readonly gate?: GateScript;
  /** A workspace on a disk with its copies and processes, in place of those in memory. */
  readonly real?: Pick<RunOptions, 'workspace' | 'shadow' | 'runner' | 'rules'>;
  /** What the type checker says; without it there is none. */
  readonly types?: TypeScript;
  /** What gates say of the workspace before the run; that they pass, where it is left out. */
  readonly base?: GateScript;
  readonly gates?: readonly GateSpec[];
  readonly hold?: RequestFilter;
  readonly authority?: AuthorityTable;
  readonly prices?: PriceTable;
  /** Worker profiles beside the default one. */
  readonly profiles?: readonly {
    readonly profile: string;
    readonly model: string;
    readonly purpose: string;
    readonly effort?: ReasoningEffort;
  }[];
  readonly maxWorkers?: number;
  /** The product's own unless given. */
  readonly schedule?: Schedule;
  readonly trusted?: boolean;
  readonly journal?: MemoryJournalStore;
  /** The lead's answer when it is asked for a plan; one of `tasks` where it is `undefined`. */
  readonly plan?: (request: ChatRequest) => object | undefined;
}

/** Where a run is that outlives the process it is made in. */
export interface Outlasting {
  readonly journals: JournalStore;
  readonly workspace: MemoryWorkspace;
  /** What ids begin with, so that those of two processes differ. */
  readonly ids: string;
}

const plainSummary = { text: 'All of it is done.', lookFirst: [] };

/** The gate that tests configure by default. */
export const testGate: CommandGate = { id: 'test', command: 'npm', args: ['test'], timeoutMs: 1000, required: true };

/** A run over memory, with all that a test looks at. */
export interface Bench {
  readonly run: Run;
  readonly model: ScriptedModel;
  readonly workspace: MemoryWorkspace;
  readonly watch: MemoryWatch;
  readonly shadow: MemoryShadow;
  readonly types: ScriptedTypes;
  readonly journal: MemoryJournalStore;
  readonly events: RunEvent[];
  /** Resolves with the state as soon as it fits. */
  until(fits: (state: RunState) => boolean): Promise<RunState>;
  status(task: string): TaskStatus | undefined;
  /** The window goes away, and its run is opened again from the journal. */
  reload(): Promise<Bench>;
  /** Resolves when such a line is in the log. */
  logged(line: RegExp): Promise<void>;
}

/** All text a request's conversation carries. */
export function textOf(request: ChatRequest): string {
  return request.items
    .map((item: ChatItem) => ('text' in item ? item.text : 'output' in item ? item.output : ''))
    .join('\n');
}

/** Which task a request is about, for either role. */
export function taskIn(request: ChatRequest): string {
  if (isResolving(request)) return /The change of (\w+) clashes/.exec(textOf(request))?.[1] ?? '';
  return /Task (\w+):/.exec(textOf(request))?.[1] ?? '';
}

/** Whether the lead is asked about a conflict. */
export function isResolving(request: ChatRequest): boolean {
  return request.schema?.name === 'resolution';
}

/** Whether the lead is asked about an attempt of which nothing came. */
export function isConsultation(request: ChatRequest): boolean {
  return request.schema?.name === 'decision';
}

/** Whether the lead is asked to sum the run up. */
export function isSummary(request: ChatRequest): boolean {
  return request.schema?.name === 'summary';
}

/** Whether a request is an assessment. */
export function isAssessment(request: ChatRequest): boolean {
  return request.schema?.name === 'assessment';
}

/** Whether a request comes from a worker. */
export function isWorker(request: ChatRequest): boolean {
  return request.schema === undefined;
}

/** A worker that writes one file and finishes. */
export function writes(path: string, content: string): (turn: number) => ScriptedReply {
  return (turn) =>
    turn === 0
      ? { calls: [{ name: 'write', arguments: { path, content } }] }
      : { calls: [{ name: 'finish', arguments: { summary: `Wrote ${path}.` } }] };
}

/** Makes a run over memory. By default workers write `src/<task>.ts`, gates pass, and the lead accepts. */
export async function bench(sketch: Sketch, outlasting?: Outlasting): Promise<Bench> {
  const parts = partsOf(sketch, outlasting);
  const created = await createRun(parts.options);
  if (!created.ok) throw new Error(created.error.message);
  return benchOf(created.value, parts);
}

/** The same of a run that has its journal already, as another window would open it. */
export async function reopened(sketch: Sketch, runId: string, outlasting: Outlasting): Promise<Bench> {
  const parts = partsOf(sketch, outlasting);
  const restored = await restoreRun(parts.options, runId);
  if (!restored.ok) throw new Error(restored.error.message);
  return benchOf(restored.value, parts);
}

function partsOf(sketch: Sketch, outlasting?: Outlasting): BenchParts {
  const workspace = outlasting?.workspace ?? new MemoryWorkspace(sketch.files ?? {});
  const shadow = new MemoryShadow(workspace, sketch.gate ?? (() => exits(0)));
  const types = new ScriptedTypes(sketch.types);
  shadow.base = sketch.base ?? (() => exits(0));
  const journal = sketch.journal ?? new MemoryJournalStore();
  const model = new ScriptedModel(scriptOf(sketch), sketch.hold);
  const watch = new MemoryWatch();
  const log = new Lines();
  let ids = 0;
  const options: RunOptions = {
    goal: 'A goal.',
    lead: { model, name: 'o3', effort: 'medium' },
    worker: { model, name: 'gpt-4.1', editFormat: 'search-replace', maxTurnsPerAttempt: 8 },
    workers: (sketch.profiles ?? []).map(({ profile, model: name, purpose, effort }) => ({
      ...(effort && { effort }),
      profile,
      purpose,
      name,
      model,
      editFormat: 'search-replace',
    })),
    maxWorkers: sketch.maxWorkers ?? 3,
    ...(sketch.overlap && { overlap: sketch.overlap }),
    ...(sketch.schedule && { schedule: sketch.schedule }),
    authority: sketch.authority ?? defaultAuthority,
    ...(sketch.prices && { prices: sketch.prices }),
    gates: sketch.gates ?? [testGate],
    scripted: true,
    rules: makePolicyRules([], workspace),
    workspace,
    watch,
    shadow,
    runner: shadow,
    types,
    applier: workspace,
    journals: outlasting?.journals ?? journal,
    clock: { now: () => 0 },
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    newId: () => `${outlasting?.ids ?? 'id'}${++ids}`,
    isTrusted: () => sketch.trusted ?? true,
    logger: { trace: log.add, info: log.add, warn: log.add, error: log.add },
    ...sketch.real,
  };
  return { options, model, workspace, watch, shadow, types, journal, log };
}

/** What a bench is made of. */
interface BenchParts extends Pick<Bench, 'model' | 'workspace' | 'watch' | 'shadow' | 'types' | 'journal'> {
  readonly options: RunOptions;
  readonly log: Lines;
}

function benchOf(run: Run, parts: BenchParts): Bench {
  const { model, workspace, watch, shadow, types, journal, log, options } = parts;
  const events: RunEvent[] = [];
  run.onDidChange(({ event }) => events.push(event));
  return {
    run,
    model,
    workspace,
    watch,
    shadow,
    types,
    journal,
    events,
    logged: (line) => log.has(line),
    reload: async () => {
      run.leave();
      const fresh = new MemoryWatch();
      const restored = await restoreRun({ ...options, watch: fresh }, run.state.runId);
      if (!restored.ok) throw new Error(restored.error.message);
      return benchOf(restored.value, { ...parts, watch: fresh, options: { ...options, watch: fresh } });
    },
    status: (task) => run.state.tasks.get(task as TaskId)?.status,
    until: (fits) =>
      new Promise((resolve) => {
        const check = (state: RunState): void => {
          if (!fits(state)) return;
          subscription.dispose();
          resolve(state);
        };
        const subscription = run.onDidChange(({ state }) => check(state));
        check(run.state);
      }),
  };
}

/** Lines of a log that a test waits for. */
class Lines {
  private readonly lines: string[] = [];
  private watchers: (() => void)[] = [];

  readonly add = (line: string): void => {
    this.lines.push(line);
    for (const watcher of this.watchers.splice(0)) watcher();
  };

  async has(wanted: RegExp): Promise<void> {
    while (!this.lines.some((line) => wanted.test(line))) {
      await new Promise<void>((resolve) => this.watchers.push(resolve));
    }
  }
}

function scriptOf(sketch: Sketch): ReplyScript {
  const assessed = new Map<string, number>();
  const consulted = new Map<string, number>();
  const resolved = new Map<string, number>();
  return (request) => {
    const task = taskIn(request);
    const isFirst = request.items.length === 1;
    if (request.schema?.name === 'plan' && sketch.readFirst && isFirst) return { calls: sketch.readFirst };
    if (request.schema?.name === 'plan') {
      const plan = sketch.plan?.(request) ?? { summary: 'A plan.', tasks: sketch.tasks.map(fullTask) };
      return { text: JSON.stringify(plan) };
    }
    if (isConsultation(request)) {
      const times = consulted.get(task) ?? 0;
      consulted.set(task, times + 1);
      const decision = sketch.consult?.(task, times, request) ?? { type: 'leave', reason: 'You know more.' };
      return { text: JSON.stringify({ decision, revision: sketch.revise?.(task, request) ?? null }) };
    }
    if (isSummary(request)) return { text: JSON.stringify(sketch.summary?.(request) ?? plainSummary) };
    if (isResolving(request)) {
      const times = resolved.get(task) ?? 0;
      resolved.set(task, times + 1);
      const decision = sketch.resolve?.(task, times, request) ?? { type: 'leave', reason: 'Two ways, both good.' };
      return { text: JSON.stringify({ decision }) };
    }
    if (isAssessment(request)) {
      const times = assessed.get(task) ?? 0;
      assessed.set(task, times + 1);
      const decision = sketch.assess?.(task, times, request) ?? { type: 'accept' };
      const criteria = criteriaIn(request).map((criterion) => ({ criterion, met: true, reason: 'Yes.' }));
      const revision = sketch.revise?.(task, request) ?? null;
      return { text: JSON.stringify({ criteria, findings: sketch.findings?.(task) ?? [], decision, revision }) };
    }
    const turn = request.items.filter(({ type }) => type === 'reasoning').length;
    return sketch.worker ? sketch.worker(task, turn, request) : writes(`src/${task}.ts`, `${task}\n`)(turn);
  };
}

/** Ids of the criteria that an assessment is about. */
function criteriaIn(request: ChatRequest): readonly string[] {
  const [, listed = ''] = /\nCriteria:\n((?:- .*\n?)+)/.exec(textOf(request)) ?? [];
  return [...listed.matchAll(/^- ([\w.]+):/gm)].flatMap(([, id]) => id ?? []);
}

/** A task as the lead answers it, whole. */
export function fullTask(sketch: TaskSketch): PlanAnswer['tasks'][number] {
  return {
    title: `Do ${sketch.id}`,
    instructions: `Write src/${sketch.id}.ts.`,
    reads: [],
    writeScope: [`src/${sketch.id}.ts`],
    dependsOn: [],
    criteria: [{ id: 'C1', text: 'It is written.' }],
    size: 'S',
    ...sketch,
  };
}

/** Plans and approves; resolves when every task has settled. */
export async function carryOut({ run }: Bench): Promise<void> {
  const planned = await run.plan();
  if (!planned.ok) throw new Error(planned.error.message);
  const approved = await run.approve();
  if (!approved.ok) throw new Error(approved.error.message);
}
