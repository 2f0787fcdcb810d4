import { describe, expect, it } from 'vitest';

import type { RunState, TaskStatus } from '../../../../src/core/run/state';
import { planRows, type PlanView } from '../../../../src/ui/plan/planRows';
import type { PlanRow } from '../../../../src/ui/plan/row';
import { proposed } from '../review/fakeRun';
import { at, attempt, heldSource, hunk, id, review, runState, task, taskState, verdict } from './states';

const noProgress: PlanView['progress'] = new Map();

function rowsOf(view: Partial<PlanView> & Pick<PlanView, 'state'>): readonly PlanRow[] {
  return planRows({ reviews: [], progress: noProgress, ...view });
}

/** The tree as text: label, state, and the words its menus match. */
function draw(rows: readonly PlanRow[], indent = ''): string {
  return rows
    .map((row) => `${indent}${row.label} | ${row.description} | ${row.context}\n${draw(row.children, `${indent}  `)}`)
    .join('');
}

/** A drawing in a test, without the indentation it stands in. */
function picture(text: string): string {
  const lines = text.split('\n').slice(1, -1);
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => `${line.slice(indent)}\n`).join('');
}

function all(rows: readonly PlanRow[]): readonly PlanRow[] {
  return rows.flatMap((row) => [row, ...all(row.children)]);
}

