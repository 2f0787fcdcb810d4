import { settle } from '../review/applyPlan';
import { reviewFile, tryChoices } from '../review/fold';
import type { Choices, FileReview, HunkId } from '../review/hunk';
import type { Author, FileChange } from '../staging/read/changeSet';
import type { Conflict, ProposalFile } from '../staging/read/proposal';
import { integrate } from '../staging/write/integrate';
import { mergePreferring } from '../staging/write/merge';
import type { WorkspacePath } from '../util/paths';
import { ok, type Result } from '../util/result';
import type { RunState } from './state';

/** What an accepted attempt wrote, and what it wrote it on. */
export interface AcceptedChanges {
  readonly author: Author;
  readonly changes: readonly FileChange[];
  /** Files whose proposed text the attempt saw; all others it saw as they are in the workspace. */
  readonly laid: ReadonlySet<WorkspacePath>;
}

/** The proposal's files that a merge changed. */
export interface MergedFiles {
  readonly files: readonly ProposalFile[];
  /** Rejected hunks that were written again, word for word: they are the user's to decide once more. */
  readonly reopened: readonly HunkId[];
}

/**
 * Merges an accepted change set into the proposal. The worker saw the proposal without what the user rejected, so that is what its
 * change is merged with: the merged proposal shows just that. Rejected hunks stay in it, out of sight, where the change leaves
 * them alone, and give way where it does not.
 */
export function mergeAccepted(
  { proposal, choices }: Pick<RunState, 'proposal' | 'choices'>,
  { author, changes, laid }: AcceptedChanges,
): Result<MergedFiles, readonly Conflict[]> {
  const files = new Map<WorkspacePath, ProposalFile>();
  for (const change of changes) {
    const known = proposal.get(change.path);
    if (known) files.set(change.path, onWhatWasSeen(known, { choices, change, laid }));
  }
  const shown = new Map([...files.values()].map((file) => [file.path, shownText(file, choices)]));
  const merged = integrate(shown, changes);
  if (!merged.ok) return merged;

  const befores = new Map(changes.map(({ path, before }) => [path, before]));
  const fitted = merged.value.map(({ path, text }) => {
    const base = befores.get(path) ?? null;
    return fit(files.get(path) ?? { path, base, text: base, steps: [] }, { choices, author, text });
  });
  return ok({
    files: fitted.map(({ file }) => file),
    reopened: fitted.flatMap(({ reopened }) => reopened),
  });
}

/**
 * A file of which nothing is shown (all of it was rejected, or applied) was read from the workspace, where the user may have gone
 * on typing. What was read is its base then; on the old one each retry would clash with the same keystrokes.
 */
function onWhatWasSeen(
  file: ProposalFile,
  { choices, change, laid }: { readonly choices: Choices; readonly change: FileChange } & Pick<AcceptedChanges, 'laid'>,
): ProposalFile {
  if (laid.has(file.path) || change.before === file.base || shownText(file, choices) !== file.base) return file;
  return settle(file, reviewFile(file, choices), change.before);
}

function shownText(file: ProposalFile, choices: Choices): string | null {
  return mayHideText(file, choices) ? reviewFile(file, choices).proposed : file.text;
}

/** Whether something of the file may be rejected, told from the names of hunks: to find them out costs far more than a merge. */
function mayHideText(file: ProposalFile, choices: Choices): boolean {
  return [...choices].some(([id, choice]) => choice === 'rejected' && id.startsWith(`${file.path}#`));
}

/** The file with a text that shows exactly the merged one. */
function fit(
  file: ProposalFile,
  { choices, author, text }: { readonly choices: Choices; readonly author: Author; readonly text: string | null },
): { readonly file: ProposalFile; readonly reopened: readonly HunkId[] } {
  const withText = (next: string | null): ProposalFile => ({
    ...file,
    text: next,
    steps: [...file.steps, { author, text: next }],
  });
  if (!mayHideText(file, choices)) return { file: withText(text), reopened: [] };
  const reopened = rejectedIn(reviewFile(withText(text), choices));
  const remaining = new Map([...choices].filter(([id]) => !reopened.includes(id)));
  const rejected = rejectedIn(reviewFile(file, choices)).filter((id) => remaining.has(id));
  const only = tryChoices(file, new Map(rejected.map((id) => [id, 'accepted'])));
  const withRejected = withText(mergePreferring('theirs', file.base, only.reviewed, text));
  // Beside lines like its own a hunk may run into the change, and would show then.
  const fits = tryChoices(withRejected, remaining).proposed === text;
  return { file: fits ? withRejected : withText(text), reopened };
}

function rejectedIn(review: FileReview): readonly HunkId[] {
  return review.hunks.flatMap(({ hunk, choice }) => (choice === 'rejected' ? [hunk.id] : []));
}
