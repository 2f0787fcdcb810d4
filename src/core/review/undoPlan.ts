import type { FileWrite } from '../ports/applier';
import type { Conflict } from '../staging/read/proposal';
import { mergeFile } from '../staging/write/merge';
import type { WorkspacePath } from '../util/paths';
import { withEndOfLine } from '../util/text';

/** What an apply wrote into a file: all that is needed to take it back. `null` stands for a file that is not there. */
export interface WrittenFile {
  readonly path: WorkspacePath;
  readonly before: string | null;
  readonly after: string | null;
}

/** A file as it will be once an apply is taken back. */
export interface RestoredFile {
  readonly path: WorkspacePath;
  /** As it is now. */
  readonly present: string | null;
  /** As it was before the apply, with what the user changed since. */
  readonly restored: string | null;
  /** Whether that is to the letter the text before the apply. */
  readonly isExact: boolean;
}

/** What taking an apply back would write, and where it can't because the user has changed the same lines since. */
export interface UndoPlan {
  readonly files: readonly RestoredFile[];
  readonly clashes: readonly Conflict[];
}

/**
 * Plans to take an apply back from the files as they are now: a three-way merge for each, in which the user's changes since stay
 * and the apply's go. A file that is as it was before already is left alone. `current` must hold every file of `written`.
 */
export function planUndo(
  written: readonly WrittenFile[],
  current: ReadonlyMap<WorkspacePath, string | null>,
): UndoPlan {
  const files: RestoredFile[] = [];
  const clashes: Conflict[] = [];
  for (const { path, before, after } of written) {
    const present = current.get(path);
    if (present === undefined) throw new Error(`The present text of ${path} is needed to take its change back.`);
    // Saving may have changed line ends without our hearing of it, when the editor was killed in that moment.
    const base = sameLines(present, after) ? present : after;
    const merged = mergeFile(base, present, before);
    if (merged.type === 'conflicted') clashes.push(...merged.conflicts.map((conflict) => ({ path, ...conflict })));
    else files.push({ path, present, restored: merged.text, isExact: merged.text === before });
  }
  return { files, clashes };
}

/** What has to be written for a plan. */
export function writesOf(files: readonly RestoredFile[]): readonly FileWrite[] {
  return files
    .filter(({ present, restored }) => present !== restored)
    .map(({ path, present, restored }) => ({ path, before: present, after: restored }));
}

function sameLines(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return withEndOfLine(one, '\n') === withEndOfLine(other, '\n');
}
