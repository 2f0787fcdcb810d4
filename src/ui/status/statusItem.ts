import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { views } from '../catalogue';
import { Throttle } from '../throttle';
import { statusFace } from './statusFace';

/** A status bar that changes faster than this can not be read. */
const refreshIntervalMs = 250;

/** Shows the current run in the status bar; there is no item without a run. A click goes to the plan. */
export function registerStatusItem(deps: { readonly current: CurrentRun }): Disposable {
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('leadWorker.status', vscode.StatusBarAlignment.Left, 50));
  item.name = 'Lead/Worker';
  item.command = `${views.plan}.focus`;
  const refresh = owned.add(
    new Throttle(refreshIntervalMs, () => {
      const state = deps.current.get()?.state;
      if (!state) {
        item.hide();
        return;
      }
      const others = deps.current.all.map((run) => run.state).filter((other) => other !== state);
      const face = statusFace(state, others);
      item.text = face.text;
      item.tooltip = new vscode.MarkdownString(face.tooltip);
      item.accessibilityInformation = { label: face.spoken, role: 'button' };
      item.backgroundColor = face.urgent ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      item.show();
    }),
  );
  owned.add(deps.current.onDidChangeAny(() => refresh.request()));
  refresh.request();
  return owned;
}
