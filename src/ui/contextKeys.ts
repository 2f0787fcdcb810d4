import * as vscode from 'vscode';

import type { FileReview } from '../core/review/hunk';
import type { CurrentRun } from '../core/run/currentRun';
import type { RunState } from '../core/run/state';
import { DisposableStore, type Disposable } from '../core/util/disposable';
import { contextKeys } from './catalogue';
import { contextValues, readOnlyValues, type RestingStage } from './plan/stage';
import { Throttle } from './throttle';

/** Buttons may lag a moment behind; a thousand events a second must not become as many calls to the editor. */
const refreshIntervalMs = 100;

/** What the context keys are computed from. */
export interface ContextKeysDeps {
  readonly current: CurrentRun;
  /** Hunks and choices of the run's proposal; called often, so it should remember its last answer. */
  readonly reviewsOf: (state: RunState) => readonly FileReview[];
  /** Hears an exception of the editor's. */
  readonly onError: (error: unknown) => void;
}

/** Keeps the context keys that menus and welcome texts look at in step with the current run. */
export class ContextKeys implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly told = new Map<string, string | boolean>();
  private readonly refresh: Throttle;
  private resting: RestingStage = 'none';
  private hadRun = false;

  constructor(private readonly deps: ContextKeysDeps) {
    this.refresh = this.owned.add(new Throttle(refreshIntervalMs, () => this.tellAll()));
    this.owned.add(
      deps.current.onDidChange((change) => {
        if (change === undefined) this.followRun();
        this.refresh.request();
      }),
    );
    this.owned.add(
      deps.current.onDidChangeAny((change) => {
        if (change === undefined) this.tell(contextKeys.hasOtherRuns, deps.current.all.length > 1);
      }),
    );
    this.refresh.request();
  }

  /** Between the goal and the run: set-up, loading, the first steps. */
  setStarting(starting: boolean): void {
    this.resting = starting ? 'starting' : 'none';
    this.refresh.request();
  }

  /** Whether the user has to set up a model first. */
  setNeedsModel(needsModel: boolean): void {
    this.tell(contextKeys.needsModel, needsModel);
  }

  /** Whether no apply of this workspace can be taken back. */
  setNothingToUndo(nothing: boolean): void {
    this.tell(contextKeys.nothingToUndo, nothing);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private followRun(): void {
    const hasRun = this.deps.current.get() !== undefined;
    if (this.hadRun && !hasRun) this.resting = 'discarded';
    else if (hasRun) this.resting = 'none';
    this.hadRun = hasRun;
  }

  private tellAll(): void {
    const state = this.deps.current.get()?.state;
    const isReadOnly = this.deps.current.get()?.readOnly !== undefined;
    const values = isReadOnly
      ? readOnlyValues(state)
      : contextValues(state, this.resting, state ? this.deps.reviewsOf(state) : []);
    for (const [key, value] of Object.entries(values)) this.tell(key, value);
  }

  private tell(key: string, value: string | boolean): void {
    if (this.told.get(key) === value) return;
    this.told.set(key, value);
    vscode.commands.executeCommand('setContext', key, value).then(undefined, this.deps.onError);
  }
}
