import { describe, expect, test } from 'vitest';

import type { TaskId } from '../../../src/core/plan/plan';
import type { ChatItem, ChatModel, ChatRequest } from '../../../src/core/ports/chatModel';
import type { WorkspacePath } from '../../../src/core/util/paths';
import type { NodeWorkspace } from '../../fakes/nodeWorkspace';
import { checkStory, type Chapter } from '../../demo/storyPoints';
import { journalOf, nextEvent, setStage, type Stage } from './stage';

const timeoutMs = 120_000;

/**
 * Each test takes something out of what the models are sent, and sees the demo fail for that: what it looks for in the journal,
 * and ends without, is not there, and the reason is given in words for people.
 */
describe('the demo does not work without', () => {
  test('the feedback in the message of a worker that was sent back', { timeout: timeoutMs }, async () => {
    const stage = await carryOut((model) =>
      altered(model, (text) => text.replace(/\n\nAn earlier attempt was sent back\.[\s\S]*$/, '')),
    );
    expect(await lacks(stage, 'carried-out')).toEqual([
      expect.stringMatching(
        /^every task accepted: T1 is failed: .*refused the request for gpt-4\.1 \(The worker looks for .* in src\/money\.js, and it was not sent there\..*$/,
      ),
      "an attempt that fails a gate, followed by one that passes with the lead's feedback",
    ]);
    // The run did send it back: only the message was without the words.
    const task = stage.run.state.tasks.get('T1' as TaskId);
    expect(task?.attempts.map(({ feedback }) => feedback !== null)).toEqual([false, true]);
  });

  test("the dependencies' texts in what a worker reads", { timeout: timeoutMs }, async () => {
    const stage = await carryOut(plainWorkspace);
    const [accepted, ...others] = await lacks(stage, 'carried-out');
    expect(others).toEqual(['two tasks that wrote one file']);
    expect(accepted?.split(/(?=T\d is )/)).toEqual([
      'every task accepted: ',
      expect.stringMatching(/^T4 is failed: .*needs overspentBy from src\/budgets\.js, and it was not sent there\./),
      expect.stringMatching(/^T5 is failed: .*needs overspentBy from src\/budgets\.js, and it was not sent there\./),
      expect.stringMatching(/^T6 is failed: .*needs rule from src\/csv\.js, and it was not sent there\./),
    ]);
  });

  test("the gate's output in what the lead judges from", { timeout: timeoutMs }, async () => {
    const stage = await carryOut((model) =>
      altered(model, (text) => text.replace(/\n<data kind="output">[\s\S]*?<\/data>/g, '')),
    );
    expect(await lacks(stage, 'carried-out')).toEqual([
      expect.stringMatching(
        /^every task accepted: T1 is failed: .*refused the request for o3 \(The demo's script needs test from the gates' output, and it was not sent there\..*$/,
      ),
      "an attempt that fails a gate, followed by one that passes with the lead's feedback",
    ]);
  });

  test(
    "the finding's words in the feedback of an attempt that the user sent back",
    { timeout: timeoutMs },
    async () => {
      const stage = await carryOut((model) =>
        altered(model, (text) =>
          text.replace(/(<data kind="feedback">\n)In src\/csv\.js[\s\S]*(\n<\/data>)/, '$1Mend it.$2'),
        ),
      );
      expect(await lacks(stage, 'carried-out')).toEqual([]);
      const [finding] = stage.run.state.findings;
      const finished = nextEvent(stage.run, 'run-finished');
      await stage.run.sendBack('T2' as TaskId, '', finding!.finding.id);
      await finished;
      expect(await lacks(stage, 'sent-back')).toEqual([
        expect.stringMatching(
          /^every task accepted: T2 is failed: .*does not know what to do on "Quote fields in the CSV export" with this feedback/,
        ),
        'an accepted attempt with the words of the finding that was sent back: T2 has none',
      ]);
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

/** What the demo fails for at the end of a chapter. */
async function lacks(stage: Stage, chapter: Chapter): Promise<readonly string[]> {
  return checkStory(await journalOf(stage), chapter).missing;
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
