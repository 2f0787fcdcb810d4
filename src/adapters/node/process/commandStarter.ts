import type { SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import type { Command } from '../../../core/ports/commandRunner';
import type { Confinement } from '../../../core/ports/confinement';
import { fail, ok, type Result } from '../../../core/util/result';
import { errorCode, explainSystemError } from '../systemError';
import { gateEnvironment, gateFolders, type EnvironmentVariables } from './environment';
import { posixInvocation, windowsInvocation, type Invocation } from './executable';
import { findOnPath } from './findOnPath';
import { findSandbox, homeReach, type SandboxFound } from './sandbox';

/** Where gates keep what they make outside of the tree, and what they may inherit. */
export interface StarterOptions {
  /** Absolute path of a folder for temporary files and caches of gates. Made when needed. */
  readonly root: string;
  /** How gates are to be kept within bounds, asked for each; without it nothing keeps them. */
  readonly bounds?: () => Bounds;
  /** What the allow-list picks from; ours unless given. */
  readonly environment?: EnvironmentVariables;
}

/** How the user wants gates kept within bounds. */
export interface Bounds {
  /** Whether the system's sandbox is used, where there is one. */
  readonly sandbox: boolean;
  readonly network: boolean;
}

/** What of a command decides how it starts. */
export type StartedCommand = Pick<Command, 'command' | 'args' | 'cwd' | 'root'>;

/** A command that was found, with all it takes to start it within its bounds. */
export interface ReadyCommand {
  readonly invocation: Invocation;
  readonly environment: Readonly<Record<string, string>>;
  readonly confinement: Confinement;
}

/** Makes ready what runs the workspace's code: looks the command up, scrubs its environment, keeps it within the user's bounds. */
export class CommandStarter {
  private sandbox: Promise<SandboxFound> | undefined;

  constructor(private readonly options: StarterOptions) {}

  /** `added` are variables that this command needs beside what all get. Fails with the reason, in words. */
  async ready(
    command: StartedCommand,
    added: Readonly<Record<string, string>> = {},
  ): Promise<Result<ReadyCommand, string>> {
    const { root, environment: source = process.env } = this.options;
    const environment = { ...gateEnvironment(source, { root }), ...added };
    const obstacle = await this.prepare(command);
    if (obstacle !== null) return fail(obstacle);
    const resolved = resolveInvocation(command, environment);
    return resolved === null ? fail(whyNotFound(command, environment)) : this.confine(resolved, command, environment);
  }

  /** Keeps a command within bounds as the user wants it; fails where it may not start at all. */
  private async confine(
    invocation: Invocation,
    { command, cwd, root }: StartedCommand,
    environment: ReadyCommand['environment'],
  ): Promise<Result<ReadyCommand, string>> {
    const bounds = this.options.bounds?.() ?? { sandbox: false, network: true };
    this.sandbox ??= findSandbox();
    const found: SandboxFound = bounds.sandbox ? await this.sandbox : { none: 'it is turned off' };
    if ('none' in found) {
      if (bounds.network) return ok({ invocation, environment, confinement: found });
      return fail(
        `"${command}" was not started: gates are to run without network (leadWorker.gateNetwork), which takes a sandbox, and ${found.none}.`,
      );
    }
    const file = findOnPath(invocation.file, cwd, environment.PATH ?? '');
    if (file === undefined) return fail(whyNotFound({ command }, environment));
    const home = homeReach();
    const writable = [...home.writable, this.options.root, root ?? cwd];
    const reach = { ...home, writable, network: bounds.network };
    const wrapped = found.sandbox.wrap({ ...invocation, file }, cwd, reach);
    return ok({ invocation: wrapped, environment, confinement: { sandbox: found.sandbox.name } });
  }

  /** Makes the gate's own folders; answers what stands in the way of starting at all. */
  private async prepare({ command, cwd }: StartedCommand): Promise<string | null> {
    try {
      for (const folder of Object.values(gateFolders(this.options.root))) await mkdir(folder, { recursive: true });
    } catch (error) {
      return explainSystemError(error, `The folder ${this.options.root}`);
    }
    try {
      if ((await stat(cwd)).isDirectory()) return null;
      return `"${command}" was not started: ${cwd} is not a folder.`;
    } catch (error) {
      return `"${command}" was not started. ${explainSystemError(error, cwd)}`;
    }
  }
}

/** How a command is spawned: as the leader of a process group of its own, and without a shell. */
export function groupOptions({ invocation, environment }: ReadyCommand, cwd: string): SpawnOptions {
  return {
    cwd,
    env: environment,
    shell: false,
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: invocation.verbatim,
  };
}

function resolveInvocation(
  { command, args, cwd }: StartedCommand,
  environment: EnvironmentVariables,
): Invocation | null {
  if (process.platform !== 'win32') return posixInvocation(command, args);
  return windowsInvocation(command, args, { cwd, environment, exists: existsSync });
}

/** Why a process that was ready did not start; `null` is a system that gave no reason. */
export function whyNotSpawned(
  problem: Error | null,
  { command }: Pick<Command, 'command'>,
  environment: EnvironmentVariables,
): string {
  switch (errorCode(problem)) {
    case 'ENOENT':
      return whyNotFound({ command }, environment);
    case 'EACCES':
      return `"${command}" was found but may not be run. Make it executable, or name another command in the gate's settings.`;
    default:
      return `"${command}" was not started: ${problem?.message ?? 'the system gave no reason'}.`;
  }
}

/** Where a command was looked for that is not there. */
export function whyNotFound({ command }: Pick<Command, 'command'>, environment: EnvironmentVariables): string {
  const path = environment.PATH ?? environment.Path ?? '';
  return `The command "${command}" was not found. Install it, or correct the gate's settings. Looked in PATH: ${path || '(empty)'}.`;
}
