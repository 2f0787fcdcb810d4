import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAuthority, type AuthorityTable } from '../../../src/core/authority/table';
import type { GateSpec, VerdictOutcome } from '../../../src/core/gates/verdict';
import type { Decision } from '../../../src/core/lead/assessment';
import type { RunEvent } from '../../../src/core/run/events';
import { reduceRun, replay } from '../../../src/core/run/reducer';
import type { RunState } from '../../../src/core/run/state';
import { id, task, verdict } from '../ui/plan/states';
import { bench, carryOut, textOf } from './harness';

const key = { taskId: id('A'), attempt: 1 };
const gates = ['test', 'lint', 'slow'] as const;

function gateSpecs(required: readonly string[]): readonly GateSpec[] {
  return gates.map((gate) => ({ id: gate, command: gate, args: [], timeoutMs: 1, required: required.includes(gate) }));
}

/** A run with one task whose first attempt has written its change set. */
function begun(authority: AuthorityTable, specs: readonly GateSpec[]): readonly RunEvent[] {
  const plan = { revision: 1, summary: '', tasks: [task('A')], waves: [[id('A')]], warnings: [] };
  const models = { lead: 'o3', worker: 'gpt-4.1', maxWorkers: 1, scripted: true };
  const setup = { goal: '', folders: [], authority, gates: specs, ...models };
  return [
    { type: 'run-created', runId: 'R', at: 0, setup },
    { type: 'plan-proposed', plan },
    { type: 'plan-approved' },
    { type: 'attempt-started', ...key, feedback: null },
    { type: 'change-set-written', ...key, changeSet: { digest: 'd', changes: [] }, summary: '', laid: [] },
  ];
}

function measured(gate: string, outcome: VerdictOutcome): RunEvent {
  return { type: 'attempt-measured', ...key, verdict: verdict(gate, { outcome }) };
}

function assessed(decision: Decision, met = true): RunEvent {
  const criteria = [{ criterion: 'C1', met, reason: '' }];
  return { type: 'attempt-assessed', ...key, assessment: { criteria, findings: [], decision } };
}

const accepted: RunEvent = { type: 'attempt-accepted', ...key, files: [], findings: [] };
const rejected: RunEvent = { type: 'attempt-rejected', ...key, feedback: 'again' };
const retry: Decision = { type: 'retry', feedback: 'again' };
const passedAll = ['scope', 'patch', 'test'].map((gate) => measured(gate, 'passed'));

