import type { ModelScript, ScriptedAnswer } from '../../src/adapters/demo/server/modelScript';
import type { JsonObject } from '../../src/core/ports/chatModel';
import type { ReplyScript } from '../fakes/scriptedModel';
import { fileOf } from './job';

/** How lead and workers are named to the provider. */
export const teamModels = { lead: 'o3', worker: 'gpt-4.1' } as const;

/** Model turns of one task: a worker reads, edits twice and finishes, and the lead accepts. */
export const turnsPerTask = 5;

/** What answers are made from: both a port's request and a server's. */
interface Conversation {
  readonly schema?: { readonly name: string };
  readonly items: readonly { readonly type: string; readonly text?: string }[];
}

type Move =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly name: string; readonly arguments: JsonObject };

/** The file a worker finds. */
export function startingText(): string {
  const filler = Array.from({ length: 60 }, (_, line) => `export const unchanged${line} = 'line ${line}';`);
  return ['export const first = 0;', ...filler, 'export const last = 0;', ''].join('\n');
}

/** Which task a request is about, for either role. */
export function taskOf({ items }: Conversation): string {
  const first = items.find((item) => item.type === 'user')?.text ?? '';
  const found = /Task (\w+):/.exec(first)?.[1];
  if (found === undefined) throw new Error(`A request is about no task: ${first}`);
  return found;
}

/** Whether a request is the lead's. */
export function isLeads({ schema }: Conversation): boolean {
  return schema !== undefined;
}

/** The team as a model in this process. */
export const teamReplies: ReplyScript = (request) => {
  const move = nextMove(request);
  if (move.type === 'text') return { text: move.text };
  return { calls: [{ name: move.name, arguments: move.arguments }] };
};

/** The team behind the loopback server. */
export const teamScript: ModelScript = {
  models: Object.values(teamModels),
  answer: (request): ScriptedAnswer => {
    const move = nextMove(request);
    if (move.type === 'text') return move;
    return { type: 'tool-calls', calls: [{ name: move.name, arguments: move.arguments }] };
  },
};

/** Whether a request is the lead's for a summary of all: one for a run, beside the turns of its tasks. */
export function isSummary({ schema }: Conversation): boolean {
  return schema?.name === 'summary';
}

function nextMove(conversation: Conversation): Move {
  if (isSummary(conversation))
    return { type: 'text', text: JSON.stringify({ text: 'All values are set.', lookFirst: [] }) };
  if (isLeads(conversation)) return { type: 'text', text: acceptance };
  const path = fileOf(taskOf(conversation));
  switch (conversation.items.filter(({ type }) => type === 'tool-result').length) {
    case 0:
      return { type: 'call', name: 'read', arguments: { path, fromLine: null, toLine: null } };
    case 1:
      return edit(path, 'first');
    case 2:
      return edit(path, 'last');
    default:
      return { type: 'call', name: 'finish', arguments: { summary: `Both values in ${path} are 1.` } };
  }
}

function edit(path: string, name: string): Move {
  const edits = [{ search: `export const ${name} = 0;`, replace: `export const ${name} = 1;` }];
  return { type: 'call', name: 'edit', arguments: { path, edits } };
}

/** The lead's answer to every attempt. */
export const acceptance = JSON.stringify({
  criteria: [{ criterion: 'C1', met: true, reason: 'Both are 1.' }],
  findings: [],
  decision: { type: 'accept' },
});
