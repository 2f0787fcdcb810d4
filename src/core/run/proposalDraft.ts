import { reviewFile } from '../review/fold';
import type { Choices, HunkId } from '../review/hunk';
import { moveId } from '../review/hunks';
import type { Author } from '../staging/read/changeSet';
import { originOf, withoutMove, type Proposal, type ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';

/** What came of a proposal: files that are new or other than before, and places that no file of it has any more. */
export interface ProposalChanges {
  readonly files: readonly ProposalFile[];
  readonly left: readonly WorkspacePath[];
  /** Rejected hunks that were written again, word for word: they are the user's to decide once more. */
  readonly reopened: readonly HunkId[];
}

/**
 * A proposal while a change set is merged into it. Files are looked up by where they are shown, which for a rejected move is the old
 * place. It keeps what a {@link ProposalFile} promises: where a move is not the whole story any more, because something else comes to
 * stand in the old place or in the new one, it becomes a file gone and a file made.
 */
export class ProposalDraft {
  private readonly files = new Map<WorkspacePath, ProposalFile>();
  /** Those of them that have, or once had, another place: looked through for every place that is unknown, and few. */
  private readonly placed = new Set<WorkspacePath>();
  private standing: Choices;

  constructor(
    private readonly proposal: Proposal,
    private readonly former: Choices,
  ) {
    for (const file of proposal.values()) this.set(file);
    this.standing = former;
  }

  /** The choices that hold by now. */
  get choices(): Choices {
    return this.standing;
  }

  /** Takes choices back: what comes next sees the hunks as open. */
  reopen(hunks: readonly HunkId[]): void {
    if (hunks.length > 0) this.standing = new Map([...this.standing].filter(([id]) => !hunks.includes(id)));
  }

  /** Where new work sees a file: its new place, unless the user rejected the move. */
  placeOf(file: ProposalFile): WorkspacePath {
    const { path, movedFrom } = file;
    return movedFrom !== undefined && this.choices.get(moveId(movedFrom, path)) === 'rejected' ? movedFrom : path;
  }

  /** The text that new work sees: without what the user rejected. */
  textOf(file: ProposalFile): string | null {
    return this.mayHideText(file) ? reviewFile(file, this.choices).proposed : file.text;
  }

  /** Whether something of the file may be rejected, told from the names of hunks: to find them out costs far more than a merge. */
  mayHideText(file: ProposalFile): boolean {
    const prefix = `${originOf(file)}#`;
    return [...this.choices].some(([id, choice]) => choice === 'rejected' && id.startsWith(prefix));
  }

  /** The file that is shown at a place. */
  shownAt(place: WorkspacePath): ProposalFile | undefined {
    const file = this.files.get(place);
    if (file && this.placeOf(file) === place) return file;
    return this.moved().find((candidate) => this.placeOf(candidate) === place);
  }

  /** The file that stood at a place when somebody saw it there: it may have been moved since, or its move rejected. */
  seenAt(place: WorkspacePath): ProposalFile | undefined {
    return (
      this.shownAt(place) ??
      this.files.get(place) ??
      this.moved().find((file) => file.movedFrom === place || file.steps.some(({ movedFrom }) => movedFrom === place))
    );
  }

  /** Puts a file, in the version that takes the place of `former`. */
  put(file: ProposalFile, former: ProposalFile | undefined): void {
    if (former) this.remove(former);
    this.set(file);
  }

  remove({ path }: ProposalFile): void {
    this.files.delete(path);
    this.placed.delete(path);
  }

  /**
   * Makes room for a file (a new one, or `coming` from another place) where no text is shown. Answers what the proposal knows of the
   * file that the workspace has there, deleted; `undefined` when it knows of none.
   */
  vacate(place: WorkspacePath, coming: ProposalFile | undefined): ProposalFile | undefined {
    const hidden = this.files.get(place);
    if (hidden && hidden !== coming && this.placeOf(hidden) !== place) this.put(withoutMove(hidden), hidden);
    for (const file of this.moved()) {
      if (file === coming) continue;
      if (file.movedFrom === place) this.split(file, place);
      // From here on whoever speaks of this place means another file than those that once stood there.
      else this.set(withoutFormerPlace(file, place));
    }
    const there = this.files.get(place);
    if (!there || there === coming) return undefined;
    if (there.base !== null) return there;
    this.remove(there);
    return undefined;
  }

  /** Makes of a moved file one that is new where it is shown, and one that is deleted where the workspace has it. */
  private split(file: ProposalFile, origin: WorkspacePath): void {
    const text = this.textOf(file);
    const steps = withoutMove(file).steps.with(-1, { author: lastAuthor(file), text });
    this.set({ path: file.path, base: null, text, steps });
    this.set({ path: origin, base: file.base, text: null, steps: [] });
  }

  changes(): ProposalChanges {
    return {
      files: [...this.files.values()].filter((file) => this.proposal.get(file.path) !== file),
      left: [...this.proposal.keys()].filter((path) => !this.files.has(path)),
      reopened: [...this.former.keys()].filter((id) => !this.standing.has(id)),
    };
  }

  private set(file: ProposalFile): void {
    this.files.set(file.path, file);
    if (hadOtherPlace(file)) this.placed.add(file.path);
    else this.placed.delete(file.path);
  }

  /** Files that have, or once had, another place. */
  private moved(): readonly ProposalFile[] {
    return [...this.placed].flatMap((path) => this.files.get(path) ?? []);
  }
}

function hadOtherPlace({ movedFrom, steps }: ProposalFile): boolean {
  return movedFrom !== undefined || steps.some((step) => step.movedFrom !== undefined);
}

function lastAuthor({ steps }: ProposalFile): Author {
  return steps.at(-1)?.author ?? { type: 'user' };
}

function withoutFormerPlace(file: ProposalFile, place: WorkspacePath): ProposalFile {
  if (!file.steps.some(({ movedFrom }) => movedFrom === place)) return file;
  const steps = file.steps.map(({ movedFrom, ...step }) =>
    movedFrom === undefined || movedFrom === place ? step : { ...step, movedFrom },
  );
  return { ...file, steps };
}
