import * as vscode from 'vscode';

import type { CurrentRun } from '../../src/core/run/currentRun';
import type { Run } from '../../src/core/run/run';
import type { RunPhase } from '../../src/core/run/state';
import type { Latency } from '../../src/adapters/demo/server/heldAnswers';
import type { ScriptedRequest } from '../../src/adapters/demo/server/modelScript';
import { startModelServer, type ModelServer } from '../../src/adapters/demo/server/modelServer';
import { planCommands, reviewCommands, settings } from '../../src/ui/catalogue';
import { Messages } from './messages';
import { models, teamScript, type Team } from './models';

/** What a test sets up before a run. */
export interface RunBedOptions {
  readonly team: Team;
  /** The user's own gates. */
  readonly gates?: readonly object[];
  readonly latency?: Latency;
  /** The only key that the server takes; without one it takes all, and none. */
  readonly key?: string;
}

/** The run that the extension under test shows. */
export async function currentRun(): Promise<CurrentRun> {
  const extension = vscode.extensions.getExtension<{ current?: CurrentRun } | undefined>('lead-worker.lead-worker');
  const current = (await extension?.activate())?.current;
  if (!current) throw new Error('Under test, activate() has to answer { current }: the run that the surfaces show.');
  return current;
}

/** The extension on a compatible server of the test's own, used as a person would: by commands, with messages answered. */
export class RunBed {
  readonly messages = new Messages();

  private constructor(
    readonly server: ModelServer,
    private readonly current: CurrentRun,
  ) {}

  static async open({ team, gates, latency, key }: RunBedOptions): Promise<RunBed> {
    const current = await currentRun();
    // Tests of single surfaces leave runs without an engine behind.
    for (const run of current.all) await run.discard();
    current.set(undefined);
    const server = await startModelServer({
      script: teamScript(team),
      requireKey: key ?? false,
      withoutReasoning: [models.worker],
      ...(latency && { latency }),
    });
    await setUserSetting(settings.baseUrl, server.baseUrl);
    await setUserSetting(settings.parallel, 16);
    await setUserSetting(settings.editFormat, 'search-replace');
    await setUserSetting(settings.gates, gates);
    // What gates of tests write down lies outside of their copies, where a sandbox lets none write.
    await setUserSetting(settings.gateSandbox, 'off');
    // In a browser the editor saves by itself after a second, on a desktop it does not.
    await setUserSetting('files.autoSave', 'off');
    return new RunBed(server, current);
  }

  /** Takes everything back: settings, messages, the run and the server. */
  async close(): Promise<void> {
    for (const run of this.current.all) await run.discard();
    this.messages.restore();
    await setUserSetting(settings.baseUrl, undefined);
    await setUserSetting(settings.parallel, undefined);
    await setUserSetting(settings.editFormat, undefined);
    await setUserSetting(settings.gates, undefined);
    await setUserSetting(settings.gateSandbox, undefined);
    await setUserSetting('files.autoSave', undefined);
    await this.server.close();
  }

  get run(): Run {
    const run = this.current.get();
    if (!run) throw new Error(`There is no run. Shown: ${JSON.stringify(this.messages.shown)}`);
    return run;
  }

  /** All open runs. */
  get runs(): readonly Run[] {
    return this.current.all;
  }

  get hasRun(): boolean {
    return this.current.get() !== undefined;
  }

  /** Requests so far of the lead or of workers. */
  requests(role: keyof typeof models): readonly ScriptedRequest[] {
    return this.server.requests.map(({ request }) => request).filter(({ model }) => model === models[role]);
  }

  async plan(goal = 'What the test wants.'): Promise<Run> {
    await vscode.commands.executeCommand(planCommands.plan, goal);
    return this.run;
  }

  /** Plans, approves, and resolves when every task has settled. */
  async review(): Promise<Run> {
    const run = await this.plan();
    this.expect('plan-ready');
    await vscode.commands.executeCommand(planCommands.approve);
    this.expect('review');
    return run;
  }

  async acceptAll(): Promise<void> {
    await vscode.commands.executeCommand(reviewCommands.acceptAll);
  }

  /** "Apply", with the question of it answered, and then these buttons pressed. */
  async apply(...buttons: readonly string[]): Promise<void> {
    this.messages.press('Apply', ...buttons);
    await vscode.commands.executeCommand(reviewCommands.apply);
  }

  /** Fails with all that is known when the run stands elsewhere. */
  expect(phase: RunPhase): void {
    const { state } = this.run;
    if (state.phase === phase) return;
    const tasks = [...state.tasks.values()].map(({ task, status, failure }) => [task.id, status, failure?.message]);
    const shown = this.messages.shown.map(({ message }) => message);
    throw new Error(`${state.phase} is not ${phase}: ${JSON.stringify({ failure: state.failure, tasks, shown })}`);
  }
}

/** Writes a user setting; `undefined` takes it away. */
export async function setUserSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}
