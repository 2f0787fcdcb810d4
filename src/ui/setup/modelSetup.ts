import * as vscode from 'vscode';

import { parseEditorModel } from '../../core/util/editorModels';
import type { ReachablePlace } from '../../core/setup/reachable';
import { settings } from '../catalogue';
import { judgeBaseUrl, tidyBaseUrl } from './baseUrl';
import { remarkOn, selectModels } from './selectModels';

/** Where the API key is kept: the editor's secret storage. */
export interface KeyStore {
  get(): Promise<string | undefined>;
  store(key: string): Promise<void>;
  delete(): Promise<void>;
}

/** What set-up needs from the rest. */
export interface ModelSetupDeps {
  readonly keys: KeyStore;
  /** Whether this window runs on the demo's scripted model, which needs no set-up. */
  isDemo(): boolean;
  openDemo(): Promise<void>;
  /** Asks everywhere which models there are. */
  findModels(signal: AbortSignal): AsyncIterable<ReachablePlace>;
}

/** A row of the first question. */
interface Way extends vscode.QuickPickItem {
  readonly way: 'key' | 'server' | 'models' | 'demo';
}

/** Connects models: a key, a compatible server, or the demo. Settings are written at user level, only as the user just said. */
export class ModelSetup {
  constructor(private readonly deps: ModelSetupDeps) {}

  /** Whether a run could ask some model. That it answers is another matter. */
  async hasModel(): Promise<boolean> {
    const names = [configured(settings.leadModel), configured(settings.workerModel)];
    const needsServer = names.some((name) => parseEditorModel(name) === undefined);
    return this.deps.isDemo() || !needsServer || this.baseUrl() !== '' || (await this.deps.keys.get()) !== undefined;
  }

  /** Asks how to connect, and connects. False when the user cancelled or went to the demo, which opens its own window. */
  async setUp(): Promise<boolean> {
    const ways: Way[] = [
      {
        way: 'key',
        label: '$(key) OpenAI API key',
        detail: 'The key stays in the secret storage of the editor and is sent to OpenAI only.',
      },
      {
        way: 'server',
        label: '$(server) Compatible server',
        detail:
          'Anything that speaks the OpenAI protocol, by its base URL: Ollama, vLLM, LM Studio, llama.cpp, Azure, gateways.',
      },
      {
        way: 'models',
        label: '$(list-selection) Other models',
        detail: `${configured(settings.leadModel)} leads and ${configured(settings.workerModel)} works. Choose from what answers now, the editor's own models included.`,
      },
      {
        way: 'demo',
        label: '$(beaker) Demo',
        detail: 'A small sample workspace with a scripted model. No key, nothing leaves this machine.',
      },
    ];
    const picked = await vscode.window.showQuickPick(ways, {
      title: 'Set Up Models',
      placeHolder: 'Who leads and who works?',
      ignoreFocusOut: true,
    });
    switch (picked?.way) {
      case undefined:
        return false;
      case 'key':
        return this.askKey();
      case 'server':
        return this.askServer();
      case 'models':
        return (await this.select()) && this.hasModel();
      case 'demo':
        await this.deps.openDemo();
        return false;
    }
  }

  /** Has both models chosen from what can be reached, and writes them down; false when the user cancelled. */
  async select(): Promise<boolean> {
    const baseUrl = this.baseUrl() === '' ? null : this.baseUrl();
    const now = { lead: configured(settings.leadModel), worker: configured(settings.workerModel), baseUrl };
    const chosen = await selectModels((signal) => this.deps.findModels(signal), now);
    if (!chosen) return false;
    const address = chosen.lead.baseUrl === undefined ? chosen.worker.baseUrl : chosen.lead.baseUrl;
    if (address !== undefined && address !== baseUrl && !(await this.moveTo(address))) return false;
    await write(settings.leadModel, chosen.lead.name);
    await write(settings.workerModel, chosen.worker.name);
    const remark = remarkOn(chosen);
    if (remark !== undefined) void vscode.window.showWarningMessage(`Lead/Worker: ${remark}`);
    return true;
  }

