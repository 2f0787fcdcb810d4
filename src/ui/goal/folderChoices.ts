import type { Run } from '../../core/run/run';
import { isBusy } from '../plan/attention';
import type { FolderChoice } from './goalPage';

/** Whether two runs, or a run and a goal, may both be about some file. `undefined` stands for all folders. */
export function concernsSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/**
 * What a goal can be about in a window of several folders: all of them, or one. Where a run is under way nothing else can be
 * planned. The first choice is one that no open run gives way for.
 */
export function folderChoices(folders: readonly string[], runs: readonly Run[]): readonly FolderChoice[] {
  if (folders.length < 2) return [];
  const choices = [undefined, ...folders].map((folder) => {
    const there = runs.filter(({ state }) => concernsSame(folder, state.setup.folder));
    return { folder, hasRun: there.length > 0, disabled: there.some(({ state }) => isBusy(state)) };
  });
  const first = choices.find(({ hasRun }) => !hasRun) ?? choices.find(({ disabled }) => !disabled);
  return choices.map((choice) => {
    const { folder, hasRun, disabled } = choice;
    const note = disabled ? ' (a run is under way)' : hasRun ? ' (in place of the run there)' : '';
    return { name: folder ?? '', label: `${folder ?? 'all folders'}${note}`, disabled, selected: choice === first };
  });
}
