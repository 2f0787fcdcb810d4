import { describe, expect, it } from 'vitest';

import type { RunPhase, TaskStatus } from '../../../src/core/run/state';
import { planRows } from '../../../src/ui/plan/planRows';
import type { PlanRow } from '../../../src/ui/plan/row';
import { at, attempt, hunk, id, review, runState, task, taskState, verdict } from '../ui/plan/states';
import { conflictState } from '../ui/plan/conflictState';
import { readManifest } from './manifest';
import { keysOf } from './whenClause';

/** Every combination of words that some row has in some state. */
function contextsOfRows(): readonly string[] {
  const phases: readonly RunPhase[] = ['plan-ready', 'running', 'interrupted', 'review'];
  const statuses: readonly TaskStatus[] = ['waiting', 'working', 'accepted', 'failed', 'held'];
  const unable = attempt({ verdicts: [verdict('test', { outcome: 'could-not-run' })] });
  const states = phases.flatMap((phase) =>
    statuses.flatMap((status) =>
      [[], [at('package.json')]].map((heldPaths) =>
        runState([taskState(task('T1'), { status, heldPaths, attempts: [unable] })], [['T1']], {
          phase,
          applies: [{ writes: [], isDone: true, paths: [], settled: [] }],
          proposalVerdicts: [verdict('test', { outcome: 'failed' })],
          questions: [{ questionId: 'Q', taskId: id('T1'), attempt: 1, decision: { type: 'abort', reason: '' } }],
        }),
      ),
    ),
  );
  const reviews = [review('src/a.ts', [hunk('h1', ['T1']), hunk('h2', ['T1'], 'accepted')])];
  const flat = (rows: readonly PlanRow[]): readonly PlanRow[] => rows.flatMap((row) => [row, ...flat(row.children)]);
  const decided = { take: 'first', text: null, saw: 'ours\n' } as const;
  const profiles = [{ name: 'deep', model: 'o4-mini', purpose: '', editFormat: 'whole-file' as const }];
  states.push(...states.map((state) => ({ ...state, setup: { ...state.setup, profiles } })));
  states.push(conflictState({ drafts: new Map([[at('src/a.ts'), decided]]) }));
  return states.flatMap((state) => flat(planRows({ state, reviews, progress: new Map() })).map((row) => row.context));
}

describe('the menus of the plan tree', () => {
  const contexts = contextsOfRows();
  const entries = readManifest().contributes.menus['view/item/context'] ?? [];
  const patternsOf = (when: string): readonly RegExp[] =>
    keysOf(when)
      .filter(({ key }) => key === 'viewItem')
      .map(({ value }) => new RegExp(value.slice(1, -1)));

  it.each(entries)('$command ($when) belong to a row that exists', ({ when = '' }) => {
    expect(patternsOf(when).length).toBeGreaterThan(0);
    expect(contexts.some((context) => patternsOf(when).every((pattern) => pattern.test(context)))).toBe(true);
  });

  it('put at most three buttons on a row', () => {
    const inline = entries.filter(({ group }) => group?.startsWith('inline') === true);
    for (const context of contexts) {
      const buttons = inline.filter(({ when = '' }) => patternsOf(when).every((pattern) => pattern.test(context)));
      expect(buttons.length, context).toBeLessThanOrEqual(3);
    }
  });
});
