import { readTools } from '../agent/readTools';
import { describeCall, runTool } from '../agent/tool';
import { takeTurn, type Turn } from '../agent/turn';
import type { PolicyRules } from '../authority/policy';
import type { Task } from '../plan/plan';
import type { ChatItem, ChatModel, ChatRequest, ModelFailure, ReasoningEffort } from '../ports/chatModel';
import type { EditFormat } from '../staging/write/formats/operation';
import type { Overlay } from '../staging/write/overlay';
import { throwIfAborted } from '../util/abort';
import { fail, ok, type Result } from '../util/result';
import { noCallMessage, taskMessage, userMessage, workerInstructions, type AttemptStart } from './prompts';
import { checkTools, type TypeCheckCall } from './checkTool';
import { editTools } from './editTools';
import { LoopWatch } from './loopWatch';
import { endTools, type WorkerEnd } from './endTools';

/** Why an attempt ended without the worker ending it. */
export type WorkerFailure =
  | { readonly type: 'model'; readonly failure: ModelFailure }
  | { readonly type: 'turns-exhausted'; readonly turns: number }
  /** It made the same call again and again, and went on after it was told. */
  | { readonly type: 'looping'; readonly call: string; readonly times: number };

/** Hears of the worker's calls. */
export interface WorkerListener {
  onTurn(turn: Turn): Promise<void>;
  onProgress(text: string): void;
}

/** What the user says to a worker while it is at work. */
export interface UserWords {
  /** What came since it was last asked. */
  take(): Promise<readonly string[]>;
  /** The same, from a worker that is done otherwise: nothing comes any more once there was nothing. */
  takeLast(): Promise<readonly string[]>;
}

/** What one attempt works with. */
export interface AttemptOptions extends AttemptStart {
  readonly model: ChatModel;
  readonly modelName: string;
  readonly effort?: ReasoningEffort | undefined;
  /** The format the worker is offered to write its edits in. */
  readonly editFormat: EditFormat;
  readonly task: Task;
  readonly overlay: Overlay;
  readonly rules: PolicyRules;
  /** Where types can be checked while it is at work. */
  readonly check?: TypeCheckCall | undefined;
  /** Model calls, at most. */
  readonly maxTurns: number;
  /** Resolves when a call may begin. */
  readonly mayCall: (signal: AbortSignal) => Promise<void>;
  readonly words: UserWords;
  readonly listener: WorkerListener;
}

/** Carries out one attempt: the model calls tools over its overlay until it says that it is finished or blocked. */
export async function runAttempt(
  options: AttemptOptions,
  signal: AbortSignal,
): Promise<Result<WorkerEnd, WorkerFailure>> {
  const { task, overlay, rules, listener } = options;
  // An object and not a variable: the compiler cannot see that a tool's callback assigns it.
  const ended: { by: WorkerEnd | undefined } = { by: undefined };
  const policy = { agent: { role: 'worker', writeScope: task.writeScope }, rules } as const;
  const tools = [
    ...readTools(overlay, policy),
    ...editTools(options.editFormat, overlay, policy),
    ...checkTools(options.check),
    ...endTools((end) => (ended.by = end)),
  ];
  const loop = new LoopWatch();
  const specs = tools.map(({ spec }) => spec);
  const items: ChatItem[] = [{ type: 'user', text: taskMessage(task, options) }];

  for (let turns = 0; turns < options.maxTurns; turns++) {
    await options.mayCall(signal);
    items.push(...(await options.words.take()).map(asMessage));
    const request: ChatRequest = {
      model: options.modelName,
      instructions: workerInstructions,
      items: [...items],
      tools: specs,
      ...(options.effort && { effort: options.effort }),
    };
    const turn = await takeTurn(options.model, request, signal, {
      onNotice: (message) => listener.onProgress(message),
    });
    if (!turn.ok) return fail({ type: 'model', failure: turn.error });
    await listener.onTurn(turn.value);
    items.push(...turn.value.items);
    for (const call of turn.value.toolCalls) {
      throwIfAborted(signal);
      listener.onProgress(describeCall(tools, call));
      const output = loop.heard(call, await runTool(tools, call, signal));
      items.push({ type: 'tool-result', callId: call.callId, output });
    }
    const { tooOften } = loop;
    const [newest] = turn.value.toolCalls.slice(-1);
    if (!ended.by && tooOften !== undefined && newest)
      return fail({ type: 'looping', call: describeCall(tools, newest), times: tooOften });
    if (ended.by) {
      const late = await options.words.takeLast();
      if (late.length === 0) return ok(ended.by);
      // What the user wants counts more than that the worker holds itself to be done.
      ended.by = undefined;
      items.push(...late.map(asMessage));
      continue;
    }
    if (turn.value.toolCalls.length === 0) items.push({ type: 'user', text: noCallMessage });
  }
  return fail({ type: 'turns-exhausted', turns: options.maxTurns });
}

function asMessage(words: string): ChatItem {
  return { type: 'user', text: userMessage(words) };
}
