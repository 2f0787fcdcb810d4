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
  /** What the user wrote where hunks stand. One that names no hunk of the file any more says nothing. */
  readonly clashes?: readonly HunkClash[];
}

/** The user changed the lines of a hunk in the file itself: it stands on their text now, and would replace it. */
export interface HunkClash {
  /** The hunk's id. */
  readonly hunk: string;
  readonly kind: Conflict['kind'];
  /** What stood there when it was proposed, what the user made of that, and what the hunk makes of it. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** What had been chosen, which counts again once the user takes back what they did. */
  readonly was: 'accepted' | 'open';
}

/** All accepted change sets, merged. */
export type Proposal = ReadonlyMap<WorkspacePath, ProposalFile>;

/** Both sides changed the same lines (or one changed what the other deleted): data, never markers in a text. */
export interface Conflict {
  readonly path: WorkspacePath;
  readonly kind: 'lines' | 'modify-delete' | 'both-created';
  /** First conflicting line of the base, counted from 1. */
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}
