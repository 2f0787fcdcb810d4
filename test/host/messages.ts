import * as vscode from 'vscode';

const shows = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;
type Show = (typeof shows)[number];

/** A message that the extension showed. */
export interface ShownMessage {
  readonly message: string;
  readonly isModal: boolean;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/**
 * Stands between the extension and the person: keeps every message, and presses the button that the test named. All others
 * are closed without an answer, as Escape does. The editor shows no dialogs in a test run.
 */
export class Messages {
  readonly shown: ShownMessage[] = [];
  private readonly originals = new Map<Show, unknown>(shows.map((name) => [name, vscode.window[name]]));
  private readonly presses: string[] = [];
  private meanwhile: (() => Promise<void>) | undefined;

  constructor() {
    const show = async (message: string, ...rest: readonly unknown[]): Promise<string | undefined> =>
      this.answer(message, rest);
    for (const name of shows) Reflect.set(vscode.window, name, show);
  }

  /** Presses these buttons, each once, in the order they come up. */
  press(...buttons: readonly string[]): void {
    this.presses.push(...buttons);
  }

  /** Does something while the next message that gets an answer is up, as a person may who has not answered it yet. */
  beforeAnswer(act: () => Promise<void>): void {
    this.meanwhile = act;
  }

  /** The one message that says this; fails when there is none. */
  saying(words: RegExp): ShownMessage {
    const found = this.shown.find(({ message }) => words.test(message));
    if (found) return found;
    throw new Error(`No message says ${String(words)}. Shown: ${JSON.stringify(this.shown)}`);
  }

  restore(): void {
    for (const [name, original] of this.originals) Reflect.set(vscode.window, name, original);
  }

  private async answer(message: string, rest: readonly unknown[]): Promise<string | undefined> {
    const options = rest.find((one): one is vscode.MessageOptions => typeof one === 'object' && one !== null);
    const buttons = rest.filter((one) => typeof one === 'string');
    this.shown.push({ message, isModal: options?.modal === true, detail: options?.detail ?? '', buttons });
    const [next] = this.presses;
    if (next === undefined || !buttons.includes(next)) return undefined;
    this.presses.shift();
    const act = this.meanwhile;
    this.meanwhile = undefined;
    await act?.();
    return next;
  }
}
