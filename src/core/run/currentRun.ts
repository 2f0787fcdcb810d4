import type { Disposable } from '../util/disposable';
import { Emitter, type Event } from '../util/emitter';
import type { Run, RunChange, RunProgress } from './run';

/** The run that the surfaces show, if any. It exists before the engine is loaded, so that they can subscribe at activation. */
export class CurrentRun implements Disposable {
  private run: Run | undefined;
  private subscriptions: Disposable[] = [];
  private readonly changed: Emitter<RunChange | undefined>;
  private readonly progressed: Emitter<RunProgress>;

  /** Fires with the event that changed the run, or with `undefined` when another run (or none) became current. */
  readonly onDidChange: Event<RunChange | undefined>;
  readonly onDidProgress: Event<RunProgress>;

  /** `onError` hears what a listener threw. */
  constructor(onError: (error: unknown) => void) {
    this.changed = new Emitter(onError);
    this.progressed = new Emitter(onError);
    this.onDidChange = this.changed.event;
    this.onDidProgress = this.progressed.event;
  }

  get(): Run | undefined {
    return this.run;
  }

  set(run: Run | undefined): void {
    this.release();
    this.run = run;
    if (run) {
      this.subscriptions = [
        run.onDidChange((change) => {
          if (change.state.phase === 'discarded') this.set(undefined);
          else this.changed.fire(change);
        }),
        run.onDidProgress((progress) => this.progressed.fire(progress)),
      ];
    }
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.release();
    this.changed.dispose();
    this.progressed.dispose();
  }

  private release(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
  }
}
