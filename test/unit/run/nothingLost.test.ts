import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { disputesOf, draftText } from '../../../src/core/run/disputes';
import type { RunEvent } from '../../../src/core/run/events';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { carryOutClashing, clashing, isMerge, proposed, shared } from './clashBed';
import { writes, type Bench } from './harness';

const tasks = ['T1', 'T2', 'T3'];
const lines = 6;
const base = Array.from({ length: lines }, (_, index) => `base ${index}\n`);

/** What a worker does to each line of the file: keeps it, replaces it, drops it, or puts one below it. */
type Edit = 'keep' | 'replace' | 'drop' | 'insert';
const edits = fc.array(fc.constantFrom<Edit>('keep', 'keep', 'replace', 'drop', 'insert'), {
  minLength: lines,
  maxLength: lines,
});

/** How each conflict is settled, and how careful whoever merges is. */
const scenario = fc.record({
  edits: fc.record({ T1: edits, T2: edits, T3: edits }),
  lead: fc.array(fc.constantFrom('order', 'delegate', 'leave'), { minLength: 6, maxLength: 6 }),
  merger: fc.constantFrom('careful', 'first', 'second'),
  user: fc.constantFrom('first', 'second', 'both', 'typed'),
  order: fc.shuffledSubarray(tasks, { minLength: 3, maxLength: 3 }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

function textOf(task: string, made: readonly Edit[]): string {
  return base
    .flatMap((line, index) => {
      const own = `${task} at ${index}\n`;
      const edit = made[index] ?? 'keep';
      return { keep: [line], replace: [own], drop: [], insert: [line, own] }[edit];
    })
    .join('');
}

function linesOf(text: string | null | undefined): readonly string[] {
  return (text ?? '').split('\n').filter((line) => line !== '');
}

/** Lines that a change put into the file. */
function addedBy(before: string | null, after: string | null): readonly string[] {
  const known = new Set(linesOf(before));
  return linesOf(after).filter((line) => !known.has(line));
}

/** The text of the proposal with the lines of the task below those that are there. */
function withBoth(present: string, task: string, own: string): string {
  const missing = linesOf(own).filter((line) => line.startsWith(task) && !linesOf(present).includes(line));
  return `${present}${missing.map((line) => `${line}\n`).join('')}`;
}

/** A run that is through, and the lines that the user let go, having had both sides before them. */
interface Through {
  readonly b: Bench;
  readonly letGo: readonly string[];
}

async function carriedOut({ edits: made, lead, merger, user, order }: Scenario): Promise<Through> {
  let answers = 0;
  const own = (task: string): string => textOf(task, made[task as keyof typeof made]);
  const again = (task: string, request: ChatRequest): string => {
    const present = proposed(b);
    if (typeof present !== 'string') return own(task);
    if (!isMerge(request) || merger === 'careful') return withBoth(present, task, own(task));
    return merger === 'first' ? `${present}a remark of the merger\n` : own(task);
  };
  const isFirstAttempt = (task: string): boolean => (b.run.state.tasks.get(task as TaskId)?.attempts.length ?? 0) <= 1;
  const b: Bench = await clashing(tasks, {
    files: { [shared]: base.join('') },
    worker: (task, turn, request) => writes(shared, isFirstAttempt(task) ? own(task) : again(task, request))(turn),
    resolve: () => {
      const type = lead[answers++ % lead.length];
      return type === 'order'
        ? { type, feedback: 'Again.' }
        : type === 'delegate'
          ? { type, instructions: 'Both.' }
          : { type: 'leave', reason: 'You.' };
    },
  });
  await carryOutClashing(b, order);
  const letGo: string[] = [];
  for (const [taskId, task] of b.run.state.tasks) {
    if (task.status !== 'conflict') continue;
    for (const dispute of disputesOf(b.run.state, task)) {
      // Of the first side what clashes and nothing else, or what is this task's own.
      if (user === 'second') letGo.push(...dispute.conflicts.flatMap(({ ours }) => linesOf(ours)));
      if (user === 'first') letGo.push(...linesOf(own(taskId)).filter((line) => line.startsWith(taskId)));
      const text = withBoth(dispute.first.text ?? '', taskId, draftText(dispute) ?? '');
      await b.run.draftConflict(taskId, dispute.path, user === 'typed' ? { take: 'text', text } : { take: user });
    }
    await b.run.settleConflict(taskId);
    await b.until(({ phase }) => phase === 'review');
  }
  return { b, letGo };
}

/** The lines of accepted work that are nowhere, and whom nobody took out on record. */
function lost(events: readonly RunEvent[], present: readonly string[], letGo: readonly string[]): readonly string[] {
  const accepted = new Set<string>();
  const takenOut = new Set(letGo);
  const written = new Map<string, Extract<RunEvent, { type: 'change-set-written' }>>();
  for (const event of events) {
    if (event.type === 'change-set-written') written.set(`${event.taskId} ${event.attempt}`, event);
    if (event.type !== 'attempt-accepted' && event.type !== 'conflict-settled') continue;
    const changes = written.get(`${event.taskId} ${event.attempt}`)?.changeSet.changes ?? [];
    for (const { before, after } of changes) {
      for (const line of addedBy(before, after)) accepted.add(line);
      // What a worker saw in its copy and took out is its decision: it stands in its change set, as a hunk to review.
      for (const line of addedBy(after, before)) takenOut.add(line);
    }
  }
  return [...accepted].filter((line) => !present.includes(line) && !takenOut.has(line));
}

describe('three workers on one file, whatever they do to it and however their conflicts are settled', () => {
  it('lose no accepted line of either side, unless a change set or the user’s word says so; nothing has markers', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const { b, letGo } = await carriedOut(drawn);
        expect(lost(b.events, linesOf(proposed(b)), letGo)).toEqual([]);
        expect(proposed(b) ?? '').not.toMatch(/^(<<<<<<<|=======|>>>>>>>)/m);
        expect([...b.run.state.tasks.values()].map(({ status }) => status)).toEqual([
          'accepted',
          'accepted',
          'accepted',
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('are told of each line that a merging worker let go: it is a finding on the result', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (drawn) => {
        const { b } = await carriedOut({ ...drawn, lead: ['delegate'], merger: 'second' });
        for (const event of b.events) {
          if (event.type !== 'attempt-accepted') continue;
          const attempt = b.run.state.tasks
            .get(event.taskId)
            ?.attempts.find(({ attempt: number }) => number === event.attempt);
          const first = b.run.state.tasks.get(event.taskId)?.attempts.find(({ clash }) => clash !== null);
          if (!first?.clash || first === attempt) continue;
          const said = event.findings.map(({ message }) => message).join('\n');
          const merge = b.events.find(
            (other) =>
              other.type === 'attempt-started' && other.taskId === event.taskId && other.attempt === event.attempt,
          );
          const clashes = merge?.type === 'attempt-started' ? (merge.merges?.conflicts ?? []) : [];
          const after = event.files.find(({ path }) => path === shared)?.text;
          for (const { base: was, ours } of clashes) {
            for (const line of addedBy(was, ours)) if (!linesOf(after).includes(line)) expect(said).toContain(line);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is a test that sees a side get lost', async () => {
    const { b, letGo } = await carriedOut({
      edits: {
        T1: Array<Edit>(lines).fill('replace'),
        T2: Array<Edit>(lines).fill('replace'),
        T3: Array<Edit>(lines).fill('keep'),
      },
      lead: ['order'],
      merger: 'careful',
      user: 'both',
      order: tasks,
    });
    const present = linesOf(proposed(b));
    expect(lost(b.events, present, letGo)).toEqual([]);
    expect(lost(b.events, present.slice(1), letGo)).toEqual(present.slice(0, 1));
  });
});
