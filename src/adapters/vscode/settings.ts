import { workspace, type Memento } from 'vscode';

import type { AuthorityTable } from '../../core/authority/table';
import type { CarriedGlobs } from '../../core/gates/carriedFiles';
import type { PriceTable } from '../../core/money/prices';
import type { ReasoningEffort } from '../../core/ports/chatModel';
import type { Digest } from '../../core/ports/services';
import type { EditFormatChoice } from '../../core/worker/editFormat';
import { ok, type Result } from '../../core/util/result';
import { chooseAuthority } from './authoritySettings';
import { chooseGates, type GateSettings } from './gateSettings';
import { parsePrices } from './priceSettings';
import { parseSettings, settingNames, unionOfScopes, type SettingsFailure } from './settingsSchema';
import { parseWorkers, type WorkerSetting } from './workerSettings';

/** The settings a run starts with, checked. Gates are read apart: they may need the user's word. */
export interface LeadWorkerSettings {
  readonly leadModel: string;
  readonly leadEffort: ReasoningEffort;
  readonly workerModel: string;
  readonly editFormat: EditFormatChoice;
  readonly workerEffort: ReasoningEffort;
  /** Worker profiles beside the default one. From user or machine settings only. */
  readonly workers: readonly WorkerSetting[];
  /** What models cost, beside what providers list. From user or machine settings only: they are shown as what is paid. */
  readonly prices: PriceTable;
  readonly authority: AuthorityTable;
  readonly maxWorkers: number;
  readonly overlap: 'serialise' | 'parallel';
  readonly maxTurnsPerAttempt: number;
  /** How gates are kept within bounds: by the system's sandbox, and with network or without. */
  readonly bounds: { readonly sandbox: boolean; readonly network: boolean };
  /** What gates get though ignore files leave it out. */
  readonly gateFiles: CarriedGlobs;
  /** Base URL of a compatible server; `undefined` for OpenAI itself. From user or machine settings only. */
  readonly baseUrl: string | undefined;
  /** The way requests are put to it. From user or machine settings only. */
  readonly api: 'auto' | 'responses' | 'chat-completions';
  /** Calls at once to the provider; `undefined` is found out. From user or machine settings only. */
  readonly parallel: number | undefined;
  /** Globs beside the built-in ones, from all scopes together. */
  readonly sensitiveFiles: readonly string[];
}

const apiNames = { auto: 'auto', responses: 'responses', chatCompletions: 'chat-completions' } as const;
const confirmedKey = 'leadWorker.confirmedGates';
// Going back and forth between a few branches should not ask each time; more than that is not worth keeping.
const mostConfirmed = 20;

/** Typed reading of `leadWorker.*`. */
export class Settings {
  /** `memory` keeps which gates of this workspace the user has agreed to: the workspace's own state, not the global one. */
  constructor(
    private readonly memory: Memento,
    private readonly digest: Digest,
  ) {}