describe('the rows of a plan', () => {
  it('show waves, what each task does or waits for, and what is to decide', () => {
    const state = runState(
      [
        taskState(task('T1'), { status: 'accepted', attempts: [attempt({ verdicts: [verdict('test')] })] }),
        taskState(task('T2'), { status: 'working', attempts: [attempt(), attempt({ attempt: 2 })] }),
        taskState(task('T3', { dependsOn: [id('T1'), id('T2')] })),
      ],
      [['T1', 'T2'], ['T3']],
    );
    const reviews = [review('src/a.ts', [hunk('h1', ['T1']), hunk('h2', ['T1'], 'accepted')])];
    const progress = new Map([[id('T2'), 'editing src/b.ts']]);
    expect(draw(rowsOf({ state, reviews, progress }))).toBe(
      picture(`
        1 of 3 tasks done | Add a thing | run running stoppable pausable reviewable undecided decided
        Wave 1 | 1 of 2 accepted | wave
          T1 Do T1 | accepted · 1 to review | task accepted reviewable undecided decided
            a.ts | src · 1 of 2 open | file authored undecided decided
              5: const fresh = 1; | +2 −1 | hunk authored undecided
              5: const fresh = 1; | +2 −1 · accepted | hunk authored decided
          T2 Do T2 | working · attempt 2 · editing src/b.ts | task working haltable tellable
        Wave 2 | 0 of 1 accepted | wave
          T3 Do T3 | waits for T2 | task waiting haltable
      `),
    );
  });

  it('of a file stay the same objects while another file changes: the view passes over them', () => {
    const state = runState(
      [taskState(task('T1'), { status: 'accepted' }), taskState(task('T2'), { status: 'accepted' })],
      [['T1', 'T2']],
    );
    const kept = review('src/a.ts', [hunk('h1', ['T1'])]);
    const changed = (choice: 'open' | 'accepted'): ReturnType<typeof review> =>
      review('src/b.ts', [hunk('h2', ['T2'], choice)]);
    const filesIn = (rows: readonly PlanRow[]): readonly PlanRow[] => all(rows).filter(({ type }) => type === 'file');
    const [a, b] = filesIn(rowsOf({ state, reviews: [kept, changed('open')] }));
    const [sameA, otherB] = filesIn(rowsOf({ state, reviews: [kept, changed('accepted')] }));
    expect(sameA).toBe(a);
    expect(otherB?.description).toBe('src · accepted');
    expect(b?.description).toBe('src · 1 open');
  });

  it('end with the runs that are open beside it, by their folders', () => {
    const state = runState([taskState(task('T1'), { status: 'working' })], [['T1']]);
    const setup = { ...state.setup, goal: 'Another thing', folder: 'api' };
    const other = runState([taskState(task('T1'))], [['T1']], { runId: 'other', phase: 'plan-ready', setup });
    const row = rowsOf({ state, others: [other] }).at(-1);
    expect(draw(row ? [row] : [])).toBe(
      'Other run in api | plan of 1 task, waits for your approval · waits for you · Another thing | other\n',
    );
    expect(row).toMatchObject({ runId: 'other', click: 'leadWorker.showRun' });
  });

  it('show a moved file at its new place with the old one beside it, and the move as a change of its own', () => {
    const state = runState([taskState(task('T1'), { status: 'accepted', attempts: [attempt()] })], [['T1']]);
    const move = hunk('m', ['T1']);
    const moved = {
      ...move.hunk,
      kind: 'move' as const,
      movedFrom: at('lib/old.ts'),
      baseLines: [],
      proposedLines: [],
    };
    const reviews = [review('src/new.ts', [{ ...move, hunk: moved }, hunk('h1', ['T1'])], 'lib/old.ts')];
    const rows = all(rowsOf({ state, reviews })).filter(({ path }) => path !== undefined);
    expect(draw(rows.slice(0, 1))).toBe(
      picture(`
        new.ts | src · ← lib/old.ts · 2 open | file authored undecided
          Move from lib/old.ts |  | hunk authored undecided
          5: const fresh = 1; | +2 −1 | hunk authored undecided
      `),
    );
    expect(rows[1]).toMatchObject({ icon: { id: 'diff-renamed' }, spoken: 'Move from lib/old.ts, open' });
    const beside = review('lib/new.ts', [hunk('h2', ['T1'])], 'lib/old.ts');
    expect(all(rowsOf({ state, reviews: [beside] })).find(({ type }) => type === 'file')?.description).toBe(
      'lib · ← old.ts · 1 open',
    );
  });

  it('show a single wave without the wave, and before approval the order instead of the waiting', () => {
    const state = runState([taskState(task('T1'))], [['T1']], { phase: 'plan-ready' });
    expect(draw(rowsOf({ state }))).toBe(
      picture(`
        Plan of 1 task, waits for your approval | Add a thing | run plan-ready approvable
        T1 Do T1 |  | task waiting
      `),
    );
    const two = runState([taskState(task('T1')), taskState(task('T2', { dependsOn: [id('T1')] }))], [['T1'], ['T2']], {
      phase: 'plan-ready',
    });
    expect(draw(rowsOf({ state: two }))).toContain('T2 Do T2 | after T1 | task waiting');
  });

  it('show what is worth knowing of a plan until it is approved', () => {
    const message = 'T1 and T2 may write the same files, so they run one after the other.';
    const tasks = [taskState(task('T1')), taskState(task('T2'))];
    const waiting = runState(tasks, [['T1', 'T2']], { phase: 'plan-ready' });
    const warnings = [{ reason: 'overlapping-scopes', tasks: [id('T1'), id('T2')], message }] as const;
    const plan = { ...waiting.plan!, warnings };
    expect(draw(rowsOf({ state: { ...waiting, plan } }))).toContain(`Note | ${message} | note\n`);
    expect(draw(rowsOf({ state: { ...waiting, plan, phase: 'running' } }))).not.toContain('| note');
  });

  it('say of what was applied that it was', () => {
    const changes = [{ path: at('src/a.ts'), before: 'old', after: 'new' }];
    const done = attempt({ verdicts: [verdict('test')], changeSet: { digest: 'd', changes } });
    const tasks = [taskState(task('T1'), { status: 'accepted', attempts: [done] })];
    const state = runState(tasks, [['T1']], { phase: 'applied', appliedPaths: [at('src/a.ts')] });
    expect(draw(rowsOf({ state }))).toBe(
      picture(`
        Applied to 1 file | Add a thing | run applied
        T1 Do T1 | accepted · applied | task accepted
          a.ts | src · applied | pending
      `),
    );
  });

  it('say of a run in review what there is to review, and that nothing is', () => {
    const labelOf = (statuses: readonly TaskStatus[], files: readonly string[]): string | undefined => {
      const tasks = statuses.map((status, index) => taskState(task(`T${index + 1}`), { status }));
      const proposal = new Map(files.map((path) => [at(path), proposed(path, 'old\n', 'new\n')]));
      return rowsOf({ state: runState(tasks, [tasks.map(({ task: { id } }) => id)], { phase: 'review', proposal }) })[0]
        ?.label;
    };
    expect(labelOf(['accepted', 'accepted'], ['a'])).toBe('Ready for review');
    expect(labelOf(['accepted', 'failed'], ['a'])).toBe('1 of 2 accepted, ready for review');
    expect(labelOf(['failed', 'skipped'], [])).toBe('No task made it; retry or discard');
    expect(labelOf(['accepted', 'accepted'], [])).toBe('Nothing was changed');
    // Sent back, and failed: what was accepted before is still there.
    expect(labelOf(['failed'], ['a'])).toBe('0 of 1 accepted, ready for review');
  });

  it('say what a stop left to go on with, on the run and on each task', () => {
    const tasks = [taskState(task('T1'), { status: 'accepted' }), taskState(task('T2'), { status: 'stopped' })];
    const state = runState(tasks, [['T1', 'T2']], { phase: 'stopped' });
    expect(draw(rowsOf({ state }))).toBe(
      picture(`
        Stopped, 1 task to retry | Add a thing | run stopped retryable
        T1 Do T1 | accepted · unmeasured | task accepted
        T2 Do T2 | stopped | task stopped retryable
      `),
    );
    expect(draw(rowsOf({ state: { ...state, phase: 'review' } }))).toMatch(/\| run review retryable\n/);
    expect(draw(rowsOf({ state: { ...state, phase: 'running' } }))).not.toContain(
      'run running stoppable pausable retryable',
    );
  });

  it('show what the lead is doing while there is no plan', () => {
    const state = runState([], [], { phase: 'planning', plan: null });
    const progress = new Map([[null, 'reading src/index.ts']]);
    expect(draw(rowsOf({ state, progress }))).toBe(
      'Planning | reading src/index.ts · Add a thing | run planning stoppable\n',
    );
  });

  it('show questions and measurements above the tasks; a green base is no news', () => {
    const state = runState([taskState(task('T1'), { status: 'asking' })], [['T1']], {
      questions: [{ questionId: 'Q1', taskId: id('T1'), attempt: 1, decision: { type: 'abort', reason: 'No way on' } }],
      baseVerdicts: [verdict('lint'), verdict('test', { outcome: 'failed' })],
      proposalVerdicts: [verdict('test', { outcome: 'failed' }), verdict('lint', { outcome: 'could-not-run' })],
      waivers: new Map([['lint', 'no linter here']]),
    });
    expect(draw(rowsOf({ state }))).toBe(
      picture(`
        0 of 1 task done | Add a thing | run running stoppable pausable
        The lead wants to abort the run | T1: No way on | question
        Gate test | failed before the run | verdict failed
        Gate test | failed on the merged proposal · failed before the run too | verdict failed waivable
        Gate lint | could not run on the merged proposal · waived by you | verdict could-not-run
        T1 Do T1 | the lead asks you | task asking haltable
      `),
    );
  });

  it('show that the merged proposal waits to be seen, with the way to see it', () => {
    const tasks = [taskState(task('T1'), { status: 'accepted', attempts: [attempt({ verdicts: [verdict('test')] })] })];
    const heldProposal = ['package.json', 'a/package.json', 'b/package.json'].map(heldSource);
    const rows = rowsOf({ state: runState(tasks, [['T1']], { phase: 'review', heldProposal }) });
    expect(draw(rows)).toContain(
      '\nGates wait for you | look at package.json, a/package.json and 1 more, as merged | held unseen\n',
    );
    expect(rows.find(({ type }) => type === 'held')?.click).toBe('leadWorker.showHeldChange');
  });

  it('list a hunk of two tasks under both, each row with an id of its own', () => {
    const accepted = { status: 'accepted', attempts: [attempt({ verdicts: [verdict('test')] })] } as const;
    const state = runState([taskState(task('T1'), accepted), taskState(task('T2'), accepted)], [['T1', 'T2']]);
    const reviews = [review('src/a.ts', [hunk('h1', ['T1', 'T2']), hunk('h2', [])])];
    const rows = rowsOf({ state, reviews });
    expect(draw(rows)).toBe(
      picture(`
        2 of 2 tasks done | Add a thing | run running stoppable pausable reviewable undecided
        T1 Do T1 | accepted · 1 to review | task accepted reviewable undecided
          a.ts | src · 1 open | file authored undecided
            5: const fresh = 1; | +2 −1 · with T2 | hunk authored undecided
        T2 Do T2 | accepted · 1 to review | task accepted reviewable undecided
          a.ts | src · 1 open | file authored undecided
            5: const fresh = 1; | +2 −1 · with T1 | hunk authored undecided
        Your edits | 1 file | edits
          a.ts | src · 1 open | file undecided
            5: const fresh = 1; | +2 −1 | hunk undecided
      `),
    );
    const ids = all(rows).map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('let only the hunks of the row be decided on it', () => {
    const state = runState([taskState(task('T1'), { status: 'accepted' })], [['T1']]);
    const rows = all(rowsOf({ state, reviews: [review('src/a.ts', [hunk('h1', ['T1']), hunk('h2', [])])] }));
    const files = rows.filter((row) => row.label === 'a.ts');
    expect(files.map(({ type, taskId, hunkIds }) => ({ type, taskId, hunkIds }))).toEqual([
      { type: 'file', taskId: 'T1', hunkIds: ['h1'] },
      { type: 'hunk', taskId: undefined, hunkIds: ['h2'] },
    ]);
  });

  it('show what an attempt wrote before it is in the proposal, with nothing to decide', () => {
    const changeSet = { digest: 'd', changes: [{ path: at('src/new.ts'), before: null, after: 'x' }] };
    const state = runState([taskState(task('T1'), { status: 'gating', attempts: [attempt({ changeSet })] })], [['T1']]);
    expect(draw(rowsOf({ state }))).toContain('  new.ts | src · new file | pending\n');
  });

  it('note what is worth knowing of the set-up, as long as the plan waits for approval', () => {
    const planned = runState([taskState(task('T1'))], [['T1']], { phase: 'plan-ready' });
    const notes = ['Lead and workers are the same model.'];
    const labels = (state: RunState): readonly string[] =>
      planRows({ state, reviews: [], progress: new Map(), notes }).map(
        ({ label, description }) => `${label}: ${description}`,
      );
    expect(labels(planned)).toContain('Note: Lead and workers are the same model.');
    expect(labels({ ...planned, phase: 'running' }).join()).not.toContain('same model');
  });

  it('say of a run that is only looked at why it is, and offer to go on with it here', () => {
    const state = runState([taskState(task('T1'), { status: 'working' })], [['T1']]);
    const [run] = planRows({ state, reviews: [], progress: new Map(), readOnly: 'open in another window' });
    expect(run?.description).toBe('read only, open in another window · Add a thing');
    expect(run?.context).toBe('run resumable');
  });

  it('say of a paused run that it is, and offer to go on', () => {
    const state = runState([taskState(task('T1'), { status: 'working' })], [['T1']], { paused: true });
    const [run] = rowsOf({ state });
    expect(run).toMatchObject({ label: 'Paused, 0 of 1 task done', icon: { id: 'debug-pause' } });
    expect(run?.context).toBe('run running stoppable resumable');
  });

  const failure = { reason: 'blocked', message: 'No such file.\nMore' } as const;
  const red = attempt({ verdicts: [verdict('scope'), verdict('test', { outcome: 'failed' })] });
  const outOfScope = attempt({ verdicts: [verdict('scope', { outcome: 'failed' })] });
  const unable = attempt({ verdicts: [verdict('test', { outcome: 'could-not-run' })] });
  const conflict = { path: at('src/a.ts'), kind: 'lines', line: 1, base: '', ours: '', theirs: '' } as const;
  it.each<[TaskStatus, Parameters<typeof taskState>[1], string]>([
    ['gating', { attempts: [attempt()] }, 'measuring | task gating haltable'],
    ['held', { heldPaths: [at('package.json')] }, 'held: look at package.json | task held unseen haltable'],
    ['held', { attempts: [unable] }, 'held: gate test could not run | task held regatable waivable haltable'],
    ['assessing', {}, 'the lead is assessing | task assessing haltable'],
    ['accepted', { attempts: [attempt({ verdicts: [verdict('scope')] })] }, 'accepted · unmeasured | task accepted'],
    ['failed', { attempts: [red] }, 'failed a gate: test | task failed waivable retryable'],
    ['failed', { attempts: [outOfScope] }, 'failed a gate: scope | task failed retryable'],
    ['assessing', { attempts: [red] }, 'the lead is assessing | task assessing waivable haltable'],
    ['failed', { failure }, 'failed · No such file. | task failed retryable'],
    ['blocked', { failure }, 'blocked · No such file. | task blocked retryable'],
    [
      'conflict',
      { conflicts: [conflict, conflict] },
      'conflict with the proposal · src/a.ts | task conflict retryable',
    ],
    ['stopped', {}, 'stopped | task stopped retryable'],
  ])('say of a task that is %s what that means', (status, parts, expected) => {
    const state = runState([taskState(task('T1'), { status, ...parts })], [['T1']]);
    expect(draw(rowsOf({ state }))).toContain(`T1 Do T1 | ${expected}\n`);
  });

  it('say which dependency a skipped task lost', () => {
    const state = runState(
      [
        taskState(task('T1'), { status: 'failed' }),
        taskState(task('T2', { dependsOn: [id('T1')] }), { status: 'skipped' }),
      ],
      [['T1'], ['T2']],
    );
    expect(draw(rowsOf({ state }))).toContain('T2 Do T2 | skipped · T1 did not make it | task skipped\n');
  });

  it('tell a screen reader in words what the icons show', () => {
    const state = runState([taskState(task('T1'), { status: 'failed' })], [['T1']]);
    for (const row of all(rowsOf({ state }))) expect(row.spoken).not.toBe('');
    expect(all(rowsOf({ state })).at(-1)?.spoken).toBe('Task T1, Do T1, failed');
  });
});
