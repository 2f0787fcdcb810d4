import * as vscode from 'vscode';

import type { Disposable } from '../../core/util/disposable';
import { goalPanel } from '../catalogue';
import { readGoalMessage } from './goalMessage';
import { goalPage, type FolderChoice } from './goalPage';

/** What the form needs from the rest. */
export interface GoalInputDeps {
  readonly extensionUri: vscode.Uri;
  /** One line on who will read the goal: "Lead o3, workers gpt-4.1, gates: test". */
  facts(): string;
  newId(): string;
}

/** What the user wants, and the name of the workspace folder that it is about, where that is not all of them. */
export interface StatedGoal {
  readonly goal: string;
  readonly folder: string | undefined;
}

/** Asks for a goal in a form of its own tab: several lines, with what was typed last time still in it until there is a plan for it. */
export class GoalInput implements Disposable {
  private draft = '';
  private open: { readonly panel: vscode.WebviewPanel; readonly answer: Promise<StatedGoal | undefined> } | undefined;

  constructor(private readonly deps: GoalInputDeps) {}

  /** Brings the form to the front; false when it is not open. */
  reveal(): boolean {
    this.open?.panel.reveal();
    return this.open !== undefined;
  }

  /**
   * The goal, or `undefined` when the user closed the form. A second call while it is open shows the same form. `folders` are
   * offered to choose from.
   */
  ask(folders: readonly FolderChoice[]): Promise<StatedGoal | undefined> {
    if (this.open) {
      this.reveal();
      return this.open.answer;
    }
    const media = vscode.Uri.joinPath(this.deps.extensionUri, 'media');
    const panel = vscode.window.createWebviewPanel(goalPanel, 'New Change', vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(media, 'goal')],
      retainContextWhenHidden: true,
    });
    panel.iconPath = vscode.Uri.joinPath(media, 'lead-worker-tab.svg');
    const answer = this.answerOf(panel);
    this.open = { panel, answer };
    panel.webview.html = goalPage({
      nonce: this.deps.newId().replaceAll(/[^A-Za-z0-9]/g, ''),
      cspSource: panel.webview.cspSource,
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'goal', 'goal.css')).toString(),
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'goal', 'goal.js')).toString(),
      draft: this.draft,
      facts: this.deps.facts(),
      folders,
    });
    return answer;
  }

  /** Keeps a goal for the next time the form opens. */
  keep(goal: string): void {
    this.draft = goal;
  }

  /** A plan has been made of the goal. */
  forget(): void {
    this.draft = '';
  }

  dispose(): void {
    this.open?.panel.dispose();
  }

  private answerOf(panel: vscode.WebviewPanel): Promise<StatedGoal | undefined> {
    return new Promise((resolve) => {
      let stated: StatedGoal | undefined;
      panel.webview.onDidReceiveMessage((received: unknown) => {
        const message = readGoalMessage(received);
        if (message?.type === 'draft') this.draft = message.text;
        if (message?.type === 'cancel') panel.dispose();
        if (message?.type === 'submit' && message.text.trim() !== '') {
          stated = { goal: message.text.trim(), folder: message.folder };
          this.draft = stated.goal;
          panel.dispose();
        }
      });
      panel.onDidDispose(() => {
        this.open = undefined;
        resolve(stated);
      });
    });
  }
}