  /** All settings but the gates; the first malformed one is the failure. */
  read(): Result<LeadWorkerSettings, SettingsFailure> {
    const configuration = workspace.getConfiguration();
    const values = Object.fromEntries(settingNames.map((name) => [name, configuration.get(name)]));
    // A workspace must not be able to send what we know elsewhere: its value is not even looked at.
    const baseUrl = configuration.inspect('leadWorker.openai.baseUrl')?.globalValue ?? '';
    // Nor may it show to models what the user keeps from them: it can only add.
    const found = configuration.inspect('leadWorker.sensitiveFiles');
    const sensitiveFiles = unionOfScopes([
      found?.defaultValue,
      found?.globalValue,
      found?.workspaceValue,
      found?.workspaceFolderValue,
    ]);
    const carried = configuration.inspect('leadWorker.gateFiles');
    const named = parseSettings({ ...values, 'leadWorker.gateFiles': ownValue(carried) });
    const parsed = parseSettings({
      ...values,
      'leadWorker.gateFiles': unionOfScopes([carried?.workspaceValue, carried?.workspaceFolderValue]),
      'leadWorker.openai.baseUrl': baseUrl,
      'leadWorker.openai.api': ownValue(configuration.inspect('leadWorker.openai.api')),
      'leadWorker.openai.parallel': ownValue(configuration.inspect('leadWorker.openai.parallel')),
      // Nor may it let its own code out of the sandbox.
      'leadWorker.gateSandbox': ownValue(configuration.inspect('leadWorker.gateSandbox')),
      'leadWorker.gateNetwork': ownValue(configuration.inspect('leadWorker.gateNetwork')),
      'leadWorker.sensitiveFiles': sensitiveFiles,
    });
    if (!parsed.ok) return parsed;
    if (!named.ok) return named;
    // Nor may it say who is paid for the work, or give the lead more authority than the user does.
    const workers = parseWorkers(configuration.inspect('leadWorker.workers')?.globalValue);
    if (!workers.ok) return workers;
    const prices = parsePrices(configuration.inspect('leadWorker.prices')?.globalValue);
    if (!prices.ok) return prices;
    const granted = configuration.inspect('leadWorker.authority');
    const authority = chooseAuthority({
      user: granted?.globalValue,
      workspace: [granted?.workspaceValue, granted?.workspaceFolderValue],
    });
    if (!authority.ok) return authority;
    return ok({
      leadModel: parsed.value['leadWorker.lead.model'],
      leadEffort: parsed.value['leadWorker.lead.effort'],
      workerModel: parsed.value['leadWorker.worker.model'],
      editFormat: parsed.value['leadWorker.worker.editFormat'],
      workerEffort: parsed.value['leadWorker.worker.effort'],
      workers: workers.value,
      prices: prices.value,
      authority: authority.value,
      maxWorkers: parsed.value['leadWorker.maxWorkers'],
      overlap: parsed.value['leadWorker.overlap'],
      maxTurnsPerAttempt: parsed.value['leadWorker.maxTurnsPerAttempt'],
      baseUrl: parsed.value['leadWorker.openai.baseUrl'] || undefined,
      parallel: parsed.value['leadWorker.openai.parallel'] || undefined,
      api: apiNames[parsed.value['leadWorker.openai.api']],
      gateFiles: {
        user: named.value['leadWorker.gateFiles'],
        workspace: parsed.value['leadWorker.gateFiles'],
      },
      bounds: {
        sandbox: parsed.value['leadWorker.gateSandbox'] === 'auto',
        network: parsed.value['leadWorker.gateNetwork'] === 'allow',
      },
      sensitiveFiles: parsed.value['leadWorker.sensitiveFiles'],
    });
  }

  /** Gates that may run, and those of the workspace that wait for the user's word. */
  readGates(): Result<GateSettings, SettingsFailure> {
    const found = workspace.getConfiguration().inspect('leadWorker.gates');
    const values = {
      user: found?.globalValue ?? found?.defaultValue,
      workspace: found?.workspaceFolderValue ?? found?.workspaceValue,
    };
    const confirmed = this.confirmed();
    return chooseGates(values, { digest: this.digest, isConfirmed: (fingerprint) => confirmed.includes(fingerprint) });
  }

  /** The user has read the commands behind this fingerprint and agrees that they run. */
  async confirm(fingerprint: string): Promise<void> {
    const others = this.confirmed().filter((known) => known !== fingerprint);
    await this.memory.update(confirmedKey, [fingerprint, ...others].slice(0, mostConfirmed));
  }

  private confirmed(): readonly string[] {
    return this.memory.get<readonly string[]>(confirmedKey, []);
  }
}

/** What the user says, or else the default: a workspace is not asked. */
function ownValue(found: { readonly globalValue?: unknown; readonly defaultValue?: unknown } | undefined): unknown {
  return found?.globalValue ?? found?.defaultValue;
}
