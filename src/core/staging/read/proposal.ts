import type { WorkspacePath } from '../../util/paths';
import type { Author } from './changeSet';

/** The text of a file after one author's change was merged in; kept so that every line can name its author. */
export interface ProposalStep {
  readonly author: Author;
  readonly text: string | null;
}

/** One file of the proposal. `null` stands for a file that is not there. */
export interface ProposalFile {
  readonly path: WorkspacePath;
  /** The workspace's text when the run first wrote the file, or since the last apply. */
  readonly base: string | null;
  /** Base with all accepted change sets and the user's own edits merged; rejected hunks are still in it. */
  readonly text: string | null;
  /** In merge order; the last one's text equals `text`. */
  readonly steps: readonly ProposalStep[];
}

/** All accepted change sets, merged. */
export type Proposal = ReadonlyMap<WorkspacePath, ProposalFile>;

/** Both sides changed the same lines (or one changed what the other deleted): data, never markers in a text. */
export interface Conflict {
  readonly path: WorkspacePath;
  /** `line-ends`: each side gave the whole file other line ends; the texts are the whole files, as with all kinds but `lines`. */
  readonly kind: 'lines' | 'line-ends' | 'modify-delete' | 'both-created';
  /** First conflicting line of the base, counted from 1. */
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}
