import type { Event } from '../util/emitter';
import type { ProposalFile } from '../staging/read/proposal';
import { readHeld } from '../staging/read/standIn';
import type { WorkspacePath } from '../util/paths';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import { rebaseEvent } from './rebaseEvent';
import { placeOf } from './rebaseReducer';
import type { RunChange } from './run';
import type { RunState } from './state';

/**
 * Keeps the files of the proposal on the text that the workspace has. Which ones may have changed is noted as it happens; they
 * are read when the user pauses, and before anything is decided. Not while an apply writes: its own writes are no edits.
 */
export class RebaseWatch {
  /** By where the workspace has them. */
  private readonly stale = new Set<WorkspacePath>();
  /** The one after the other: two that read the same file at once would not know which text is the newer. */
  private tail: Promise<void> = Promise.resolve();
  private paused = false;
  private followed: RunState['proposal'] | undefined;

  /** `onDidRest` is told when there is something to catch up with and nobody waits for it. */
  constructor(
    private readonly context: RunContext,
    onDidChange: Event<RunChange>,
    private readonly onDidRest: () => void,
  ) {
    context.watch.onDidChange((path) => void this.stale.add(path));
    context.watch.onDidRest(() => this.rest());
    onDidChange((change) => this.follow(change));
  }

  /** Begins with a run that was there before: what became of its files meanwhile is looked at now. */
  takeUp(): void {
    const { state } = this.context.log;
    if (isOver(state)) return;
    const places = [...state.proposal.values()].map((file) => placeOf(state, file));
    this.context.watch.follow(new Set(places));
    this.followed = state.proposal;
    for (const place of places) this.stale.add(place);
    this.rest();
  }

  /** Looks at all files that may have changed. Rejects when the journal does. */
  catchUp(): Promise<void> {
    const done = this.tail.then(() => this.rebaseStale());
    this.tail = done.catch(() => undefined);
    return done;
  }

  /** Catches up, these files of the proposal included whatever was heard of them, and then lets all be until `act` has ended. */
  async whileStill<T>(paths: Iterable<WorkspacePath>, act: () => Promise<T>): Promise<T> {
    const { state } = this.context.log;
    for (const path of paths) {
      const file = state.proposal.get(path);
      if (file) this.stale.add(placeOf(state, file));
    }
    await this.catchUp();
    this.paused = true;
    try {
      return await act();
    } finally {
      this.paused = false;
      this.rest();
    }
  }

  private rest(): void {
    if (this.stale.size > 0 && !this.paused) this.onDidRest();
  }

  private follow({ event, state }: RunChange): void {
    if (isOver(state)) {
      this.stale.clear();
      this.context.watch.follow(new Set());
      return;
    }
    if (this.followed !== state.proposal) {
      this.context.watch.follow(new Set([...state.proposal.values()].map((file) => placeOf(state, file))));
      this.followed = state.proposal;
    }
    // What a worker read may be older than what has been typed since, and nobody listened for it before.
    if (event.type !== 'attempt-accepted' && event.type !== 'conflict-settled') return;
    for (const file of event.files) this.stale.add(placeOf(state, file));
    this.rest();
  }

  private async rebaseStale(): Promise<void> {
    const { log, workspace } = this.context;
    for (const place of [...this.stale]) {
      if (this.paused) return;
      this.stale.delete(place);
      if (!fileAt(log.state, place)) continue;
      // A stop ends tasks, and not what the user types.
      const held = await readHeld(workspace, place, new AbortController().signal);
      // What cannot be read stays as it was; apply refuses it by name.
      if (!held.ok && held.error.reason !== 'not-found') continue;
      const text = held.ok ? held.value : null;
      // The run may have ended while the file was read.
      await log.decide((state): RunEvent | undefined => {
        const file = fileAt(state, place);
        return !file || state.applying || isOver(state) ? undefined : rebaseEvent(state, file.path, text);
      });
    }
  }
}

/** The file of the proposal that stands in this place of the workspace. */
function fileAt(state: RunState, place: WorkspacePath): ProposalFile | undefined {
  return [...state.proposal.values()].find((file) => placeOf(state, file) === place);
}

/** Whether nothing is to be decided any more. */
function isOver({ phase }: RunState): boolean {
  return phase === 'failed' || phase === 'discarded';
}
