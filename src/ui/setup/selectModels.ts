import * as vscode from 'vscode';

import { sameModel } from '../../core/run/health/advice';
import { goTogether, type ReachableModel, type ReachablePlace } from '../../core/setup/reachable';
import { isAbort } from '../../core/util/abort';

/** Both models, as they were chosen. */
export interface ChosenModels {
  readonly lead: ReachableModel;
  readonly worker: ReachableModel;
}

/** What is in use now. */
export interface ModelsNow {
  readonly lead: string;
  readonly worker: string;
  /** Base URL in use; `null` is OpenAI. */
  readonly baseUrl: string | null;
}

interface Row extends vscode.QuickPickItem {
  readonly model?: ReachableModel | 'typed';
}

/** Lists what can be reached, as it is found, and asks who leads and who works; `undefined` when the user cancelled. */
export async function selectModels(
  find: (signal: AbortSignal) => AsyncIterable<ReachablePlace>,
  now: ModelsNow,
): Promise<ChosenModels | undefined> {
  const closed = new AbortController();
  const search = new Search(find(closed.signal));
  try {
    const lead = await pick(search, { title: 'Select Models (1 of 2): who leads?', present: now.lead, now });
    if (!lead) return undefined;
    const worker = await pick(search, {
      title: `Select Models (2 of 2): who works for ${lead.name}?`,
      present: now.worker,
      now,
      beside: lead,
    });
    return worker && { lead, worker };
  } finally {
    closed.abort();
  }
}

/** What is worth saying of a choice. */
export function remarkOn({ lead, worker }: ChosenModels): string | undefined {
  return sameModel(lead.name, worker.name);
}

/** Places as they are found, for two lists one after the other. */
class Search {
  readonly places: ReachablePlace[] = [];
  isOver = false;
  private readonly listeners = new Set<() => void>();

  constructor(found: AsyncIterable<ReachablePlace>) {
    void this.gather(found);
  }

  onChange(listener: () => void): vscode.Disposable {
    this.listeners.add(listener);
    return new vscode.Disposable(() => this.listeners.delete(listener));
  }

  private async gather(found: AsyncIterable<ReachablePlace>): Promise<void> {
    try {
      for await (const place of found) {
        this.places.push(place);
        this.tell();
      }
    } catch (error) {
      if (!isAbort(error)) this.places.push({ place: 'Search', models: [], failure: String(error) });
    }
    this.isOver = true;
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

interface Question {
  readonly title: string;
  readonly present: string;
  readonly now: ModelsNow;
  /** The model chosen first: what can't be used beside it is left out. */
  readonly beside?: ReachableModel;
}

async function pick(search: Search, question: Question): Promise<ReachableModel | undefined> {
  const list = vscode.window.createQuickPick<Row>();
  list.title = question.title;
  list.placeholder = 'What answers now: the server in use, servers on this machine, and the editor’s own models';
  list.matchOnDescription = true;
  list.keepScrollPosition = true;
  list.ignoreFocusOut = true;
  const show = (): void => {
    list.items = rowsOf(search.places, question);
    list.busy = !search.isOver;
  };
  show();
  const listening = search.onChange(show);
  try {
    const row = await new Promise<Row | undefined>((resolve) => {
      list.onDidAccept(() => {
        const [chosen] = list.selectedItems;
        // A place that lists nothing is there to be read.
        if (chosen?.model !== undefined) resolve(chosen);
      });
      list.onDidHide(() => resolve(undefined));
      list.show();
    });
    if (row?.model !== 'typed') return row?.model;
  } finally {
    listening.dispose();
    list.dispose();
  }
  return typed(question);
}

function rowsOf(places: readonly ReachablePlace[], { present, beside }: Question): Row[] {
  const rows = places.flatMap(({ place, models, failure }): Row[] => {
    const fitting = models.filter((model) => !beside || goTogether(beside, model));
    if (fitting.length === 0 && failure === undefined) return [];
    return [
      { label: place, kind: vscode.QuickPickItemKind.Separator },
      ...(failure === undefined ? [] : [{ label: `$(warning) ${place}`, detail: failure }]),
      ...fitting.map((model) => ({
        label: model.name,
        model,
        ...(model.name === present && { description: 'in use' }),
      })),
    ];
  });
  return [
    ...rows,
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(edit) Name another model…', model: 'typed' },
  ];
}

async function typed({ title, present, now, beside }: Question): Promise<ReachableModel | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: 'Its name as the provider lists it.',
    value: present,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A name is needed.' : undefined),
  });
  if (name === undefined) return undefined;
  return { name: name.trim(), baseUrl: beside?.baseUrl === undefined ? now.baseUrl : beside.baseUrl };
}
