import { mergeAccepted } from '../../../src/core/run/merging';
import { reduceProposal } from '../../../src/core/run/proposalReducer';
import { proposedTexts } from '../../../src/core/run/proposedTexts';
import type { RunEvent } from '../../../src/core/run/events';
import type { RunState } from '../../../src/core/run/state';
import { reviewProposal } from '../../../src/core/review/fold';
import type { Choice, HunkId } from '../../../src/core/review/hunk';
import { conflictWords } from '../../../src/core/staging/read/conflictWords';
import type { FileChange } from '../../../src/core/staging/read/changeSet';
import { byTask, draw } from '../review/proposals';

/** A proposal that change sets are merged into, each through the events that a journal holds. */
export class MergeBed {
  state = { proposal: new Map(), choices: new Map(), origins: new Map() } as unknown as RunState;
  conflicts: readonly string[] = [];

  /** Merges what a task wrote; it saw the proposal as it is, or, with `early`, as it was when nothing was in it. */
  merge(taskId: string, changes: readonly FileChange[], seeing: 'now' | 'early' = 'now'): this {
    const laid = new Set(seeing === 'now' ? proposedTexts(this.state).keys() : []);
    const merged = mergeAccepted(this.state, { author: byTask(taskId), changes, laid });
    this.conflicts = merged.ok
      ? []
      : merged.error.map((one) => `${one.kind}: ${conflictWords(one, { ours: 'T1', theirs: 'T2' })}`);
    if (!merged.ok) return this;
    const { files, left, reopened } = merged.value;
    return this.fold({
      type: 'attempt-accepted',
      taskId,
      attempt: 1,
      files,
      left,
      reopened,
      findings: [],
    } as unknown as RunEvent);
  }

  choose(picture: string, choice: Choice): this {
    const hunks = this.hunks().filter((line) => line.picture === picture);
    if (hunks.length !== 1) throw new Error(`There are ${hunks.length} hunks ${picture}.`);
    return this.chooseHunk(hunks[0]!.id, choice);
  }

  chooseHunk(id: HunkId, choice: Choice): this {
    return this.fold({ type: 'choice-made', hunks: [id], choice });
  }

  /** What new work sees of the files that the proposal touches. */
  get shown(): Readonly<Record<string, string | null>> {
    return Object.fromEntries(proposedTexts(this.state));
  }

  /** `b.ts < a.ts: from a.ts (open); 1: 2 > x (open)` */
  get files(): readonly string[] {
    return reviewProposal(this.state.proposal, this.state.choices).map(({ path, basePath, hunks }) => {
      const drawn = hunks.map(({ hunk, choice }) => `${draw(hunk)} (${choice})`);
      return `${path}${path === basePath ? '' : ` < ${basePath}`}: ${drawn.join('; ')}`;
    });
  }

  private hunks(): readonly { readonly id: HunkId; readonly picture: string }[] {
    return reviewProposal(this.state.proposal, this.state.choices).flatMap(({ hunks }) =>
      hunks.map(({ hunk }) => ({ id: hunk.id, picture: draw(hunk) })),
    );
  }

  private fold(event: RunEvent): this {
    // As a journal gives it back.
    this.state = reduceProposal(this.state, JSON.parse(JSON.stringify(event)) as RunEvent);
    return this;
  }
}
