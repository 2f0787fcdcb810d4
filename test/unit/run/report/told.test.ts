import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAuthority } from '../../../../src/core/authority/table';
import type { TaskId } from '../../../../src/core/plan/plan';
import { authorityLogOf } from '../../../../src/core/run/authorityLog/authorityLog';
import type { RunEvent } from '../../../../src/core/run/events';
import { reportSchema } from '../../../../src/core/run/report/schema';
import { exits } from '../../../fakes/memoryShadow';
import { bench, writes, type Bench } from '../harness';
import { entriesOf, hunkIds, reportFrom } from './toldRun';

/** What must be told, and once: all that is decided, measured, waived, asked and answered. */
const mustBeTold: ReadonlySet<RunEvent['type']> = new Set([
  'attempt-assessed',
  'conflict-judged',
  'decision-refused',
  'question-asked',
  'question-answered',
  'attempt-measured',
  'proposal-measured',
  'gate-waived',
] as const);

const decision = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ type: 'accept' }) },
  { weight: 2, arbitrary: fc.constant({ type: 'retry', feedback: 'Again.' }) },
  { weight: 2, arbitrary: fc.constant({ type: 'abort', reason: 'Enough.' }) },
  { weight: 1, arbitrary: fc.constant({ type: 'leave', reason: 'Yours.' }) },
);
const sketch = fc.record({
  tasks: fc.integer({ min: 1, max: 3 }),
  decisions: fc.array(fc.array(decision, { maxLength: 4 }), { minLength: 3, maxLength: 3 }),
  isRed: fc.boolean(),
  grants: fc.array(fc.boolean(), { maxLength: 6 }),
  waives: fc.boolean(),
  /** All tasks write one file, together, and the lead settles that so. */
  clash: fc.option(fc.constantFrom('order' as const, 'leave' as const)),
  resolve: fc.constantFrom('always' as const, 'ask' as const),
  choices: fc.array(fc.constantFrom('accepted' as const, 'rejected' as const), { maxLength: 3 }),
});

const shared = 'src/shared.ts';

/** A run as the sketch has it, in which everybody does what they may. */
async function carriedOut(told: typeof sketch extends fc.Arbitrary<infer Sketch> ? Sketch : never): Promise<Bench> {
  const ids = ['A', 'B', 'C'].slice(0, told.tasks);
  const b = await bench({
    tasks: ids.map((id) => (told.clash === null ? { id } : { id, writeScope: [shared] })),
    authority: { ...defaultAuthority, resolve: { grant: told.resolve, limit: 2 } },
    ...(told.clash !== null && {
      overlap: 'parallel',
      worker: (task, turn) => writes(shared, `${task}\n`)(turn),
      resolve: () =>
        told.clash === 'order' ? { type: 'order', feedback: 'On that.' } : { type: 'leave', reason: 'Yours.' },
    }),
    gate: () => (told.isRed ? exits(1, 'red') : exits(0)),
    assess: (task, times) => told.decisions[ids.indexOf(task)]?.[times] ?? { type: 'accept' },
  });
  const grants = [...told.grants];
  const answered = new Set<string>();
  b.run.onDidChange(({ event }) => {
    if (event.type !== 'question-asked' || answered.has(event.questionId)) return;
    answered.add(event.questionId);
    void b.run.answer(event.questionId, grants.shift() ?? false);
  });
  await b.run.plan();
  await b.run.approve();
  if (told.waives) await b.run.waiveGate('test', 'As it is.');
  await b.run.retryTask('A' as TaskId);
  await b.until(({ phase }) => phase !== 'running' && phase !== 'stopping');
  const hunks = hunkIds(b);
  for (const [index, choice] of told.choices.entries()) {
    const hunk = hunks[index];
    if (hunk) await b.run.choose([hunk], choice);
  }
  await b.run.apply({ without: [] });
  return b;
}

/** Numbers of all entries that stand anywhere in a value under `entry`. */
function entriesIn(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.flatMap(entriesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'entry' && typeof each === 'number' ? [each] : entriesIn(each),
  );
}

/** The entries that must be told, from 1. */
function wanted(events: readonly RunEvent[]): readonly number[] {
  return events.flatMap(({ type }, index) => (mustBeTold.has(type) ? [index + 1] : []));
}

function sorted(numbers: readonly number[]): readonly number[] {
  return [...numbers].sort((one, other) => one - other);
}

describe('every decision, verdict, waiver, question and answer', () => {
  it('is in the report exactly once, and in the authority log', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(sketch, async (told) => {
        const events = await entriesOf(await carriedOut(told));
        const report = reportFrom(events);
        expect(sorted(entriesIn(report))).toEqual(wanted(events));
        expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
        const lines = authorityLogOf(events).lines.map(({ entry }) => entry);
        expect(new Set(lines).size).toBe(lines.length);
        expect(wanted(events).filter((entry) => !lines.includes(entry))).toEqual([]);
        for (const { type } of events) seen.add(type);
      }),
      { numRuns: 40 },
    );
    // The runs were worth telling.
    expect([...mustBeTold].filter((type) => !seen.has(type))).toEqual([]);
  });

  it('is told of a journal that lost entries, too', async () => {
    const events = await entriesOf(
      await carriedOut({
        tasks: 2,
        decisions: [[{ type: 'retry', feedback: 'Again.' }], [{ type: 'abort', reason: 'Enough.' }], []],
        isRed: true,
        grants: [false],
        waives: true,
        clash: null,
        resolve: 'always',
        choices: ['accepted'],
      }),
    );
    fc.assert(
      fc.property(fc.subarray(events.slice(1)), (rest) => {
        const some = [...events.slice(0, 1), ...rest];
        const asked = new Set(some.flatMap((event) => (event.type === 'question-asked' ? [event.questionId] : [])));
        // An answer to nothing has no question to stand with in the report; the log has it.
        const isLost = (entry: number): boolean => {
          const event = some[entry - 1];
          return event?.type === 'question-answered' && !asked.has(event.questionId);
        };
        expect(sorted(entriesIn(reportFrom(some)))).toEqual(wanted(some).filter((entry) => !isLost(entry)));
        const lines = authorityLogOf(some).lines.map(({ entry }) => entry);
        expect(wanted(some).filter((entry) => !lines.includes(entry))).toEqual([]);
      }),
    );
  });
});
