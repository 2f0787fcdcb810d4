import { expect, onTestFinished, test } from 'vitest';

import { demoGoal, demoNotice } from '../../../src/adapters/demo/demo';
import { startDemoModel } from '../../../src/adapters/demo/demoModel';
import { seededLatency } from '../../../src/adapters/demo/latency';
import type { ScriptedAnswer, ScriptedItem, ScriptedRequest } from '../../../src/adapters/demo/server/modelScript';
import { demoScript } from '../../../src/adapters/demo/script/demoScript';
import { demoPlan } from '../../../src/adapters/demo/script/plan';
import { planInstructions, goalMessage } from '../../../src/core/lead/prompts';
import { defaultAuthority } from '../../../src/core/authority/table';
import { parsePlan } from '../../../src/core/plan/parsePlan';
import { workerInstructions } from '../../../src/core/worker/prompts';
import { plainPlace } from '../../fakes/plainPlace';
import { setStage } from './stage';

const instructions = planInstructions({
  mandate: { table: defaultAuthority, reassignTo: [], stallAfter: 6 },
  profiles: [],
  gates: [],
  folders: ['pocket-ledger'],
});

function request(items: readonly ScriptedItem[], more: Partial<ScriptedRequest> = {}): ScriptedRequest {
  return {
    ...{ protocol: 'responses', model: 'o3', instructions, items, tools: [], stream: true },
    ...{ authorized: false, headers: {}, signal: new AbortController().signal },
    ...more,
  };
}

function planning(goal: string): ScriptedRequest {
  const schema = { name: 'plan', schema: {}, strict: true };
  return request([{ type: 'user', text: goalMessage(goal, '') }], { schema });
}

function working(text: string): ScriptedRequest {
  const tools = [{ name: 'finish', parameters: {}, strict: true }];
  return request([{ type: 'user', text }], { model: 'gpt-4.1', instructions: workerInstructions, tools });
}

function refusalOf(answer: ScriptedAnswer | Promise<ScriptedAnswer>): string {
  if (answer instanceof Promise || answer.type !== 'refuse-request') throw new Error('The script had an answer.');
  return answer.message;
}

test('the plan is valid', async () => {
  expect(
    parsePlan(JSON.stringify(demoPlan), { revision: 1, place: await plainPlace.place(), profiles: [] }),
  ).toMatchObject({ ok: true });
});

test('white space in the goal does not matter, anything else does', () => {
  expect(demoScript.answer(planning(`  ${demoGoal.replaceAll(' ', ' \n ')}\n`))).toMatchObject({ type: 'tool-calls' });
  expect(refusalOf(demoScript.answer(planning('Rewrite it in Rust.')))).toContain(
    'can plan one goal only: "Let people',
  );
});

test('a lead that was not told its authority does not plan', () => {
  const untold = { ...planning(demoGoal), instructions: 'Plan well.' };
  expect(refusalOf(demoScript.answer(untold))).toContain('authority');
});

test('tasks, feedback and forms of answer that are not in the script are refused', () => {
  const known = demoPlan.tasks[0]!;
  const task = `Task T1: ${known.title}\n\n${known.instructions}`;
  expect(demoScript.answer(working(task))).toMatchObject({ type: 'tool-calls' });
  expect(refusalOf(demoScript.answer(working('Task T1: Rewrite it in Rust')))).toContain('"Rewrite it in Rust"');
  expect(refusalOf(demoScript.answer(working(`Task T1: ${known.title}\n\nAs you like.`)))).toContain(known.title);
  const sentBack = `${task}\n\n<data kind="feedback">\nMake it faster.\n</data>`;
  expect(refusalOf(demoScript.answer(working(sentBack)))).toContain('with this feedback');
  const schema = { name: 'poem', schema: {}, strict: true };
  expect(refusalOf(demoScript.answer(request([], { schema })))).toContain('"poem"');
  expect(refusalOf(demoScript.answer(request([])))).toContain('a lead and workers only');
});

test('a goal that is not scripted ends the planning with words for people', async () => {
  const { run } = await setStage({ goal: 'Rewrite it in Rust.' });
  expect(await run.plan()).toMatchObject({ ok: false, error: { reason: 'model-bad-request' } });
  expect(run.state.failure?.message).toContain('The demo model can plan one goal only');
});

test('says of itself that it is scripted', async () => {
  const server = await startDemoModel({ latency: () => 0 });
  onTestFinished(() => server.close());
  const response = await fetch(`${server.baseUrl}/models`);
  expect(await response.json()).toMatchObject({
    data: [
      { id: 'o3', owned_by: 'scripted, not intelligent' },
      { id: 'gpt-4.1', owned_by: 'scripted, not intelligent' },
    ],
  });
  expect(demoNotice).toContain('scripted, not intelligent');
});

test('latency is seeded by what was said, not by identifiers', () => {
  const latency = seededLatency(150, 600);
  const result = (callId: string, output: string): ScriptedRequest =>
    request([{ type: 'tool-result', callId, output }]);
  const known = latency(result('one', 'text'));
  expect(latency(result('two', 'text'))).toBe(known);
  const several = new Set(Array.from({ length: 50 }, (_, index) => latency(result('one', `text ${index}`))));
  expect(several.size).toBeGreaterThan(10);
  for (const delay of several) {
    expect(delay).toBeGreaterThanOrEqual(150);
    expect(delay).toBeLessThanOrEqual(600);
  }
});
