import { describe, expect, test } from 'vitest';

import type { TaskId } from '../../../src/core/plan/plan';
import type { ChatItem, ChatModel, ChatRequest } from '../../../src/core/ports/chatModel';
import type { WorkspacePath } from '../../../src/core/util/paths';
import type { NodeWorkspace } from '../../fakes/nodeWorkspace';
import { nextEvent, setStage, type Stage } from './stage';

const timeoutMs = 120_000;

/** Each test takes something out of what the models are sent, and sees the story end there, in words for people. */
describe('the demo does not work without', () => {
  test('the feedback in the message of a worker that was sent back', { timeout: timeoutMs }, async () => {
    const { run } = await carryOut((model) =>
      altered(model, (text) => text.replace(/\n\nAn earlier attempt was sent back\.[\s\S]*$/, '')),
    );
    const task = run.state.tasks.get('T1' as TaskId);
    expect(task?.attempts.map(({ feedback }) => feedback !== null)).toEqual([false, true]);
    expect(task).toMatchObject({ status: 'failed', failure: { reason: 'model-bad-request' } });
    expect(task?.failure?.message).toMatch(
      /refused the request for gpt-4\.1 \(The worker looks for .* in src\/money\.js/,
    );
  });

  test("the dependencies' texts in what a worker reads", { timeout: timeoutMs }, async () => {
    const { run } = await carryOut(plainWorkspace);
    expect(statuses(run)).toEqual('T1 accepted, T2 accepted, T3 accepted, T4 failed, T5 failed, T6 failed');
    const messages = ['T4', 'T5', 'T6'].map((id) => run.state.tasks.get(id as TaskId)?.failure?.message);
    expect(messages[0]).toContain(
      "The demo's script needs overspentBy from src/budgets.js, and it was not sent there.",
    );
    expect(messages[1]).toContain(
      "The demo's script needs overspentBy from src/budgets.js, and it was not sent there.",
    );
    expect(messages[2]).toContain("The demo's script needs rule from src/csv.js, and it was not sent there.");
  });

  test("the gate's output in what the lead judges from", { timeout: timeoutMs }, async () => {
    const { run } = await carryOut((model) =>
      altered(model, (text) => text.replace(/\n<data kind="output">[\s\S]*?<\/data>/g, '')),
    );
    const task = run.state.tasks.get('T1' as TaskId);
    expect(task?.attempts).toHaveLength(1);
    expect(task).toMatchObject({ status: 'failed', failure: { reason: 'model-bad-request' } });
    expect(task?.failure?.message).toMatch(
      /refused the request for o3 \(The demo's script needs test from the gates' output/,
    );
  });

  test(
    "the finding's words in the feedback of an attempt that the user sent back",
    { timeout: timeoutMs },
    async () => {
      const { run } = await carryOut((model) =>
        altered(model, (text) =>
          text.replace(/(<data kind="feedback">\n)In src\/csv\.js[\s\S]*(\n<\/data>)/, '$1Mend it.$2'),
        ),
      );
      const [finding] = run.state.findings;
      const finished = nextEvent(run, 'run-finished');
      await run.sendBack('T2' as TaskId, '', finding!.finding.id);
      await finished;
      const task = run.state.tasks.get('T2' as TaskId);
      expect(task).toMatchObject({ status: 'failed', failure: { reason: 'model-bad-request' } });
      expect(task?.failure?.message).toContain(
        'does not know what to do on "Quote fields in the CSV export" with this feedback',
      );
    },
  );
});

async function carryOut(between: (model: ChatModel, workspace: NodeWorkspace) => ChatModel): Promise<Stage> {
  const stage = await setStage({ between });
  expect(await stage.run.plan()).toMatchObject({ ok: true });
  expect(await stage.run.approve()).toMatchObject({ ok: true });
  expect(stage.run.state.phase).toBe('review');
  return stage;
}

function statuses({ state }: Stage['run']): string {
  return [...state.tasks].map(([id, { status }]) => `${id} ${status}`).join(', ');
}

/** The same model, told other words than those of the user's messages. */
function altered(model: ChatModel, alter: (text: string) => string): ChatModel {
  const change = (item: ChatItem): ChatItem => (item.type === 'user' ? { ...item, text: alter(item.text) } : item);
  return { respond: (request, signal) => model.respond({ ...request, items: request.items.map(change) }, signal) };
}

/** The same model, shown what is on disk wherever it reads a file. */
function plainWorkspace(model: ChatModel, workspace: NodeWorkspace): ChatModel {
  return {
    async *respond(request, signal) {
      const items = await Promise.all(request.items.map((item) => asOnDisk(item, request, workspace)));
      yield* model.respond({ ...request, items }, signal);
    },
  };
}

async function asOnDisk(item: ChatItem, { items }: ChatRequest, workspace: NodeWorkspace): Promise<ChatItem> {
  if (item.type !== 'tool-result') return item;
  const call = items.find((candidate) => candidate.type === 'tool-call' && candidate.callId === item.callId);
  if (call?.type !== 'tool-call' || call.name !== 'read') return item;
  const { path } = JSON.parse(call.arguments) as { readonly path: WorkspacePath };
  const content = await workspace.read(path);
  if (!content.ok) return { ...item, output: `Error: ${content.error.message}` };
  return content.value.type === 'text' ? { ...item, output: content.value.text } : item;
}
