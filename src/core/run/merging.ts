import { settle } from '../review/applyPlan';
import { reviewFile, tryChoices } from '../review/fold';
import type { FileReview, HunkId } from '../review/hunk';
import type { Author, FileChange } from '../staging/read/changeSet';
import { originOf, withoutMove, type Conflict, type ProposalFile } from '../staging/read/proposal';
import { integrate, type Present, type StandingFile } from '../staging/write/integrate';
import { mergePreferring } from '../staging/write/merge';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { ProposalDraft, type ProposalChanges } from './proposalDraft';
import type { RunState } from './state';

/** What an accepted attempt wrote, and what it wrote it on. */
export interface AcceptedChanges {
  readonly author: Author;
  readonly changes: readonly FileChange[];
  /** Files whose proposed text the attempt saw; all others it saw as they are in the workspace. */
  readonly laid: ReadonlySet<WorkspacePath>;
}

/** What a merge made of the proposal. */
export interface MergedFiles extends ProposalChanges {
  /** Where changes came to stand that followed their file to another place, by the path that the attempt gave them. */
  readonly landed: ReadonlyMap<WorkspacePath, WorkspacePath>;
}

/**
 * Merges an accepted change set into the proposal. The worker saw the proposal without what the user rejected, so that is what its
 * change is merged with: the merged proposal shows just that. Rejected hunks stay in it, out of sight, where the change leaves
 * them alone, and give way where it does not. A file is the same one wherever it was moved meanwhile.
 */
export function mergeAccepted(
  { proposal, choices }: Pick<RunState, 'proposal' | 'choices'>,
  accepted: AcceptedChanges,
): Result<MergedFiles, readonly Conflict[]> {
  const draft = new ProposalDraft(proposal, choices);
  const { kept, clashing } = mergeEach({ draft, accepted });
  if (clashing.length > 0) return fail(clashing.flatMap(({ conflicts }) => conflicts));
  const landed = kept.flatMap(({ change, to }) => (to.path === change.path ? [] : [[change.path, to.path] as const]));
  return ok({ ...draft.changes(), landed: new Map(landed) });
}

/** What of a change set merges with the proposal, and what does not. */
export interface MergedApart {
  readonly kept: readonly KeptChange[];
  readonly clashing: readonly ClashingChange[];
}

/** A change that merges: the file as new work would see it before and after. */
export interface KeptChange {
  readonly change: FileChange;
  readonly from: StandingFile;
  readonly to: StandingFile;
}

/** A change that does not. */
export interface ClashingChange {
  readonly change: FileChange;
  readonly present: Present;
  readonly conflicts: readonly Conflict[];
}

/** Merges what can be merged of a change set, file by file, and says what cannot. Nothing comes of it but this answer. */
export function mergeApart(
  { proposal, choices }: Pick<RunState, 'proposal' | 'choices'>,
  accepted: AcceptedChanges,
): MergedApart {
  return mergeEach({ draft: new ProposalDraft(proposal, choices), accepted });
}

function mergeEach(merge: Merge): MergedApart {
  const kept: KeptChange[] = [];
  const clashing: ClashingChange[] = [];
  for (const change of merge.accepted.changes) {
    const merged = mergeChange(merge, change);
    if (merged.ok) kept.push({ change, ...merged.value });
    else clashing.push({ change, ...merged.error });
  }
  return { kept, clashing };
}

interface Merge {
  readonly draft: ProposalDraft;
  readonly accepted: AcceptedChanges;
}

/** Answers where the changed file stood, and where it stands then. */
function mergeChange(
  merge: Merge,
  change: FileChange,
): Result<Omit<KeptChange, 'change'>, Omit<ClashingChange, 'change'>> {
  const { draft } = merge;
  const seenAt = change.movedFrom ?? change.path;
  // A file that its author made is nobody else's, wherever those stand that once had this place.
  const known = change.before === null ? draft.shownAt(seenAt) : draft.seenAt(seenAt);
  const file = known ? onWhatWasSeen(merge, known, change) : asSeen(seenAt, change.before);
  const now = { path: known ? draft.placeOf(known) : seenAt, text: known ? draft.textOf(file) : change.before };
  const other = draft.shownAt(change.path);
  const inTheWay = other && other !== known ? draft.textOf(other) : null;
  const present = { file: now, inTheWay };
  const merged = integrate(change, present);
  if (!merged.ok) return fail({ present, conflicts: merged.error });
  const wanted = merged.value;
  const stands = (path: WorkspacePath): Result<Omit<KeptChange, 'change'>, never> =>
    ok({ from: now, to: { path, text: wanted.text } });
  if (wanted.path !== now.path) return stands(moved(merge, { known, file, wanted, seenAt: now.path }));
  if (!known) {
    const there = draft.vacate(seenAt, undefined) ?? file;
    return stands(placed(merge, { known: undefined, file: there, wanted }));
  }
  return stands(wanted.text === now.text ? known.path : placed(merge, { known, file, wanted }));
}

