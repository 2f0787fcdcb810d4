import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Confinement } from '../../../core/ports/confinement';
import type { Disposable } from '../../../core/util/disposable';
import { describeError, fail, ok, type Result } from '../../../core/util/result';
import { groupOptions, whyNotSpawned, type CommandStarter, type StartedCommand } from '../process/commandStarter';
import { CappedOutput } from '../process/output';
import { signalGroup } from '../process/processGroup';
import { MessageFrames } from './messageFrames';

/** Characters of what a server says on its error stream that are kept to explain its end. */
const complaintLimit = 2_000;

/** A process that is talked to over its streams, in a group of its own that is killed as a whole. */
export class ServerProcess implements Disposable {
  /** Hears of every message. */
  onMessage: (message: unknown) => void = () => undefined;
  /** Resolves when nothing comes any more, with the reason. */
  readonly ended: Promise<string>;
  private readonly frames = new MessageFrames();
  private readonly complaints = new CappedOutput(complaintLimit);

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    readonly confinement: Confinement,
  ) {
    const complain = this.complaints.stream();
    child.stderr.on('data', complain);
    this.ended = new Promise((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        try {
          this.frames.add(chunk).forEach((message) => this.onMessage(message));
        } catch (error) {
          resolve(`it sent what can't be read: ${describeError(error)}`);
          this.dispose();
        }
      });
      child.once('error', (error) => resolve(describeError(error)));
      child.once('close', (code, signal) => {
        const said = this.complaints.finish().trim();
        resolve(`it ended with ${signal ?? `exit code ${code}`}${said === '' ? '' : `: ${said}`}`);
      });
      // A pipe that breaks means that the process is gone, which is told above.
      child.stdin.on('error', () => undefined);
    });
  }

  /** Starts a command within the user's bounds; fails with the reason, in words. */
  static async start(
    starter: CommandStarter,
    command: StartedCommand,
    environment: Readonly<Record<string, string>>,
  ): Promise<Result<ServerProcess, string>> {
    const ready = await starter.ready(command, environment);
    if (!ready.ok) return ready;
    const { invocation, confinement } = ready.value;
    const child = spawn(invocation.file, invocation.args, groupOptions(ready.value, command.cwd));
    const problem = await new Promise<Error | undefined>((resolve) => {
      child.once('spawn', () => resolve(undefined));
      child.once('error', resolve);
    });
    if (problem) return fail(whyNotSpawned(problem, command, ready.value.environment));
    return ok(new ServerProcess(child as ChildProcessWithoutNullStreams, confinement));
  }

  send(text: string): void {
    this.child.stdin.write(text);
  }

  /** Kills it and all it started. */
  dispose(): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) signalGroup(pid, 'SIGKILL');
  }
}
