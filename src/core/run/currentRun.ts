import { DisposableStore, type Disposable } from '../util/disposable';
import { Emitter, type Event } from '../util/emitter';
import type { Run, RunChange, RunProgress } from './run';

interface OpenRun {
  readonly run: Run;
  readonly heard: Disposable;
}

/**
 * The runs that are open in this window, of which the surfaces show one: the current one. Mostly there is one or none; in a window of
 * several folders each may have its own. It exists before the engine is loaded, so that the surfaces can subscribe at activation.
 */
export class CurrentRun implements Disposable {
  private current: Run | undefined;
  private readonly open = new Map<string, OpenRun>();
  private readonly changed: Emitter<RunChange | undefined>;
  private readonly changedAny: Emitter<RunChange | undefined>;
  private readonly progressed: Emitter<RunProgress>;

  /** Fires with the event that changed the current run, or with `undefined` when another run (or none) became current. */
  readonly onDidChange: Event<RunChange | undefined>;
  /** Fires with the event that changed any of the open runs, or with `undefined` when one was opened, closed or became current. */
  readonly onDidChangeAny: Event<RunChange | undefined>;
  /** Progress of the current run. */
  readonly onDidProgress: Event<RunProgress>;

  /** `onError` hears what a listener threw. */
  constructor(onError: (error: unknown) => void) {
    this.changed = new Emitter(onError);
    this.changedAny = new Emitter(onError);
    this.progressed = new Emitter(onError);
    this.onDidChange = this.changed.event;
    this.onDidChangeAny = this.changedAny.event;
    this.onDidProgress = this.progressed.event;
  }

  get(): Run | undefined {
    return this.current;
  }

  /** All open runs, the oldest first. */
  get all(): readonly Run[] {
    return [...this.open.values()].map(({ run }) => run);
  }

  /** The open run of that id: documents and rows say which run they belong to. */
  byId(runId: string): Run | undefined {
    return this.open.get(runId)?.run;
  }

  /** Opens a run beside the others and makes it the current one. It closes by itself when it is discarded. */
  add(run: Run): void {
    const { runId } = run.state;
    this.forget(runId);
    const heard = new DisposableStore();
    heard.add(run.onDidChange((change) => this.hear(run, change)));
    heard.add(
      run.onDidProgress((progress) => {
        if (this.current === run) this.progressed.fire(progress);
      }),
    );
    this.open.set(runId, { run, heard });
    this.makeCurrent(run);
  }

  /** Makes another open run the current one; false when none of that id is open. */
  show(runId: string): boolean {
    const run = this.byId(runId);
    if (run && run !== this.current) this.makeCurrent(run);
    return run !== undefined;
  }

  /** Puts a run in the place of the current one, or closes that. */
  set(run: Run | undefined): void {
    if (this.current) this.forget(this.current.state.runId);
    if (run) this.add(run);
    else this.makeCurrent(this.all.at(-1));
  }

  dispose(): void {
    for (const runId of this.open.keys()) this.forget(runId);
    this.changed.dispose();
    this.changedAny.dispose();
    this.progressed.dispose();
  }

  private hear(run: Run, change: RunChange): void {
    if (change.state.phase === 'discarded') {
      this.forget(change.state.runId);
      if (this.current === run) this.makeCurrent(this.all.at(-1));
      else this.changedAny.fire(undefined);
      return;
    }
    if (this.current === run) this.changed.fire(change);
    this.changedAny.fire(change);
  }

  private makeCurrent(run: Run | undefined): void {
    this.current = run;
    this.changed.fire(undefined);
    this.changedAny.fire(undefined);
  }

  private forget(runId: string): void {
    this.open.get(runId)?.heard.dispose();
    this.open.delete(runId);
  }
}
