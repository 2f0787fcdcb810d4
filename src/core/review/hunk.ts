import type { Author } from '../staging/read/changeSet';
import type { HunkClash } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';

/** Names a hunk by its content, so that it stays the same while text elsewhere changes. */
export type HunkId = string & { readonly __brand: 'HunkId' };

/**
 * One contiguous difference between base and proposal. A created or deleted file is one hunk. That a file is moved is one too, without
 * lines, before those of its text and independent of them.
 */
export interface Hunk {
  readonly id: HunkId;
  /** Where the proposal has the file, whatever was chosen. */
  readonly path: WorkspacePath;
  readonly kind: 'edit' | 'create' | 'delete' | 'move';
  /** Of a move: where the workspace has the file. */
  readonly movedFrom?: WorkspacePath;
  /** Index of the first base line it replaces, from 0; with no base lines, the line it is inserted before. */
  readonly baseStart: number;
  /** Lines with their line ends. */
  readonly baseLines: readonly string[];
  /** The same in the proposal's text. */
  readonly proposedStart: number;
  readonly proposedLines: readonly string[];
  readonly authors: readonly Author[];
  /** Nothing but white space differs: the editor's diff may hide it, so lists must not. */
  readonly whitespaceOnly: boolean;
}

/** What the user said of a hunk. */
export type Choice = 'accepted' | 'rejected' | 'open';

/** All choices that are not `open`. */
export type Choices = ReadonlyMap<HunkId, Exclude<Choice, 'open'>>;

/** A hunk with its choice and where it stands now. */
export interface ReviewedHunk {
  readonly hunk: Hunk;
  readonly choice: Choice;
  /** Index of the hunk's first line in the reviewed text (left side), from 0. */
  readonly reviewedLine: number;
  /** Index of the hunk's first line in the proposed text (right side), from 0; where it stood, for a rejected one. */
  readonly proposedLine: number;
  /** Set where the user changed the same lines of the file. */
  readonly clash?: HunkClash;
}

/** One file under review: both sides are folds over base, proposal and choices. */
export interface FileReview {
  /** Where the proposal has the file, whatever was chosen: it names the file in every list. */
  readonly path: WorkspacePath;
  readonly base: string | null;
  readonly hunks: readonly ReviewedHunk[];
  /** Base and accepted hunks: what apply writes. Left side of the diff. */
  readonly reviewed: string | null;
  /** Base, accepted and open hunks. Right side of the diff. */
  readonly proposed: string | null;
  /** Where each of these texts stands: other places only while the file's move is proposed. */
  readonly basePath: WorkspacePath;
  readonly reviewedPath: WorkspacePath;
  readonly proposedPath: WorkspacePath;
}
