import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycle, wavesOf } from '../../../src/core/plan/graph';
import { parsePlan } from '../../../src/core/plan/parsePlan';
import type { Plan, TaskId } from '../../../src/core/plan/plan';
import { planText } from '../../../src/core/plan/planText';
import { changedTasks, revisionWords } from '../../../src/core/plan/planChanges';
import { revisedPlan, revisionSchema, type RevisionAnswer } from '../../../src/core/plan/revision';
import { posixRules } from '../../../src/core/util/pathRules';
import { fullTask } from '../run/harness';

const terms = { place: { rules: posixRules, roots: [{ name: 'workspace', location: '/workspace' }] }, profiles: [] };
const id = (text: string): TaskId => text as TaskId;

function planOf(...tasks: readonly ReturnType<typeof fullTask>[]): Plan {
  const parsed = parsePlan(JSON.stringify({ summary: 'S.', tasks }), { ...terms, revision: 1 });
  if (!parsed.ok) throw new Error(parsed.error.join('\n'));
  return parsed.value;
}

const plan = planOf(
  fullTask({ id: 'A' }),
  fullTask({ id: 'B', dependsOn: ['A'] }),
  fullTask({ id: 'C', dependsOn: ['B'] }),
);
const base = { plan, begun: new Set([id('A')]), terms, refused: [] };
const revise = (answer: Partial<RevisionAnswer>) => revisedPlan({ reason: 'Why.', put: [], drop: [], ...answer }, base);
const issuesOf = (answer: Partial<RevisionAnswer>): readonly string[] => {
  const revised = revise(answer);
  return revised.ok ? [] : revised.error;
};

describe('a revision of the plan', () => {
  it('splits, adds, drops, rewires, and changes scope, and is numbered', () => {
    const revised = revise({
      put: [
        fullTask({ id: 'B1', dependsOn: ['A'] }),
        fullTask({ id: 'B2', dependsOn: ['A'] }),
        fullTask({ id: 'C', dependsOn: ['B1', 'B2'], writeScope: ['docs/**'] }),
      ],
      drop: ['B'],
    });
    if (!revised.ok) throw new Error(revised.error.join('\n'));
    expect(revised.value.revision).toBe(2);
    expect(revised.value.waves).toEqual([['A'], ['B1', 'B2'], ['C']]);
    expect(revised.value.tasks[0]).toEqual(plan.tasks[0]);
    expect(revisionWords(plan, revised.value)).toBe('adds B1, B2; drops B; changes C');
  });

  it.each<[string, Partial<RevisionAnswer>, RegExp]>([
    ['what has begun', { put: [fullTask({ id: 'A', title: 'Other' })] }, /^revision: A has begun/],
    ['dropping what has begun', { drop: ['A'] }, /^revision: A has begun/],
    ['dropping what is not there', { drop: ['X'] }, /^revision\.drop: there is no task X/],
    ['nothing', {}, /changes nothing/],
    ['a dependency that goes', { drop: ['B'] }, /C\.dependsOn: there is no task B/],
    ['a circle', { put: [fullTask({ id: 'B', dependsOn: ['A', 'C'] })] }, /B → C → B|C → B → C/],
    ['a task without criteria', { put: [fullTask({ id: 'D', criteria: [] })] }, /criteria: are empty/],
    ['a path outside', { put: [fullTask({ id: 'D', writeScope: ['../x'] })] }, /tasks\[3\] \(D\)/],
  ])('is sent back for %s', (_name, answer, issue) => {
    expect(issuesOf(answer).join('\n')).toMatch(issue);
  });

  it('cannot name a task that has begun where it says what goes', () => {
    const said = (drop: string[]): boolean => revisionSchema(base).safeParse({ reason: 'W.', put: [], drop }).success;
    expect([said(['B']), said(['A']), said(['X'])]).toEqual([true, false, false]);
  });

  it('leaves what has begun as it was, and comes out valid or not at all, whatever it says', () => {
    const ids = ['A', 'B', 'C', 'D', 'E'];
    const anyTask = fc.record({ id: fc.constantFrom(...ids), dependsOn: fc.subarray(ids) }).map(fullTask);
    const anyAnswer = fc.record({
      reason: fc.constant('W.'),
      put: fc.array(anyTask, { maxLength: 4 }),
      drop: fc.subarray(ids),
    });
    fc.assert(
      fc.property(anyAnswer, fc.subarray(['A', 'B', 'C']), (answer, begun) => {
        const revised = revisedPlan(answer, { ...base, begun: new Set(begun.map(id)) });
        if (!revised.ok) {
          expect(revised.error.length).toBeGreaterThan(0);
          return;
        }
        const { tasks, waves } = revised.value;
        const of = (all: Plan['tasks'], wanted: string) => all.find((task) => task.id === wanted);
        for (const one of begun) expect(of(tasks, one)).toEqual(of(plan.tasks, one));
        expect(findCycle(tasks)).toBeUndefined();
        expect(waves).toEqual(wavesOf(tasks));
        expect(tasks.every(({ dependsOn }) => dependsOn.every((need) => of(tasks, need)))).toBe(true);
        for (const one of begun) expect(changedTasks(plan, revised.value).has(id(one))).toBe(false);
      }),
    );
  });

  it('is read as text, a block for each task', () => {
    expect(planText(plan).split('\n\n')[2]).toBe(
      [
        'B Do B',
        '  size S, worker default',
        '  after: A',
        '  may write: src/B.ts',
        '  Write src/B.ts.',
        '  - C1: It is written.',
      ].join('\n'),
    );
  });
});
