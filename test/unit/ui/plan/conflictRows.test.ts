import { describe, expect, it } from 'vitest';

import type { ConflictDraft } from '../../../../src/core/run/events';
import type { TaskStatus } from '../../../../src/core/run/state';
import { waitingForUser } from '../../../../src/ui/plan/attention';
import { conflictRows } from '../../../../src/ui/plan/conflictRows';
import { planRows } from '../../../../src/ui/plan/planRows';
import type { PlanRow } from '../../../../src/ui/plan/row';
import { contextValues } from '../../../../src/ui/plan/stage';
import { statusFace } from '../../../../src/ui/status/statusFace';
import { conflictState } from './conflictState';
import { at, attempt } from './states';

const path = at('src/a.ts');
const ours: ConflictDraft = { take: 'first', text: null, saw: 'ours\n' };

function drawn(rows: readonly PlanRow[], indent = ''): string {
  return rows
    .map((row) => `${indent}${row.label} | ${row.description} | ${row.context}\n${drawn(row.children, `${indent}  `)}`)
    .join('');
}

describe('a conflict that waits for the user', () => {
  it.each<[string, ConflictDraft | null, string]>([
    ['nobody decided', null, 'decide about src/a.ts | conflict\n  a.ts | src · undecided | dispute stackable\n'],
    [
      'a side is taken',
      ours,
      'decided, to be settled | conflict settleable\n  a.ts | src · T1 taken | dispute stackable\n',
    ],
    [
      'the other is',
      { ...ours, take: 'second' },
      'decided, to be settled | conflict settleable\n  a.ts | src · T2 taken | dispute stackable\n',
    ],
    [
      'they typed',
      { ...ours, take: 'text', text: 'both\n' },
      'decided, to be settled | conflict settleable\n  a.ts | src · your text | dispute stackable\n',
    ],
    [
      'the first side changed since',
      { ...ours, saw: 'older\n' },
      'decide about src/a.ts | conflict\n  a.ts | src · changed since, decide again | dispute stackable\n',
    ],
  ])('has a row with its files beneath: %s', (_name, draft, expected) => {
    const state = conflictState({ drafts: new Map(draft ? [[path, draft]] : []) });
    const rows = conflictRows(state);
    expect(drawn(rows)).toBe(`T2 clashes with T1 | ${expected}`);
    expect(rows[0]).toMatchObject({ click: 'leadWorker.openConflict', expanded: true, taskId: 'T2' });
    expect(rows[0]?.children[0]).toMatchObject({ click: 'leadWorker.openConflict', taskId: 'T2', path });
  });

  it('stands above the tasks, is counted, is said in the status bar, and lets the palette offer its commands', () => {
    const state = conflictState();
    const labels = planRows({ state, reviews: [], progress: new Map() }).map(({ label }) => label);
    expect(labels.slice(1)).toEqual(['Summary', 'T2 clashes with T1', 'T1 Do T1', 'T2 Do T2']);
    expect(waitingForUser(state)).toBe(1);
    expect(statusFace(state)).toMatchObject({
      urgent: true,
      spoken: expect.stringContaining('T2 in conflict, waits for you') as string,
    });
    expect(contextValues(state, 'none', [])['leadWorker.hasConflict']).toBe(true);
  });

  it.each<TaskStatus>(['waiting', 'working', 'gating', 'assessing', 'resolving', 'asking', 'held'])(
    'has none while somebody is at work on it: %s',
    (status) => {
      expect(conflictRows(conflictState({ status }))).toEqual([]);
    },
  );

  it('tells both sides and what was there before them, and shows no markup of theirs', () => {
    const [row] = conflictRows(conflictState({}, 'ours\n'));
    const tooltip = row?.children[0]?.tooltip() ?? '';
    for (const said of [
      '**T1, in the proposal:**\n```text\nours\n```',
      '**T2:**\n```text\ntheirs\n```',
      '**Before both:**',
    ])
      expect(tooltip).toContain(said);
  });

  it('gives the reason of whoever left it to them', () => {
    const [row] = conflictRows(conflictState({ failure: { reason: 'conflict', message: 'Which <b>one</b>?' } }));
    expect(row?.tooltip()).toContain('Which \\<b\\>one\\</b\\>?');
  });
});

describe('a merge that a worker was given', () => {
  const conflict = { path, kind: 'lines', line: 1, base: 'base\n', ours: 'ours\n', theirs: 'theirs\n' } as const;
  const resolution = { type: 'delegate', instructions: 'Keep both.' } as const;
  const merging = { of: 1, instructions: 'Keep both.', start: { conflicts: [conflict], paths: [path], kept: [] } };

  function rowsWhile(status: TaskStatus, isMerging = true): readonly PlanRow[] {
    const state = conflictState();
    const [clashing] = [...state.tasks.values()][1]?.attempts ?? [];
    const delegated = attempt({
      ...clashing,
      clash: clashing?.clash ? { ...clashing.clash, resolution, outcome: 'delegated' } : null,
    });
    const attempts = [delegated, attempt({ attempt: 2 })];
    const now = conflictState({ status, attempts, merging: isMerging ? merging : null });
    const progress = new Map([...now.tasks.keys()].map((taskId) => [taskId, 'editing src/a.ts'] as const));
    return planRows({ state: now, reviews: [], progress });
  }

  it('has a row of its own below its task, which says how far it is', () => {
    const rows = rowsWhile('working').slice(-2);
    expect(rows.map(({ label, description }) => `${label} | ${description}`)).toEqual([
      'T2 Do T2 | conflict with T1 · a worker merges',
      'Merge of T1 and T2 | merging · attempt 2 · editing src/a.ts',
    ]);
    expect(rows[1]?.tooltip()).toContain('May write: `src/a.ts`');
    expect(rows[1]?.tooltip()).toContain('Keep both');
  });

  it('keeps it once it is done', () => {
    expect(rowsWhile('accepted', false).at(-1)).toMatchObject({
      label: 'Merge of T1 and T2',
      description: 'merged · src/a.ts',
      icon: { id: 'git-merge' },
    });
  });
});
