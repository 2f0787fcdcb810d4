import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { atMost } from './wait';

/** A command and the processes it starts, which end together. */
export type ProcessGroup = {
  readonly child: ChildProcess;
  /** Ends the whole group and waits until its leader is gone. May be called more than once. */
  stop(): Promise<void>;
};

/** How to start a group. */
export type GroupOptions = {
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** How long the command may clean up after an interrupt before it is killed. Without it there is no interrupt. */
  readonly graceMs?: number;
};

const killWaitMs = 5_000;
const running = new Set<ProcessGroup>();
let exitHandlerInstalled = false;

// The leader of the group: runs the command, and ends the group as soon as the pipe from us breaks. So even a SIGKILL of the
// tests, which no handler of theirs can see, leaves nothing behind.
const leaderProgram = `
const { spawn, spawnSync } = require('node:child_process');
const [grace, command, ...args] = process.argv.slice(1);
let ending = false;
const kill = () => process.platform === 'win32'
  ? spawnSync('taskkill', ['/pid', String(process.pid), '/T', '/F'])
  : process.kill(-process.pid, 'SIGKILL');
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => { console.error(String(error)); process.exit(127); });
child.on('exit', (code) => ending ? kill() : process.exit(code ?? 1));
const end = () => {
  if (ending) return;
  ending = true;
  if (grace === '0') kill();
  child.kill('SIGINT');
  setTimeout(kill, Number(grace));
};
process.stdin.on('end', end).on('error', end).resume();
`;

/** Starts a command in a process group of its own. Its output is readable from `child.stdout` and `child.stderr`. */
export function startGroup(command: string, args: readonly string[], options: GroupOptions = {}): ProcessGroup {
  installExitHandler();
  const graceMs = options.graceMs ?? 0;
  const child = spawn(process.execPath, ['-e', leaderProgram, '--', String(graceMs), command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.environment === undefined ? {} : { env: options.environment }),
  });
  const group: ProcessGroup = {
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.stdin.end();
      if ((await atMost(graceMs + killWaitMs, gone)).type === 'timed-out') {
        killGroup(child);
        throw new Error(`Process group ${String(child.pid)} did not end within ${graceMs + killWaitMs} ms.`);
      }
    },
  };
  running.add(group);
  // The leader may be gone already when its pipe is closed; its exit tells what happened.
  child.stdin.on('error', () => undefined);
  child.once('exit', () => {
    // The leader is gone, what it started may not be.
    killGroup(child);
    running.delete(group);
  });
  return group;
}

/** Ends all groups that are still running, each with its grace. */
export async function stopAllGroups(): Promise<void> {
  await Promise.all([...running].map((group) => group.stop()));
}

function installExitHandler(): void {
  if (exitHandlerInstalled) return;
  exitHandlerInstalled = true;
  // Before the handlers of others, which remove the folders that these processes write to.
  process.prependListener('exit', () => {
    for (const group of running) killGroup(group.child);
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all of the group is gone, which is what was asked for.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
