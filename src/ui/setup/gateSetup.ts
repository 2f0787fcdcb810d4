import * as vscode from 'vscode';

import { detectGates, type DetectedGates } from '../../core/gates/detect';
import type { DetectedGate } from '../../core/gates/detectedGate';
import { projectFiles } from '../../core/gates/detectOthers';
import { gateLine, type GateSpec } from '../../core/gates/verdict';
import { fail, ok, type Result } from '../../core/util/result';
import { settings } from '../catalogue';
import type { Problem } from '../commands/problem';
import { confirmationKey } from './confirmationKey';

/** The gates of the settings: those that may run, and those of the workspace that wait for the user's word. */
export interface GateSettingsReader {
  readGates(): Result<
    {
      readonly gates: readonly GateSpec[];
      readonly unconfirmed?: { readonly fingerprint: string; readonly description: string };
    },
    { readonly message: string }
  >;
  confirm(fingerprint: string): Promise<void>;
}

/** A workspace folder by the name that paths and gates know it by: its own, or another where two folders share one. */
export interface GateFolder {
  readonly name: string;
  readonly root: vscode.Uri;
}

/** What gate set-up needs from the rest. */
export interface GateSetupDeps {
  /** The folders of the window, as they are now. */
  readonly folders: () => readonly GateFolder[];
  readonly settings: GateSettingsReader;
  /** The workspace's own memory: which scripts were confirmed, which were offered. */
  readonly memory: vscode.Memento;
}

const confirmedKey = 'leadWorker.confirmedScripts';
const offeredKey = 'leadWorker.offeredScripts';

const typeScriptManifest = 'node_modules/typescript/package.json';
const rights = 'A gate runs proposed code with your rights, in a copy of the workspace.';

interface ScriptItem extends vscode.QuickPickItem {
  readonly key: string;
}

/** Decides with the user which commands measure a change. Nothing is taken from the workspace that was not confirmed. */
export class GateSetup {
  constructor(private readonly deps: GateSetupDeps) {}

  /** The gates a run uses: those of the settings, else the project's own scripts that were confirmed and still are the same. */
  async inForce(): Promise<Result<readonly GateSpec[], Problem>> {
    const configured = this.deps.settings.readGates();
    if (!configured.ok) return fail({ reason: 'settings', message: configured.error.message });
    if (configured.value.gates.length > 0) return ok(configured.value.gates);
    const confirmed = new Set(this.remembered(confirmedKey));
    const { gates } = await this.detect();
    return ok(gates.filter((each) => confirmed.has(confirmationKey(each))).map(({ gate }) => gate));
  }

  /** Before a run: asks about what was never asked about. Cancelling is an answer too, and means no gates from there. */
  async offerOnce(): Promise<Result<void, Problem>> {
    if (!vscode.workspace.isTrusted) return ok(undefined);
    const configured = this.deps.settings.readGates();
    if (!configured.ok) return fail({ reason: 'settings', message: configured.error.message });
    const { gates, unconfirmed } = configured.value;
    const offered = new Set(this.remembered(offeredKey));
    if (unconfirmed) {
      if (!offered.has(unconfirmed.fingerprint)) await this.askAboutSettings(unconfirmed);
      return ok(undefined);
    }
    if (gates.length > 0) return ok(undefined);
    const detected = await this.detect();
    if (detected.gates.some((each) => !offered.has(confirmationKey(each)))) await this.askAboutScripts(detected.gates);
    return ok(undefined);
  }

  /** The command: asks again, whatever was answered before. */
  async configure(): Promise<Result<void, Problem>> {
    if (!vscode.workspace.isTrusted) {
      return fail({
        reason: 'untrusted',
        message: 'Gates run commands of this folder. They can be configured once you trust it.',
      });
    }
    const configured = this.deps.settings.readGates();
    if (!configured.ok) return fail({ reason: 'settings', message: configured.error.message });
    if (configured.value.unconfirmed) {
      await this.askAboutSettings(configured.value.unconfirmed);
      return ok(undefined);
    }
    const detected = await this.detect();
    if (detected.problems.length > 0) void vscode.window.showWarningMessage(detected.problems.join(' '));
    if (configured.value.gates.length > 0 || detected.gates.length === 0) await openGateSettings();
    else await this.askAboutScripts(detected.gates);
    return ok(undefined);
  }

  private async askAboutSettings(unconfirmed: {
    readonly fingerprint: string;
    readonly description: string;
  }): Promise<void> {
    await this.remember(offeredKey, [...this.remembered(offeredKey), unconfirmed.fingerprint]);
    const use = 'Use These Gates';
    const open = 'Open Settings';
    const detail = `${unconfirmed.description}\n\n${rights} They are asked about again when they change.`;
    const message = 'This workspace brings its own gates. Use them?';
    const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, use, open);
    if (answer === use) await this.deps.settings.confirm(unconfirmed.fingerprint);
    if (answer === open) await openGateSettings();
  }

  private async askAboutScripts(detected: readonly DetectedGate[]): Promise<void> {
    const offered = new Set(this.remembered(offeredKey));
    const confirmed = new Set(this.remembered(confirmedKey));
    const items = detected.map((each): ScriptItem => {
      const key = confirmationKey(each);
      return {
        key,
        label: each.gate.id,
        description: gateLine(each.gate),
        detail: each.script,
        picked: !offered.has(key) || confirmed.has(key),
      };
    });
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Which scripts measure a change?',
      placeHolder: rights,
      canPickMany: true,
      ignoreFocusOut: true,
    });
    await this.remember(offeredKey, [...offered, ...items.map((item) => item.key)]);
    if (picked)
      await this.remember(
        confirmedKey,
        picked.map((item) => item.key),
      );
  }

  private async detect(): Promise<DetectedGates> {
    const folders = this.deps.folders();
    const manifests = await Promise.all(
      folders.map(async ({ name, root }) => {
        const [text, ...others] = await Promise.all(
          ['package.json', ...projectFiles].map((file) => readText(vscode.Uri.joinPath(root, file))),
        );
        if (text === undefined && others.every((other) => other === undefined)) return [];
        const hasTypeScript = (await readText(vscode.Uri.joinPath(root, typeScriptManifest))) !== undefined;
        const siblings = (await vscode.workspace.fs.readDirectory(root)).map(([sibling]) => sibling);
        const found = projectFiles.flatMap((file, index) => {
          const content = others[index];
          return content === undefined ? [] : [[file, content] as const];
        });
        return [{ folder: name, text, others: Object.fromEntries(found), siblings, hasTypeScript }];
      }),
    );
    return detectGates(manifests.flat(), folders.length);
  }

  private remembered(key: string): readonly string[] {
    return this.deps.memory.get<readonly string[]>(key, []);
  }

  private async remember(key: string, values: readonly string[]): Promise<void> {
    await this.deps.memory.update(key, [...new Set(values)]);
  }
}

async function openGateSettings(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', settings.gates);
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // No package.json, or none that can be read: a folder without scripts.
    return undefined;
  }
}
