import type { WorkspacePath } from '../util/paths';
import { fail, type Result } from '../util/result';
import { applyChosen, stoppedApply } from './applyWork';
import type { RunContext } from './context';
import type { RunFailure } from './failure';
import { notNow, untrusted } from './failures';
import { acceptedPaths, reopenedMeanwhile } from './rebaseApply';
import type { RebaseWatch } from './rebaseWatch';
import type { Applied } from './run';
import type { RunBoundary } from './runBoundary';
import type { RunState } from './state';
import type { Stretches } from './stretches';
import type { PlannedUndo, Undoable, Undone } from './undoable';
import { planUndoOfLast, undoLast } from './undoWork';

interface Without {
  readonly without: readonly WorkspacePath[];
}

/** What the acts go through that write files. */
export interface FileEnds {
  readonly context: RunContext;
  readonly boundary: Pick<RunBoundary, 'guarded' | 'state'>;
  readonly stretches: Stretches;
  readonly rebase: RebaseWatch;
}

/** Applying and taking it back: the only acts that write files of the workspace, one at a time and beside no task. */
export class FileActs implements Undoable {
  private writing: Promise<Result<unknown, RunFailure>> | undefined;

  constructor(private readonly ends: FileEnds) {}

  get state(): RunState {
    return this.ends.boundary.state;
  }

  /** Resolves when nothing is being written. */
  async ended(): Promise<void> {
    await this.writing;
  }

  async planUndo({ without }: Without): Promise<Result<PlannedUndo, RunFailure>> {
    const { context, boundary } = this.ends;
    return this.mayWrite() ?? boundary.guarded((signal) => planUndoOfLast(context, without, signal));
  }

  async undo({ without }: Without): Promise<Result<Undone, RunFailure>> {
    const { context, rebase } = this.ends;
    const undo = (signal: AbortSignal): Promise<Result<Undone, RunFailure>> =>
      rebase.whileStill([], () => undoLast(context, without, signal).catch(stoppedApply));
    return this.mayWrite() ?? this.written(undo);
  }

  async apply({ without }: Without): Promise<Result<Applied, RunFailure>> {
    const { context, rebase, stretches } = this.ends;
    if (!context.isTrusted()) return untrusted;
    return (
      this.mayWrite() ??
      this.written(async (signal) => {
        // Gates may be at work on the proposal, released a moment ago.
        await stretches.drained();
        const shown = this.state;
        const paths = acceptedPaths(shown, without);
        return rebase.whileStill(paths, async () => {
          const reopened = reopenedMeanwhile(shown, this.state, paths);
          if (reopened) return this.refused(reopened);
          return applyChosen(context, without, signal).catch(stoppedApply);
        });
      })
    );
  }

  /** Why nothing may be written now; `undefined` when it may. */
  private mayWrite(): ReturnType<typeof notNow> | undefined {
    if (this.writing) return notNow('An apply is under way. Wait for its end, or stop it.');
    if (['running', 'stopping'].includes(this.state.phase))
      return notNow('Tasks are still under way. Wait for them, or stop the run.');
    return undefined;
  }

  private async written<T>(
    work: (signal: AbortSignal) => Promise<Result<T, RunFailure>>,
  ): Promise<Result<T, RunFailure>> {
    const written = this.ends.boundary.guarded(work);
    this.writing = written;
    try {
      return await written;
    } finally {
      this.writing = undefined;
    }
  }

  private async refused(failure: RunFailure): Promise<Result<Applied, RunFailure>> {
    await this.ends.context.log.record({ type: 'apply-refused', failure });
    return fail(failure);
  }
}