describe('the guard in the fold', () => {
  const start = begun(defaultAuthority, gateSpecs(['test']));

  it('lets an accept pass whose required gates passed', () => {
    const state = replay([...start, ...passedAll, assessed({ type: 'accept' }), accepted]);
    expect(state?.tasks.get(id('A'))).toMatchObject({ status: 'accepted', attempts: [{ accepted: true }] });
  });

  it.each<[string, readonly RunEvent[]]>([
    ['was never assessed', passedAll],
    ['failed a gate', [...passedAll, measured('test', 'failed'), assessed({ type: 'accept' })]],
    ['was never measured by a required gate', [...passedAll.slice(0, 2), assessed({ type: 'accept' })]],
    [
      'fails a gate measured after the ruling',
      [...passedAll, assessed({ type: 'accept' }), measured('test', 'failed')],
    ],
    ['does not meet a criterion', [...passedAll, assessed({ type: 'accept' }, false)]],
    ['was to be retried', [...passedAll, assessed(retry)]],
  ])('refuses the accept of an attempt that %s, in a replay too', (_what, events) => {
    expect(() => replay([...start, ...events, accepted])).toThrow(/accept of attempt 1 on A is not allowed/);
  });

  it('lets the user waive a configured gate, and nobody the write scope', () => {
    const waive = (gate: string): RunEvent => ({ type: 'gate-waived', gate, reason: 'known' });
    const red = (gate: string): readonly RunEvent[] => [
      ...start,
      ...passedAll,
      measured(gate, 'failed'),
      waive(gate),
      assessed({ type: 'accept' }),
      accepted,
    ];
    expect(replay(red('test'))?.tasks.get(id('A'))?.status).toBe('accepted');
    expect(() => replay(red('scope'))).toThrow(/scope/);
  });

  it('refuses a retry past its limit, and one that the user did not grant', () => {
    const once = { ...defaultAuthority, retry: { grant: 'always', limit: 1 } } as const;
    const again = [assessed(retry), rejected];
    expect(replay([...begun(once, []), ...again])?.tasks.get(id('A'))?.retries).toBe(1);
    expect(() => replay([...begun(once, []), ...again, ...again])).toThrow(/limit is 1/);
    expect(() => replay([...begun(once, []), ...again, rejected])).toThrow(/not allowed/);

    const asking = begun({ ...defaultAuthority, retry: { grant: 'ask', limit: null } }, []);
    const question: RunEvent = { type: 'question-asked', ...key, questionId: 'Q', decision: retry };
    const answered = (granted: boolean): readonly RunEvent[] => [
      ...asking,
      assessed(retry),
      question,
      { type: 'question-answered', questionId: 'Q', granted },
      rejected,
    ];
    expect(replay(answered(true))?.tasks.get(id('A'))?.retries).toBe(1);
    expect(() => replay(answered(false))).toThrow(/not allowed/);
    expect(() => replay([...asking, assessed(retry), question, rejected])).toThrow(/not allowed/);
  });

  it('never has an accepted attempt without a passed verdict, or a waiver, of each required gate, nor a retry too many', () => {
    const grant = fc.constantFrom('always' as const, 'ask' as const, 'never' as const);
    const row = fc.record({ grant, limit: fc.option(fc.nat(3)) });
    const table = fc.record({ retry: row, reassign: row, revise: row, resolve: row, abort: row });
    const outcome = fc.constantFrom<VerdictOutcome>('passed', 'passed', 'passed', 'failed', 'could-not-run');
    const anyGate = fc.constantFrom('scope', 'patch', ...gates);
    const decision = fc.constantFrom<Decision>({ type: 'accept' }, { type: 'accept' }, retry);
    const asked: RunEvent = { type: 'question-asked', ...key, questionId: 'Q', decision: retry };
    const written = begun(defaultAuthority, [])[4]!;
    const measurements = ['scope', 'patch', ...gates].map((gate) => measured(gate, 'passed'));
    const goodWay = [...measurements, assessed({ type: 'accept' }), accepted];
    const stretch = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(anyGate, outcome).map(([gate, how]) => [measured(gate, how)]) },
      // The good way with at most one step left out: few random events would ever come to an accept.
      { weight: 2, arbitrary: fc.subarray(goodWay, { minLength: goodWay.length - 1 }) },
      { weight: 1, arbitrary: anyGate.map((gate): RunEvent[] => [{ type: 'gate-waived', gate, reason: 'why' }]) },
      { weight: 4, arbitrary: fc.tuple(decision, fc.boolean()).map(([what, met]) => [assessed(what, met)]) },
      { weight: 4, arbitrary: fc.constantFrom([accepted], [rejected], [asked], [written]) },
      {
        weight: 1,
        arbitrary: fc.boolean().map((granted): RunEvent[] => [{ type: 'question-answered', questionId: 'Q', granted }]),
      },
    );
    let accepts = 0;
    fc.assert(
      fc.property(
        table,
        fc.subarray([...gates], { maxLength: 1 }),
        fc.array(stretch, { maxLength: 30 }),
        (authority, required, stretches) => {
          let state = replay(begun(authority, gateSpecs(required)))!;
          /** What really happened, kept apart from the fold. */
          let facts = { verdicts: new Map<string, VerdictOutcome>(), waived: new Set<string>(), retries: 0 };
          for (const next of stretches.flat()) {
            const after = folded(state, next);
            if (!after) continue;
            state = after;
            if (next.type === 'change-set-written') facts = { ...facts, verdicts: new Map() };
            if (next.type === 'attempt-measured') facts.verdicts.set(next.verdict.gate, next.verdict.outcome);
            if (next.type === 'gate-waived') facts.waived.add(next.gate);
            if (next.type === 'attempt-rejected') facts.retries++;
            if (next.type !== 'attempt-accepted') continue;
            accepts++;
            for (const gate of ['scope', 'patch']) expect(facts.verdicts.get(gate)).toBe('passed');
            for (const gate of required) {
              expect(facts.waived.has(gate) || facts.verdicts.get(gate) === 'passed').toBe(true);
            }
          }
          const { grant: may, limit } = authority.retry;
          expect(facts.retries).toBeLessThanOrEqual(may === 'never' ? 0 : (limit ?? Infinity));
        },
      ),
      { numRuns: 1000 },
    );
    expect(accepts).toBeGreaterThan(50);
  });
});

/** The state after an event; `undefined` where the fold refuses it, as the log of a run does. */
function folded(state: RunState, event: RunEvent): RunState | undefined {
  try {
    return reduceRun(state, event);
  } catch {
    return undefined;
  }
}

describe('what a task says that failed because of refusals', () => {
  const messageAfter = async (granted: boolean | null): Promise<string> => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      ...(granted === null && { authority: { ...defaultAuthority, retry: { grant: 'always', limit: 1 } } }),
      assess: (_task, _times, request) =>
        granted === null || (granted && textOf(request).includes('said no'))
          ? { type: 'retry', feedback: 'again' }
          : { type: 'abort', reason: 'Hopeless.' },
    });
    b.run.onDidChange(({ event }) => {
      if (event.type === 'question-asked') void b.run.answer(event.questionId, false);
    });
    await carryOut(b);
    expect(b.status('A')).toBe('failed');
    return b.run.state.tasks.get(id('A'))?.failure?.message ?? '';
  };

  it('names the lead for what the guard refused, and the user for what the user refused', async () => {
    expect(await messageAfter(null)).toMatch(/^The lead decided beyond its authority 2 times\. /);
    expect(await messageAfter(false)).toMatch(/^You refused what the lead asked for 2 times\. abort: /);
  });
});
