import { describe, expect, it } from 'vitest';

import type { RunPhase } from '../../../../src/core/run/state';
import { folderChoices } from '../../../../src/ui/goal/folderChoices';
import { goalPage } from '../../../../src/ui/goal/goalPage';
import { readGoalMessage } from '../../../../src/ui/goal/goalMessage';
import { FakeRun, stateOf } from '../review/fakeRun';

function run(folder: string | undefined, phase: RunPhase): FakeRun {
  const state = stateOf([]);
  return new FakeRun({ ...state, phase, setup: { ...state.setup, ...(folder !== undefined && { folder }) } });
}

/** The choices as text: the one to begin with in brackets, those that can't be taken struck out. */
function drawn(folders: readonly string[], runs: readonly FakeRun[]): readonly string[] {
  return folderChoices(folders, runs).map(({ label, disabled, selected }) =>
    disabled ? `~${label}~` : selected ? `[${label}]` : label,
  );
}

describe('what a goal can be about', () => {
  it('is no question in a window of one folder', () => {
    expect(folderChoices(['api'], [])).toEqual([]);
  });

  it('is all folders first, as long as no run is open', () => {
    expect(drawn(['api', 'web'], [])).toEqual(['[all folders]', 'api', 'web']);
  });

  it('is a folder without a run first, and none with a run under way', () => {
    expect(drawn(['api', 'web'], [run('api', 'running')])).toEqual([
      '~all folders (a run is under way)~',
      '~api (a run is under way)~',
      '[web]',
    ]);
    expect(drawn(['api', 'web'], [run('web', 'review')])).toEqual([
      'all folders (in place of the run there)',
      '[api]',
      'web (in place of the run there)',
    ]);
  });

  it('is nothing while runs are under way everywhere', () => {
    const busy = folderChoices(['api', 'web'], [run(undefined, 'running')]);
    expect(busy.map(({ disabled, selected }) => [disabled, selected])).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
  });

  it('is asked in the form with names that cannot break out of it, and comes back as the name', () => {
    const page = { nonce: 'n', cspSource: 'c', styleUri: 's', scriptUri: 'j', draft: '', facts: '' };
    const html = goalPage({ ...page, folders: folderChoices(['"><script>', 'web'], []) });
    expect(html).toContain('<option value="&quot;&gt;&lt;script&gt;">');
    expect(html).toContain('<option value="" selected>all folders</option>');
    expect(goalPage({ ...page, folders: [] })).not.toContain('<select');
    expect(readGoalMessage({ type: 'submit', text: 'a', folder: 'web' })).toMatchObject({ folder: 'web' });
    expect(readGoalMessage({ type: 'submit', text: 'a', folder: '' })).toMatchObject({ folder: undefined });
    expect(readGoalMessage({ type: 'submit', text: 'a', folder: 7 })).toMatchObject({ folder: undefined });
  });
});
