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
  /** Where the file stood, when it was moved to `path`. */
  readonly movedFrom?: WorkspacePath;
}

/** A file as it will be once an apply is taken back. */
export interface RestoredFile {
  /** Where the apply put it. */
  readonly path: WorkspacePath;
  /** As it is now. */
  readonly present: string | null;
  /** As it was before the apply, with what the user changed since. */
  readonly restored: string | null;
  /** Whether that is to the letter the text before the apply. */
  readonly isExact: boolean;
  /** What has to be written for it, if anything. */
  readonly write?: FileWrite;
}

/** What taking an apply back would write, and where it can't because the user has changed the same lines since. */
export interface UndoPlan {
  readonly files: readonly RestoredFile[];
  readonly clashes: readonly Conflict[];
}

/** All places whose present text a plan needs to know. */
export function placesOf(written: readonly WrittenFile[]): readonly WorkspacePath[] {
  return written.flatMap(({ path, movedFrom }) => (movedFrom === undefined ? [path] : [path, movedFrom]));
}

/**
 * Plans to take an apply back from the files as they are now: a three-way merge for each, in which the user's changes since stay
 * and the apply's go. A file that is as it was before already is left alone. `current` must hold every place of `written`.
 */
export function planUndo(
  written: readonly WrittenFile[],
  current: ReadonlyMap<WorkspacePath, string | null>,
): UndoPlan {
  const files: RestoredFile[] = [];
  const clashes: Conflict[] = [];
  for (const file of written) {
    const { path, before, after } = file;
    const place = standingPlace(file, current);
    const present = textAt(current, place);
    // Saving may have changed line ends without our hearing of it, when the editor was killed in that moment.
    const base = sameLines(present, after) ? present : after;
    const merged = mergeFile(base, present, before);
    if (merged.type === 'conflicted') {
      clashes.push(...merged.conflicts.map((conflict) => ({ path: place, ...conflict })));
      continue;
    }
    const restored = merged.text;
    const write = writeFor(file, { place, present, restored });
    files.push({ path, present, restored, isExact: restored === before, ...(write && { write }) });
  }
  return { files, clashes };
}

/** Where a file stands now: one that was moved may be back in its old place, or never have left it. */
function standingPlace(
  { path, movedFrom }: WrittenFile,
  current: ReadonlyMap<WorkspacePath, string | null>,
): WorkspacePath {
  const isBack = movedFrom !== undefined && textAt(current, path) === null && textAt(current, movedFrom) !== null;
  return isBack ? movedFrom : path;
}

function writeFor(
  { movedFrom }: WrittenFile,
  {
    place,
    present,
    restored,
  }: { readonly place: WorkspacePath; readonly present: string | null; readonly restored: string | null },
): FileWrite | undefined {
  if (movedFrom !== undefined && place !== movedFrom) {
    return { path: movedFrom, before: present, after: restored, movedFrom: place };
  }
  return present === restored ? undefined : { path: place, before: present, after: restored };
}

function textAt(current: ReadonlyMap<WorkspacePath, string | null>, path: WorkspacePath): string | null {
  const text = current.get(path);
  if (text === undefined) throw new Error(`The present text of ${path} is needed to take its change back.`);
  return text;
}

function sameLines(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return withEndOfLine(one, '\n') === withEndOfLine(other, '\n');
}
