import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import type { Command, CommandOutcome, CommandRunner } from '../../core/ports/commandRunner';
import type { Confinement } from '../../core/ports/confinement';
import type { Disposable } from '../../core/util/disposable';
import { gateEnvironment, gateFolders, type EnvironmentVariables } from './process/environment';
import { posixInvocation, windowsInvocation, type Invocation } from './process/executable';
import { findOnPath } from './process/findOnPath';
import { CappedOutput } from './process/output';
import { endGroup, killGraceMs, signalGroup } from './process/processGroup';
import { findSandbox, homeReach, type SandboxFound } from './process/sandbox';
import { errorCode, explainSystemError } from './systemError';

/** Where gates keep what they make outside of the tree, and what they may inherit. */
export interface CommandRunnerOptions {
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

/** How a started process ended, before it is put into words. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs gates as processes without a shell, each in a group of its own that is killed as a whole: on stop, on time-out, when the
 * window closes, and also after an ordinary end, since a server a test forgot would hold the port and the files of the next one.
 */
export class NodeCommandRunner implements CommandRunner, Disposable {
  /** Leaders of the groups that are not known to be gone. */
  private readonly live = new Set<number>();
  private readonly disposal = new AbortController();
  private sandbox: Promise<SandboxFound> | undefined;

  constructor(private readonly options: CommandRunnerOptions) {}

  /**
   * Kills all that runs before it returns: a window that closes leaves nobody behind to see whether a gentler signal was heeded.
   * Whatever is asked for from then on answers `stopped`.
   */
  dispose(): void {
    this.disposal.abort();
    for (const pid of this.live) signalGroup(pid, 'SIGKILL');
  }

