import { expect, it } from 'vitest';

import type { Problem } from '../../../../src/core/gates/problem';
import { verdictRows } from '../../../../src/ui/plan/verdictRows';
import type { PlanRow } from '../../../../src/ui/plan/row';
import { taskStanding } from '../../../../src/ui/plan/taskWords';
import { at, attempt, id, runState, task, taskState, verdict } from './states';

const problem = (path: string, message: string, more: Partial<Problem> = {}): Problem => ({
  path: at(path),
  line: 3,
  column: 1,
  severity: 'error',
  message,
  code: null,
  ...more,
});
const red = (problems: readonly Problem[]) =>
  verdict('test', { outcome: 'failed', exitCode: 1, problems, otherFailures: [] });

function draw(rows: readonly PlanRow[]): readonly string[] {
  return rows.flatMap((row) => [
    `${row.label} | ${row.description}`,
    ...row.children.map((child) => `  ${child.label} | ${child.description}`),
  ]);
}

it('a gate that is red as before the run says so, and what was red stands under the base', () => {
  const old = problem('src/old.ts', 'Always so.', { code: 'TS1' });
  const state = {
    ...runState([taskState(task('T1'))], [['T1']]),
    baseVerdicts: [red([old])],
    proposalVerdicts: [red([old])],
  };
  expect(draw(verdictRows(state))).toEqual([
    'Gate test | failed before the run · 1 problem',
    '  src/old.ts:3 | Always so. (TS1)',
    'Gate test | failed on the merged proposal · nothing new since before the run',
  ]);
});

it('new problems are counted, and those that are no finding on the proposal stand under the verdict', () => {
  const old = problem('src/old.ts', 'Always so.');
  const found = problem('src/a.ts', 'New.', { code: 'TS2' });
  const elsewhere = problem('src/caller.ts', 'Calls what is gone.');
  const finding = { id: 'f', source: 'gate:test', taskId: id('T1'), attempt: 1, path: at('src/a.ts'), line: 3 };
  const state = {
    ...runState([taskState(task('T1'))], [['T1']]),
    baseVerdicts: [red([old])],
    proposalVerdicts: [red([old, found, elsewhere])],
    findings: [
      {
        finding: { ...finding, quote: 'x', severity: 'error' as const, message: 'New. (TS2)', criterion: null },
        choice: 'open' as const,
      },
    ],
  };
  expect(draw(verdictRows(state)).slice(2)).toEqual([
    'Gate test | failed on the merged proposal · 2 new problems',
    '  src/caller.ts:3 | Calls what is gone.',
  ]);
});

it('a long list is cut, and says by how much', () => {
  const many = Array.from({ length: 25 }, (_, index) => problem(`src/${index}.ts`, 'No.'));
  const state = { ...runState([taskState(task('T1'))], [['T1']]), baseVerdicts: [red(many)] };
  const [row] = verdictRows(state);
  expect(row?.children).toHaveLength(21);
  expect(row?.children.at(-1)?.label).toBe('and 5 more');
});

it('a task accepted on a red base is neither green nor unmeasured; one that waits for a word on it says why', () => {
  const old = problem('src/old.ts', 'Always so.');
  const state = { ...runState([], []), baseVerdicts: [red([old])] };
  const accepted = taskState(task('T1'), { status: 'accepted', attempts: [attempt({ verdicts: [red([old])] })] });
  expect(taskStanding(accepted, state, undefined)).toBe('accepted · test red as before the run');
  const held = taskState(task('T1'), { status: 'held', attempts: [attempt({ verdicts: [red([])] })] });
  expect(taskStanding(held, state, undefined)).toBe('held: gate test was red before the run too');
});
