import type { ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import { withEndOfLine } from '../util/text';

/** What an apply writes into one file. `null` stands for a file that is not there. */
export interface AppliedWrite {
  readonly path: WorkspacePath;
  readonly before: string | null;
  readonly after: string | null;
  /** Where the file stood, when it is moved. */
  readonly movedFrom?: WorkspacePath;
  /** The bytes that `before` was on disk, in base64, where they are not just the text in UTF-8. */
  readonly beforeBytes?: string;
}

/** The same once it is written. */
export interface StandingWrite extends AppliedWrite {
  /** The text that was to be written, where saving made another one of it. */
  readonly accepted?: string;
}

/** A file of the proposal on either side of an apply. */
export interface SettledFile {
  readonly before: ProposalFile;
  readonly after: ProposalFile;
}

/** An apply that can be taken back. */
export interface StandingApply {
  readonly writes: readonly StandingWrite[];
  /** Its end is on record. Otherwise it was cut short, and any of its files may be written or not. */
  readonly isDone: boolean;
  /** All files it was about, also those in which the user had typed the very change themselves. */
  readonly paths: readonly WorkspacePath[];
  readonly settled: readonly SettledFile[];
}

/** Files that were saved other than accepted. Line ends don't count: they are what the user's settings make of every file. */
export function changedBySaving(writes: readonly StandingWrite[]): readonly WorkspacePath[] {
  return writes
    .filter(({ accepted, after }) => accepted !== undefined && unix(accepted) !== unix(after ?? ''))
    .map(({ path }) => path);
}

function unix(text: string): string {
  return withEndOfLine(text, '\n');
}
