import type { FileWrite } from '../../core/ports/applier';
import type { RunState } from '../../core/run/state';
import type { PlannedUndo, Undone } from '../../core/run/undoable';
import type { WorkspacePath } from '../../core/util/paths';
import { countOf } from '../../core/util/text';
import { listed } from '../review/applyWords';

/** What the user is asked before anything is written. */
export interface UndoQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Puts the question of an undo that has something to write. */
export function undoQuestion({ setup }: RunState, { writes, leftOut, isWhole }: PlannedUndo): UndoQuestion {
  const goal = setup.goal.trim().split('\n', 1)[0] ?? '';
  const parts = [
    listed(writes.map((write) => `${markOf(write)} ${write.path}`)),
    leftOut.length === 0 ? '' : `Left as they are: ${leftOut.join(', ')}`,
    isWhole ? '' : 'That apply was cut short. Whatever of it was written goes.',
    `Applied for: ${goal}`,
    'Your own changes since then stay.',
  ];
  return {
    message: `Undo the last apply in ${countOf(writes.length, 'file')}?`,
    detail: parts.filter((part) => part !== '').join('\n\n'),
  };
}

/** Says what an undo did; `isOpenAgain`: the changes are in the review of the window once more. */
export function undoneWords({ paths, leftOut }: Undone, isOpenAgain: boolean): string {
  const parts = [
    paths.length === 0
      ? 'Every file is as it was before the last apply already.'
      : `Undone in ${countOf(paths.length, 'file')}.`,
    isOpenAgain ? 'The changes are open again in the review.' : '',
    leftOut.length === 0 ? '' : `Left as they are: ${leftOut.join(', ')}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Whether anything is left to undo without these files. */
export function hasOthers({ applies }: RunState, without: readonly WorkspacePath[]): boolean {
  return applies.at(-1)?.writes.some(({ path }) => !without.includes(path)) ?? false;
}

function markOf({ before, after, movedFrom }: FileWrite): string {
  if (movedFrom !== undefined) return 'move back:';
  if (after === null) return 'delete:';
  return before === null ? 'bring back:' : 'change back:';
}