  /** Sends calls to another address. A key that is stored belongs to the one before, and must not go there. */
  private async moveTo(address: string | null): Promise<boolean> {
    if ((await this.deps.keys.get()) !== undefined) {
      const button = 'Remove Key and Continue';
      const to = address === null ? 'OpenAI' : new URL(address).host;
      const detail =
        'The API key that is stored belongs to the server in use. It is removed, so that it goes to nobody else.';
      const answer = await vscode.window.showWarningMessage(
        `Send all calls to ${to}?`,
        { modal: true, detail },
        button,
      );
      if (answer !== button) return false;
      await this.deps.keys.delete();
    }
    await this.useServer(address ?? '');
    return true;
  }

  /** Keeps a key for OpenAI or for the server in use; an empty one takes the last one away. */
  async storeKey(key: string): Promise<void> {
    if (key.trim() === '') await this.deps.keys.delete();
    else await this.deps.keys.store(key.trim());
  }

  /** Sends all calls to a compatible server; the empty text sends them to OpenAI again. */
  async useServer(baseUrl: string): Promise<void> {
    await write(settings.baseUrl, baseUrl === '' ? undefined : tidyBaseUrl(baseUrl));
  }

  private async askKey(): Promise<boolean> {
    const key = await vscode.window.showInputBox({
      title: 'OpenAI API key',
      prompt: 'From platform.openai.com. It is kept in the secret storage of the editor and sent to OpenAI only.',
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? 'Paste the key here, or press Escape.' : undefined),
    });
    if (key === undefined) return false;
    // An old server would get the new key: whoever gives an OpenAI key means OpenAI.
    if (this.baseUrl() !== '') await this.useServer('');
    await this.storeKey(key);
    return true;
  }

  private async askServer(): Promise<boolean> {
    const url = await vscode.window.showInputBox({
      title: 'Compatible server (1 of 4): base URL',
      prompt: 'What the models see of your code goes there. Kept in your user settings.',
      value: this.baseUrl() === '' ? 'http://localhost:11434/v1' : this.baseUrl(),
      ignoreFocusOut: true,
      validateInput: (text) => {
        const remark = judgeBaseUrl(text);
        if (!remark) return undefined;
        const { Error: error, Warning: warning } = vscode.InputBoxValidationSeverity;
        return { message: remark.message, severity: remark.severity === 'error' ? error : warning };
      },
    });
    if (url === undefined) return false;
    const key = await vscode.window.showInputBox({
      title: 'Compatible server (2 of 4): API key',
      prompt: 'Leave it empty if the server wants none.',
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) return false;
    if (!(await askModels('Compatible server', 3, 4))) return false;
    // A key of OpenAI's must not go to another server: the new one is there, or none, before the address is.
    await this.storeKey(key);
    await this.useServer(url);
    return true;
  }

  /** The base URL of user or machine settings; a folder's value does not count. */
  private baseUrl(): string {
    return vscode.workspace.getConfiguration().inspect<string>(settings.baseUrl)?.globalValue?.trim() ?? '';
  }
}

/** Asks for both models and writes them down once both are given; false when the user cancelled. */
async function askModels(title: string, step: number, steps: number): Promise<boolean> {
  const lead = await askModel(`${title} (${step} of ${steps}): the model that leads`, settings.leadModel);
  if (lead === undefined) return false;
  const worker = await askModel(`${title} (${step + 1} of ${steps}): the model that works`, settings.workerModel);
  if (worker === undefined) return false;
  await write(settings.leadModel, lead);
  await write(settings.workerModel, worker);
  return true;
}

function configured(setting: string): string {
  return vscode.workspace.getConfiguration().get<string>(setting) ?? '';
}

async function askModel(title: string, setting: string): Promise<string | undefined> {
  const value = configured(setting);
  const answer = await vscode.window.showInputBox({
    title,
    prompt: 'Its name as the provider lists it.',
    value,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A name is needed.' : undefined),
  });
  return answer?.trim();
}

async function write(setting: string, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}
