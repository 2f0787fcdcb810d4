import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Command, CommandOutcome, CommandRunner } from '../../core/ports/commandRunner';
import type { Confinement } from '../../core/ports/confinement';
import type { Disposable } from '../../core/util/disposable';
import { fail, ok, type Result } from '../../core/util/result';
import {
  CommandStarter,
  groupOptions,
  whyNotFound,
  whyNotSpawned,
  type StartedCommand,
  type StarterOptions,
} from './process/commandStarter';
import { findOnPath } from './process/findOnPath';
import { CappedOutput } from './process/output';
import { endGroup, killGraceMs, signalGroup } from './process/processGroup';

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
  private readonly starter: CommandStarter;

  constructor(options: StarterOptions) {
    this.starter = new CommandStarter(options);
  }

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
    const ready = await this.starter.ready(command);
    if (signal.aborted) return { type: 'stopped' };
    if (!ready.ok) return { type: 'not-started', message: ready.error };
    const { invocation, environment, confinement } = ready.value;

    const started = performance.now();
    const output = new CappedOutput(command.outputLimit);
    const child = spawn(invocation.file, invocation.args, {
      ...groupOptions(ready.value, command.cwd),
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
      return { type: 'not-started', message: whyNotSpawned(problem, command, environment) };

    const { ending, cause } = await this.watch(child, child.pid, { timeoutMs: command.timeoutMs, signal });
    const durationMs = Math.round(performance.now() - started);
    if (cause === 'stopped') return { type: 'stopped' };
    if (cause === 'timed-out') return { type: 'timed-out', output: output.finish(), durationMs, confinement };
    return { type: 'exited', code: exitCode(ending), output: output.finish(), durationMs, confinement };
  }

  /** Whether a command could be started, and within which bounds; nothing is. The failure says why not. */
  async couldStart(command: StartedCommand): Promise<Result<Confinement, string>> {
    const ready = await this.starter.ready(command);
    if (!ready.ok) return ready;
    const { environment, confinement } = ready.value;
    // Without a sandbox the system looks for it, and only when it starts it.
    if (process.platform === 'win32' || 'sandbox' in confinement) return ok(confinement);
    const found = findOnPath(command.command, command.cwd, environment.PATH ?? '');
    return found === undefined ? fail(whyNotFound(command, environment)) : ok(confinement);
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

/** A process ended by a signal reports 128 plus its number, as shells do. */
function exitCode(ending: Ending): number {
  if (ending.code !== null) return ending.code;
  return 128 + (ending.signal === null ? 0 : constants.signals[ending.signal]);
}
