import * as vscode from 'vscode';

import type { FileReview } from '../../core/review/hunk';
import type { CurrentRun } from '../../core/run/currentRun';
import type { RunState } from '../../core/run/state';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { WorkspacePath } from '../../core/util/paths';
import { views } from '../catalogue';
import { Throttle } from '../throttle';
import { waitingForUser } from './attention';
import { planRows } from './planRows';
import { ProgressNotes } from './progressNotes';
import { targetOf, type PlanRow } from './row';
import { RowStore } from './rowStore';

/** The tree changes at most this often; the editor itself merges what comes within 200 ms. */
const refreshIntervalMs = 250;

/** What the plan tree needs from the rest. */
export interface PlanTreeDeps {
  readonly current: CurrentRun;
  /** Hunks and choices of the run's proposal; called often, so it should remember its last answer. */
  readonly reviewsOf: (state: RunState) => readonly FileReview[];
  /** What is worth knowing of how a run is set up, before its plan is approved. */
  readonly notesOn: (state: RunState) => readonly string[];
  /** What each of its tasks may take, in words, before its plan is approved. */
  readonly estimatesOn: (state: RunState) => ReadonlyMap<string, string>;
  /** Address of a file's proposed text, for its icon and the count of its findings. */
  readonly fileUri: (runId: string, path: WorkspacePath) => vscode.Uri;
}

/** Shows the current run in the plan view. Disposing takes the view's content away. */
export function registerPlanTree(deps: PlanTreeDeps): Disposable {
  const owned = new DisposableStore();
  const tree = owned.add(new PlanTree(deps));
  const view = vscode.window.createTreeView(views.plan, { treeDataProvider: tree, showCollapseAll: true });
  owned.add(view);

  const refresh = owned.add(
    new Throttle(refreshIntervalMs, () => {
      const state = deps.current.get()?.state;
      const waiting = deps.current.all.reduce((sum, run) => sum + waitingForUser(run.state), 0);
      const tooltip = `${waiting} waiting for you`;
      view.badge = waiting > 0 ? { value: waiting, tooltip } : undefined;
      view.message = state?.phase === 'plan-ready' && !vscode.workspace.isTrusted ? restrictedMessage : '';
      if (view.visible) tree.update(state);
    }),
  );
  owned.add(
    deps.current.onDidChange((change) => {
      tree.progress.hear(change?.event);
    }),
  );
  owned.add(deps.current.onDidChangeAny(() => refresh.request()));
  owned.add(
    deps.current.onDidProgress((progress) => {
      tree.progress.note(progress);
      refresh.request();
    }),
  );
  owned.add(view.onDidChangeVisibility(() => refresh.request()));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => refresh.request()));
  refresh.request();
  return owned;
}

const restrictedMessage =
  'This folder is in Restricted Mode: you can look at the plan. Workers and gates run once you trust the folder.';

class PlanTree implements vscode.TreeDataProvider<PlanRow>, Disposable {
  readonly progress = new ProgressNotes();
  private readonly rows = new RowStore();
  private readonly changed = new vscode.EventEmitter<PlanRow[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly deps: PlanTreeDeps) {}

  update(state: RunState | undefined): void {
    const others = this.deps.current.all.flatMap((run) => (run.state === state ? [] : [run.state]));
    const readOnly = this.deps.current.get()?.readOnly?.why;
    const why = readOnly === undefined ? {} : { readOnly };
    const rows = state
      ? planRows({
          ...why,
          state,
          reviews: this.deps.reviewsOf(state),
          progress: this.progress.lines,
          notes: this.deps.notesOn(state),
          estimates: this.deps.estimatesOn(state),
          others,
        })
      : [];
    const changes = this.rows.update(rows);
    if (changes === 'all') this.changed.fire(undefined);
    else if (changes.length > 0) this.changed.fire([...changes]);
  }

  getChildren(row?: PlanRow): PlanRow[] {
    return [...(row ? row.children : this.rows.roots)];
  }

  getParent(row: PlanRow): PlanRow | undefined {
    return this.rows.parentOf(row);
  }

  getTreeItem(row: PlanRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, collapsibleState(row));
    item.id = row.id;
    item.description = row.description;
    item.contextValue = row.context;
    item.accessibilityInformation = { label: row.spoken };
    if (row.path !== undefined && row.icon.id === 'file') {
      item.resourceUri = this.deps.fileUri(row.runId, row.path);
      item.iconPath = vscode.ThemeIcon.File;
    } else {
      item.iconPath = new vscode.ThemeIcon(
        row.icon.id,
        row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
      );
    }
    if (row.click !== null) item.command = { command: row.click, title: row.label, arguments: [targetOf(row)] };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, row: PlanRow): vscode.TreeItem {
    // Not trusted, no icons, no HTML: most of this text was written by a model.
    item.tooltip = new vscode.MarkdownString(row.tooltip());
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function collapsibleState(row: PlanRow): vscode.TreeItemCollapsibleState {
  if (row.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return row.expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
