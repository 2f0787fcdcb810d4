import { describe, expect, it } from 'vitest';
import { planRows } from '../../../../src/ui/plan/planRows';
import { summaryRows } from '../../../../src/ui/plan/summaryRows';
import type { RunState } from '../../../../src/core/run/state';
import { proposedFile } from '../../../bench/texts';
import { at, runState, task, taskState } from './states';

const summary = {
  text: 'Budgets are there.\nThe <b>heading</b> changed.',
  lookFirst: [{ path: at('src/report.js'), reason: 'nobody asked for it' }],
};

describe('the summary of a run', () => {
  it('stands below the run, with the files to look at first beneath', () => {
    const state = runState([taskState(task('T1'))], [['T1']], { phase: 'review', summary });
    const [run, row] = planRows({ state, reviews: [], progress: new Map() });
    expect(run?.type).toBe('run');
    expect(row).toMatchObject({
      label: 'Summary',
      description: 'Budgets are there. The <b>heading</b> changed.',
      click: 'leadWorker.openReport',
      expanded: false,
    });
    expect(row?.children).toMatchObject([
      {
        label: 'report.js',
        description: 'src · nobody asked for it',
        click: 'leadWorker.openFileReview',
        path: 'src/report.js',
      },
    ]);
  });

  it('shows no markup of the lead’s', () => {
    const [row] = summaryRows(runState([], [], { summary }));
    expect(row?.tooltip()).toContain('\\<b\\>heading');
  });

  it('has its place as soon as there is something to sum up, and no row moves when it comes', () => {
    const states = ['T1', 'T2'].map((id) => taskState(task(id), { status: 'accepted' }));
    const file = proposedFile('src/report.js', { lines: 3, hunks: 1 });
    const through = { phase: 'review', proposal: new Map([[file.path, file]]) } as const;
    const awaited = runState(states, [['T1', 'T2']], through);
    expect(summaryRows(awaited)).toMatchObject([{ description: 'not written yet', click: null, children: [] }]);
    const idsOf = (state: RunState): readonly string[] =>
      planRows({ state, reviews: [], progress: new Map() }).map(({ id }) => id);
    expect(idsOf({ ...awaited, summary })).toEqual(idsOf(awaited));
  });

  it('is not there where there is none to come', () => {
    expect(summaryRows(runState([], []))).toEqual([]);
    expect(summaryRows(runState([], [], { phase: 'review' }))).toEqual([]);
  });
});
