import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { demoGates } from '../../../src/adapters/demo/demo';
import { HeldAnswers } from '../../../src/adapters/demo/server/heldAnswers';
import type { ScriptedRequest } from '../../../src/adapters/demo/server/modelScript';
import type { ModelServer } from '../../../src/adapters/demo/server/modelServer';
import { demoScript } from '../../../src/adapters/demo/script/demoScript';
import type { TaskId } from '../../../src/core/plan/plan';
import { reviewProposal } from '../../../src/core/review/fold';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import type { RunState } from '../../../src/core/run/state';
import { checkStory, type Chapter } from '../../demo/storyPoints';
import { findUnaskedChange } from '../../demo/unaskedChange';
import { bytesOf, journalOf, nextEvent, reached, setStage, type Stage } from './stage';

const timeoutMs = 90_000;
const heading = 'MONTHLY EXPENSE REPORT';
/** The two tasks that write the README and do not depend on each other. */
const readmeTasks = ['T5', 'T6'];

describe('the demo, from goal to apply', () => {
  test('tells its whole story', { timeout: timeoutMs }, async () => {
    const workers = new HeldAnswers();
    const readme = new HeldAnswers();
    const stage = await setStage({
      latency: (request) => {
        const task = taskAsked(request);
        if (task === undefined) return 0;
        return (readmeTasks.includes(task) ? readme : workers).latency(request);
      },
    });
    const { run, events, workspace, applier } = stage;
    const before = await bytesOf(workspace.root);

    expect(await run.plan()).toEqual({ ok: true, value: undefined });
    expect(picturePlan(run.state)).toBe(
      [
        'wave 1: T1 Write thousands with separators | T2 Quote fields in the CSV export | T3 Add monthly budgets',
        'wave 2: T4 Mark overspent categories in the report | T5 Export and document the budgets | T6 Document the CSV export',
        'T5 and T6 may write the same files, so they run one after the other.',
      ].join('\n'),
    );

    const carriedOut = run.approve();
    const atOnce = await whileRunning(carriedOut, workers.waitForCount(3));
    expect(atOnce.map(taskAsked).sort()).toEqual(['T1', 'T2', 'T3']);
    workers.open();
    // Whichever README task comes first is kept waiting until nothing but the shared file is in the other's way.
    await whileRunning(carriedOut, readme.waitFor());
    const disjoint = ['T1', 'T2', 'T3', 'T4'];
    await whileRunning(
      carriedOut,
      reached(run, (state) => disjoint.every((id) => hasSettled(state, id))),
    );
    expect(picture(run.state, disjoint)).toBe('T1 accepted, T2 accepted, T3 accepted, T4 accepted');
    expect(new Set(readme.held.map(taskAsked)).size).toBe(1);
    readme.open();
    expect(await carriedOut).toEqual({ ok: true, value: undefined });
    await reached(run, ({ summary }) => summary !== null);

    expect(run.state.phase).toBe('review');
    expect(picture(run.state, readmeTasks)).toBe('T5 accepted, T6 accepted');
    expectRetryAfterRedGate(run.state);
    expectTurns(events);
    expectMeasured(run.state);
    await expectReplays(stage);
    await expectStory(stage, 'carried-out');

    const [finding] = run.state.findings;
    expect(run.state.findings).toHaveLength(1);
    expect(finding?.finding).toMatchObject({ path: 'src/csv.js', severity: 'warning', taskId: 'T2', source: 'lead' });
    expect(proposed(run.state, 'src/csv.js').split('\n')[finding!.finding.line - 1]).toBe(finding!.finding.quote);

    const finished = nextEvent(run, 'run-finished');
    expect(await run.sendBack('T2' as TaskId, '', finding!.finding.id)).toEqual({ ok: true, value: undefined });
    await finished;
    await reached(run, ({ summary }) => summary !== null);
    expect(run.state.summary?.lookFirst).toMatchObject([{ path: 'src/report.js' }]);
    expect(statusOf(run.state, 'T2')).toBe('accepted');
    expect(run.state.findings.map(({ choice }) => choice)).toEqual(['sent-back']);
    expect(proposed(run.state, 'src/csv.js')).toContain('isFormula(text)');
    expect(run.state.proposalVerdicts).toMatchObject([{ gate: 'test', outcome: 'passed' }]);

    await expectStory(stage, 'sent-back');

    const unasked = findUnaskedChange(run.state);
    expect(unasked).toMatchObject({ hunk: { path: 'src/report.js', kind: 'edit' }, taskId: 'T4' });
    expect(unasked).toMatchObject({ lost: 'Expenses in ${month}', lines: [expect.stringContaining(heading)] });
    await run.choose([unasked!.hunk.id], 'rejected');
    const others = reviewProposal(run.state.proposal, run.state.choices).flatMap(({ hunks }) =>
      hunks.filter(({ choice }) => choice === 'open').map(({ hunk }) => hunk.id),
    );
    await run.choose(others, 'accepted');
    await expectStory(stage, 'decided');

    expect(await bytesOf(workspace.root)).toEqual(before);
    expect(applier.applied).toEqual([]);
    expect(await run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(run.state.phase).toBe('applied');
    await expectApplied(stage);
    await expectReplays(stage);
    await expectStory(stage, 'applied');
    expectNoCallOrder(stage.server);
  });
});

/** Waits for something that has to happen before the tasks have settled. */
function whileRunning<T>(carriedOut: Promise<unknown>, awaited: Promise<T>): Promise<T> {
  const tooLate = carriedOut.then((how): T => {
    throw new Error(`The tasks had settled before: ${JSON.stringify(how)}`);
  });
  return Promise.race([awaited, tooLate]);
}

/** The task that a worker's request is about; the lead's requests are about none. */
function taskAsked(request: ScriptedRequest): string | undefined {
  const [first] = request.items;
  if (request.schema || first?.type !== 'user') return undefined;
  return /^Task (\S+): /.exec(first.text)?.[1];
}

function statusOf(state: RunState, id: string): string | undefined {
  return state.tasks.get(id as TaskId)?.status;
}

function hasSettled(state: RunState, id: string): boolean {
  return ['accepted', 'failed', 'blocked', 'conflict', 'skipped', 'stopped'].includes(statusOf(state, id) ?? '');
}

/** Tasks with what became of them, and why they failed. */
function picture(state: RunState, ids: readonly string[]): string {
  const failureOf = (id: string): string => state.tasks.get(id as TaskId)?.failure?.message ?? '';
  return ids.map((id) => `${id} ${statusOf(state, id)} ${failureOf(id)}`.trim()).join(', ');
}

function picturePlan({ plan }: RunState): string {
  const titles = new Map(plan?.tasks.map(({ id, title }) => [id, title]));
  const waves = (plan?.waves ?? []).map((wave, index) => {
    return `wave ${index + 1}: ${wave.map((id) => `${id} ${titles.get(id)}`).join(' | ')}`;
  });
  return [...waves, ...(plan?.warnings ?? []).map(({ message }) => message)].join('\n');
}

/** What the demo itself looks for in the journal is there. */
async function expectStory(stage: Stage, chapter: Chapter): Promise<void> {
  expect(checkStory(await journalOf(stage), chapter).missing).toEqual([]);
}

/** The gate was red on the first attempt, the lead passed on what it printed, and the second attempt is green. */
function expectRetryAfterRedGate(state: RunState): void {
  const attempts = state.tasks.get('T1' as TaskId)?.attempts ?? [];
  expect(attempts.map(({ verdicts }) => verdicts.map(({ gate, outcome }) => `${gate} ${outcome}`))).toEqual([
    ['scope passed', 'patch passed', 'test failed'],
    ['scope passed', 'patch passed', 'test passed'],
  ]);
  expect(attempts[0]?.verdicts[2]?.output).toContain('RangeError');
  expect(attempts[0]?.assessment?.decision.type).toBe('retry');
  expect(attempts[1]?.feedback).toContain('"reads back what it writes" fails: "1,234.56" is not an amount');
  const others = [...state.tasks.values()].filter(({ task }) => task.id !== 'T1');
  expect(others.map((task) => task.attempts.length)).toEqual([1, 1, 1, 1, 1]);
}

/** The second README task started after the first was merged, although its dependencies had long been there. */
function expectTurns(events: readonly RunEvent[]): void {
  const at = (type: RunEvent['type'], taskId: string): number =>
    events.findIndex((event) => event.type === type && 'taskId' in event && event.taskId === taskId);
  const [first = '', second = ''] = [...readmeTasks].sort(
    (one, other) => at('attempt-started', one) - at('attempt-started', other),
  );
  const needed = { T5: 'T3', T6: 'T2' }[second] ?? '';
  expect(at('attempt-accepted', needed)).toBeLessThan(at('attempt-accepted', first));
  expect(at('attempt-accepted', first)).toBeLessThan(at('attempt-started', second));
}

/** Every verdict names what it measured. */
function expectMeasured(state: RunState): void {
  const trees = new Set<string>();
  for (const { attempts } of state.tasks.values()) {
    for (const { changeSet, verdicts } of attempts) {
      expect(verdicts.slice(0, 2).map(({ tree }) => tree)).toEqual([changeSet?.digest, changeSet?.digest]);
      expect(verdicts[2]).toMatchObject({ gate: 'test', command: 'npm run test --silent', required: true });
      trees.add(verdicts[2]?.tree ?? '');
    }
  }
  expect(trees.size).toBe(7);
  expect(state.proposalVerdicts).toMatchObject([{ gate: 'test', outcome: 'passed', exitCode: 0 }]);
}

async function expectReplays(stage: Stage): Promise<void> {
  expect(replay(await journalOf(stage))).toEqual(stage.run.state);
}

/** What was measured last is what is on disk, the rejected text is not, and the sample's own tests say that it works. */
async function expectApplied({ run, events, workspace, shadow, runner }: Stage): Promise<void> {
  const signal = new AbortController().signal;
  const chosen = events.flatMap((event) =>
    event.type === 'proposal-measured' && event.subject === 'chosen' ? [event.verdict] : [],
  );
  expect(chosen).toMatchObject([{ gate: 'test', outcome: 'passed' }]);
  const tree = await shadow.lay(new Map(), signal);
  if (!tree.ok) throw new Error(tree.error.message);
  expect(tree.value.digest).toBe(chosen[0]?.tree);
  tree.value.release();

  const report = await readFile(join(workspace.root, 'src/report.js'), 'utf8');
  expect(report).not.toContain(heading);
  expect(report).toContain('overspentMark');
  expect(run.state.appliedPaths).toEqual([
    ...['README.md', 'src/budgets.js', 'src/csv.js', 'src/index.js', 'src/money.js', 'src/report.js'],
    ...['test/budgets.test.js', 'test/csv.test.js', 'test/money.test.js', 'test/report.test.js'],
  ]);
  const [gate] = demoGates;
  const tests = await runner.run({ ...gate!, cwd: workspace.root, outputLimit: 10_000 }, signal);
  expect(tests).toMatchObject({ type: 'exited', code: 0 });
}

/** The script says the same to each request, whatever it was asked before. */
function expectNoCallOrder({ requests }: ModelServer): void {
  const asked = requests.map(({ request }) => request);
  const answers = asked.map((request) => demoScript.answer(request));
  expect(answers.filter((answer) => 'type' in answer && answer.type === 'refuse-request')).toEqual([]);
  expect(asked.toReversed().map((request) => demoScript.answer(request))).toEqual(answers.toReversed());
}

function proposed(state: RunState, path: string): string {
  return reviewProposal(state.proposal, state.choices).find((file) => file.path === path)?.proposed ?? '';
}