  async run(command: Command, stop: AbortSignal): Promise<CommandOutcome> {
    const signal = AbortSignal.any([stop, this.disposal.signal]);
    const environment = gateEnvironment(this.options.environment ?? process.env, { root: this.options.root });
    const obstacle = await this.prepare(command);
    if (obstacle !== null) return { type: 'not-started', message: obstacle };
    const resolved = resolveInvocation(command, environment);
    if (resolved === null) return { type: 'not-started', message: notFound(command, environment) };
    const confined = await this.confine(resolved, command, environment);
    if (signal.aborted) return { type: 'stopped' };
    if (typeof confined === 'string') return { type: 'not-started', message: confined };
    const { invocation, confinement } = confined;

    const started = performance.now();
    const output = new CappedOutput(command.outputLimit);
    const child = spawn(invocation.file, invocation.args, {
      cwd: command.cwd,
      env: environment,
      shell: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: invocation.verbatim,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // In this very turn: a process that started is never one that a disposal does not know of.
    if (child.pid !== undefined) this.live.add(child.pid);
    child.stdout.on('data', output.stream());
    child.stderr.on('data', output.stream());

    const problem = await new Promise<Error | null>((resolve) => {
      child.once('spawn', () => resolve(null));
      child.once('error', resolve);
    });
    if (problem !== null || child.pid === undefined)
      return { type: 'not-started', message: whyNot(problem, command, environment) };

    const { ending, cause } = await this.watch(child, child.pid, { timeoutMs: command.timeoutMs, signal });
    const durationMs = Math.round(performance.now() - started);
    if (cause === 'stopped') return { type: 'stopped' };
    if (cause === 'timed-out') return { type: 'timed-out', output: output.finish(), durationMs, confinement };
    return { type: 'exited', code: exitCode(ending), output: output.finish(), durationMs, confinement };
  }

  /** Keeps a command within bounds as the user wants it; a text says why it may not start at all. */
  private async confine(
    invocation: Invocation,
    { command, cwd, root }: Command,
    environment: EnvironmentVariables,
  ): Promise<{ readonly invocation: Invocation; readonly confinement: Confinement } | string> {
    const bounds = this.options.bounds?.() ?? { sandbox: false, network: true };
    this.sandbox ??= findSandbox();
    const found: SandboxFound = bounds.sandbox ? await this.sandbox : { none: 'it is turned off' };
    if ('none' in found) {
      if (bounds.network) return { invocation, confinement: found };
      return `"${command}" was not started: gates are to run without network (leadWorker.gateNetwork), which takes a sandbox, and ${found.none}.`;
    }
    const file = findOnPath(invocation.file, cwd, environment.PATH ?? '');
    if (file === undefined) return notFound({ command }, environment);
    const home = homeReach();
    const writable = [...home.writable, this.options.root, root ?? cwd];
    const wrapped = found.sandbox.wrap({ ...invocation, file }, cwd, { ...home, writable, network: bounds.network });
    return { invocation: wrapped, confinement: { sandbox: found.sandbox.name } };
  }

  /** Makes the gate's own folders; answers what stands in the way of starting at all. */
  private async prepare(command: Command): Promise<string | null> {
    try {
      for (const folder of Object.values(gateFolders(this.options.root))) await mkdir(folder, { recursive: true });
    } catch (error) {
      return explainSystemError(error, `The folder ${this.options.root}`);
    }
    try {
      if ((await stat(command.cwd)).isDirectory()) return null;
      return `"${command.command}" was not started: ${command.cwd} is not a folder.`;
    } catch (error) {
      return `"${command.command}" was not started. ${explainSystemError(error, command.cwd)}`;
    }
  }

  /** Waits for the end, hastening it on time-out and stop; resolves when the whole group is gone and its output is read. */
  private async watch(
    child: ChildProcess,
    pid: number,
    limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly ending: Ending; readonly cause: 'ended' | 'timed-out' | 'stopped' }> {
    const state: { cause: 'ended' | 'timed-out' | 'stopped' } = { cause: 'ended' };
    let force: NodeJS.Timeout | undefined;
    const hasten = (cause: 'timed-out' | 'stopped'): void => {
      if (state.cause !== 'ended') return;
      state.cause = cause;
      signalGroup(pid, 'SIGTERM');
      force = setTimeout(() => signalGroup(pid, 'SIGKILL'), killGraceMs);
    };
    const onAbort = (): void => hasten('stopped');
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const exited = new Promise<Ending>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    const limit = setTimeout(() => hasten('timed-out'), limits.timeoutMs);
    limits.signal.addEventListener('abort', onAbort, { once: true });
    if (limits.signal.aborted) onAbort();
    try {
      const ending = await exited;
      // What ended by itself is not stopped any more, whatever fires while its group is cleaned up.
      clearTimeout(limit);
      limits.signal.removeEventListener('abort', onAbort);
      await endGroup(pid);
      // A process that left the group may hold the pipes open for ever; it gets no more than the usual grace.
      const letGo = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, killGraceMs);
      await closed;
      clearTimeout(letGo);
      return { ending, cause: state.cause };
    } finally {
      clearTimeout(force);
      this.live.delete(pid);
    }
  }
}

function resolveInvocation(command: Command, environment: EnvironmentVariables): Invocation | null {
  if (process.platform !== 'win32') return posixInvocation(command.command, command.args);
  return windowsInvocation(command.command, command.args, { cwd: command.cwd, environment, exists: existsSync });
}

/** A process ended by a signal reports 128 plus its number, as shells do. */
function exitCode(ending: Ending): number {
  if (ending.code !== null) return ending.code;
  return 128 + (ending.signal === null ? 0 : constants.signals[ending.signal]);
}

function whyNot(problem: Error | null, command: Command, environment: EnvironmentVariables): string {
  switch (errorCode(problem)) {
    case 'ENOENT':
      return notFound(command, environment);
    case 'EACCES':
      return `"${command.command}" was found but may not be run. Make it executable, or name another command in the gate's settings.`;
    default:
      return `"${command.command}" was not started: ${problem?.message ?? 'the system gave no reason'}.`;
  }
}

function notFound(command: Pick<Command, 'command'>, environment: EnvironmentVariables): string {
  const path = environment.PATH ?? environment.Path ?? '';
  return `The command "${command.command}" was not found. Install it, or correct the gate's settings. Looked in PATH: ${path || '(empty)'}.`;
}
