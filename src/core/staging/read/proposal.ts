import type { WorkspacePath } from '../../util/paths';
import type { Author, FileChange } from './changeSet';

/** The text of a file after one author's change was merged in; kept so that every line can name its author. */
export interface ProposalStep {
  readonly author: Author;
  readonly text: string | null;
  /** Where the file stood before, when this step moved it. */
  readonly movedFrom?: WorkspacePath;
}

/** One file of the proposal. `null` stands for a file that is not there. */
export interface ProposalFile {
  /** Where the proposal has it. */
  readonly path: WorkspacePath;
  /**
   * Where the workspace has it, when the proposal moves it: then both `base` (which is its text there) and `text` are texts, and the
   * proposal puts nothing in the old place. Whatever is no such move is a file gone and a file made.
   */
  readonly movedFrom?: WorkspacePath;
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
  readonly kind: Extract<ConflictKind, 'lines' | 'modify-delete' | 'both-created'>;
  /** What stood there when it was proposed, what the user made of that, and what the hunk makes of it. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** What had been chosen, which counts again once the user takes back what they did. */
  readonly was: 'accepted' | 'open';
}

/** All accepted change sets, merged, by where the proposal has each file. */
export type Proposal = ReadonlyMap<WorkspacePath, ProposalFile>;

/** Where the workspace has a file, or would have it: a file keeps its identity, and its hunks their names, through a move. */
export function originOf({ path, movedFrom }: ProposalFile): WorkspacePath {
  return movedFrom ?? path;
}

/** What the whole of a file's proposal is, all hunks accepted; `undefined` when it does nothing. */
export function changeOf({ path, movedFrom, base, text }: ProposalFile): FileChange | undefined {
  if (movedFrom !== undefined) return { path, before: base, after: text, movedFrom };
  return base === text ? undefined : { path, before: base, after: text };
}

/** The file without its move: where the workspace has it. */
export function withoutMove({ movedFrom, steps, ...file }: ProposalFile): ProposalFile {
  return { ...file, path: movedFrom ?? file.path, steps: steps.map(({ author, text }) => ({ author, text })) };
}

/** A file of which one side is gone is none that moves: it is one that is made, or one that is deleted. */
export function standing(file: ProposalFile): ProposalFile {
  if (file.movedFrom === undefined || (file.base !== null && file.text !== null)) return file;
  return { ...withoutMove(file), path: file.path };
}

/**
 * What two changes of one file can't have both: the same lines; a text that the other side deleted; one path for two files; two
 * places for one file; a place for a file that the other side deleted; other line ends for all of it on each side. But for `lines`
 * the texts of such a conflict are the whole files.
 */
export type ConflictKind = 'lines' | 'line-ends' | 'modify-delete' | 'both-created' | 'rename-rename' | 'rename-delete';

/** Two changes that can't both be had: data, never markers in a text. */
export interface Conflict {
  readonly path: WorkspacePath;
  readonly kind: ConflictKind;
  /** First conflicting line of the base, counted from 1. */
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** Where each side has the file (`null`: nowhere), when the conflict is about that. */
  readonly places?: { readonly ours: WorkspacePath | null; readonly theirs: WorkspacePath | null };
}