interface Placing {
  /** The file of the proposal that the change is about; `undefined` when it is the first. */
  readonly known: ProposalFile | undefined;
  /** The same on the base that the change was made on. */
  readonly file: ProposalFile;
  readonly wanted: StandingFile;
}

/** A file whose text changed where it stands. One that is gone is gone from where the workspace has it. */
function placed(merge: Merge, { known, file, wanted }: Placing): WorkspacePath {
  const fitted = fit(merge, wanted.text === null ? withoutMove(file) : file, { text: wanted.text });
  merge.draft.put(fitted, known);
  return fitted.path;
}

/** A file that was moved to a place where nothing is shown. */
function moved(merge: Merge, placing: Placing & { readonly seenAt: WorkspacePath }): WorkspacePath {
  const { draft } = merge;
  const { known, file, wanted, seenAt } = placing;
  const deleted = draft.vacate(wanted.path, known);
  if (deleted) {
    // The workspace has another file there, which the proposal deletes: to rename onto it would take two choices at once.
    if (known) draft.remove(known);
    if (file.base !== null) placed(merge, { known, file, wanted: { path: seenAt, text: null } });
    return placed(merge, { known: deleted, file: deleted, wanted });
  }
  const origin = originOf(file);
  const isMove = file.base !== null && origin !== wanted.path;
  const there = { ...withoutPlaces(file), path: wanted.path, ...(isMove && { movedFrom: origin }) };
  const fitted = fit(merge, there, { text: wanted.text, movedFrom: seenAt });
  draft.put(fitted, known);
  return fitted.path;
}

function withoutPlaces({ base, text, steps }: ProposalFile): Pick<ProposalFile, 'base' | 'text' | 'steps'> {
  return { base, text, steps };
}

function asSeen(path: WorkspacePath, text: string | null): ProposalFile {
  return { path, base: text, text, steps: [] };
}

/**
 * A file of which nothing is shown (all of it was rejected, or applied) was read from the workspace, where the user may have gone
 * on typing. What was read is its base then; on the old one each retry would clash with the same keystrokes.
 */
function onWhatWasSeen({ draft, accepted }: Merge, file: ProposalFile, change: FileChange): ProposalFile {
  const place = draft.placeOf(file);
  const isShown = place !== originOf(file) || draft.textOf(file) !== file.base;
  if (accepted.laid.has(place) || change.before === file.base || isShown) return file;
  return settle(file, reviewFile(file, draft.choices), change.before);
}

/** The file with a text that shows exactly the merged one. Rejected hunks that were written again are open then. */
function fit(
  { draft, accepted }: Merge,
  file: ProposalFile,
  step: { readonly text: string | null; readonly movedFrom?: WorkspacePath },
): ProposalFile {
  const { text } = step;
  const withText = (next: string | null): ProposalFile => ({
    ...file,
    text: next,
    steps: [...file.steps, { author: accepted.author, ...step, text: next }],
  });
  if (!draft.mayHideText(file)) return withText(text);
  // A rejected move is written again by a move only.
  draft.reopen(rejectedIn(reviewFile(withText(text), draft.choices), { moves: step.movedFrom !== undefined }));
  const rejected = rejectedIn(reviewFile(file, draft.choices), { moves: true });
  const only = tryChoices(file, new Map(rejected.map((id) => [id, 'accepted'])));
  const withRejected = withText(mergePreferring('theirs', file.base, only.reviewed, text));
  // Beside lines like its own a hunk may run into the change, and would show then. And no file is moved and deleted.
  const keeps = file.movedFrom === undefined || withRejected.text !== null;
  return keeps && tryChoices(withRejected, draft.choices).proposed === text ? withRejected : withText(text);
}

function rejectedIn(review: FileReview, { moves }: { readonly moves: boolean }): readonly HunkId[] {
  return review.hunks.flatMap(({ hunk, choice }) =>
    choice === 'rejected' && (moves || hunk.kind !== 'move') ? [hunk.id] : [],
  );
}
