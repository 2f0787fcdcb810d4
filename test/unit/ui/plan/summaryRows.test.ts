import { describe, expect, it } from 'vitest';
import { planRows } from '../../../../src/ui/plan/planRows';
import { summaryRows } from '../../../../src/ui/plan/summaryRows';
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
      expanded: true,
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

  it('is not there before there is one', () => {
    expect(summaryRows(runState([], []))).toEqual([]);
  });
});
