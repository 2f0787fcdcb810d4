import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { NodeCommandRunner } from '../../../src/adapters/node/processRunner';
import type { Command, CommandOutcome } from '../../../src/core/ports/commandRunner';
import { endsWhileWeBlock } from './processState';
import { temporaryFolder } from './temporaryFolder';
import { untilGone } from './untilGone';

const onPosix = test.skipIf(process.platform === 'win32');

/** A gate that is a Node script. */
function script(code: string, more: Partial<Command> = {}): Command {
  return {
    command: process.execPath,
    args: ['-e', code],
    cwd: temporaryFolder(),
    timeoutMs: 60_000,
    outputLimit: 10_000,
    ...more,
  };
}

function runner(environment: Record<string, string> = { PATH: process.env.PATH ?? '' }): NodeCommandRunner {
  return new NodeCommandRunner({ root: join(temporaryFolder(), 'gates'), environment });
}

const run = (command: Command, environment?: Record<string, string>): Promise<CommandOutcome> =>
  runner(environment).run(command, new AbortController().signal);

/** A server that a grandchild reports to: its pid is how we know it runs. */
async function reception(): Promise<{ server: Server; port: number; pid: Promise<number> }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  const pid = new Promise<number>((resolve) => {
    server.once('connection', (socket) => {
      socket.once('data', (data) => resolve(Number(data.toString())));
      socket.on('error', () => socket.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, pid };
}

/** A script that starts a child which ignores SIGTERM, reports its pid and never ends; what the script does itself comes after. */
const withGrandchild = (port: number, then: string): string => `
  const code = 'process.on("SIGTERM", () => {}); require("net").connect(${port}, "127.0.0.1").write(String(process.pid)); setInterval(() => {}, 1e6)';
  require('child_process').spawn(process.execPath, ['-e', code], { stdio: 'inherit' });
  ${then}`;

afterEach(() => void vi.useRealTimers());

describe('a command', () => {
  test.each([0, 1, 7])('that exits with %i', async (code) => {
    expect(await run(script(`process.exitCode = ${code}`))).toMatchObject({ type: 'exited', code, output: '' });
  });

  test('gives what it wrote to both streams, and runs in its folder with its arguments as they are', async () => {
    const cwd = temporaryFolder();
    const spoken = await run({
      ...script('', { cwd }),
      args: ['-e', `console.log(process.argv[1], process.cwd()); console.error('ö')`, '$HOME; echo "x" *'],
    });
    if (spoken.type !== 'exited') throw new Error(spoken.type);
    expect(spoken.output).toContain(`$HOME; echo "x" * ${cwd}\n`);
    expect(spoken.output).toContain('ö\n');
    expect(spoken.durationMs).toBeGreaterThan(0);
  });

  test('keeps head and tail of a long output', async () => {
    const outcome = await run(
      script(`console.log('first'); console.log('x'.repeat(500_000)); console.log('last')`, { outputLimit: 40 }),
    );
    if (outcome.type !== 'exited') throw new Error(outcome.type);
    expect(outcome.output).toMatch(/^first\nx{14}\n… 499972 characters left out …\nx{14}\nlast\n$/);
  });

  test('finds its standard input closed', async () => {
    expect(await run(script(`process.stdin.on('end', () => console.log('end')).resume()`))).toMatchObject({
      output: 'end\n',
    });
  });

  onPosix('that is killed reports 128 and the signal', async () => {
    expect(await run(script(`process.kill(process.pid, 'SIGKILL')`))).toMatchObject({ type: 'exited', code: 137 });
  });
});

describe('the environment of a command', () => {
  const secrets = {
    OPENAI_API_KEY: 'canary',
    GITHUB_TOKEN: 'canary',
    NPM_TOKEN: 'canary',
    AWS_SECRET_ACCESS_KEY: 'canary',
    npm_config__authToken: 'canary',
    NODE_OPTIONS: '--max-old-space-size=64',
    ELECTRON_RUN_AS_NODE: '1',
    VSCODE_PID: 'canary',
    SSH_AUTH_SOCK: 'canary',
  };

  test('has no secret in it, and keeps what it makes to itself', async () => {
    const root = join(temporaryFolder(), 'gates');
    const source = {
      PATH: process.env.PATH ?? '',
      HOME: '/home/someone',
      LC_ALL: 'C.UTF-8',
      SystemRoot: process.env.SystemRoot ?? '',
      ...secrets,
    };
    const gate = new NodeCommandRunner({ root, environment: source });
    const outcome = await gate.run(script('console.log(JSON.stringify(process.env))'), new AbortController().signal);
    if (outcome.type !== 'exited') throw new Error(outcome.type);
    expect(outcome.output).not.toContain('canary');
    const seen = JSON.parse(outcome.output) as Record<string, string>;
    for (const name of Object.keys(secrets)) expect(seen).not.toHaveProperty(name);
    expect(seen).toMatchObject({
      CI: '1',
      TERM: 'dumb',
      HOME: '/home/someone',
      LC_ALL: 'C.UTF-8',
      PATH: process.env.PATH,
    });
    for (const name of ['TMPDIR', 'npm_config_cache', 'XDG_CACHE_HOME']) {
      expect(seen[name]?.startsWith(root)).toBe(true);
      expect(existsSync(seen[name] ?? '')).toBe(true);
    }
  });
});

describe('a command that can not be started', () => {
  test('is named, with the PATH that was searched', async () => {
    const outcome = await run(script('', { command: 'no-such-tool' }), { PATH: '/nowhere/bin' });
    expect(outcome).toEqual({
      type: 'not-started',
      message: expect.stringMatching(/"no-such-tool" was not found.*PATH: \/nowhere\/bin/) as string,
    });
  });

  test('says so when its folder is gone', async () => {
    const cwd = join(temporaryFolder(), 'gone');
    expect(await run(script('', { cwd }))).toEqual({
      type: 'not-started',
      message: expect.stringContaining(`${cwd} is not there any more`) as string,
    });
  });

  onPosix('says so when it is no program', async () => {
    const file = join(temporaryFolder(), 'tool');
    await writeFile(file, 'not a program');
    await chmod(file, 0o600);
    expect(await run(script('', { command: file }))).toEqual({
      type: 'not-started',
      message: expect.stringContaining('may not be run') as string,
    });
  });
});

describe('the whole group of a command is gone', () => {
  test('after its time is up', async () => {
    // Only the timers of the runner are ours to move; the processes are real.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    const { port, pid } = await reception();
    const outcome = run(
      script(withGrandchild(port, `console.log('started'); setInterval(() => {}, 1e6)`), { timeoutMs: 3_600_000 }),
    );
    const grandchild = await pid;
    vi.advanceTimersByTime(3_600_000);
    expect(await outcome).toMatchObject({ type: 'timed-out', output: 'started\n' });
    await untilGone(grandchild);
  });

  test('after a stop', async () => {
    const { port, pid } = await reception();
    const controller = new AbortController();
    const outcome = runner().run(script(withGrandchild(port, `setInterval(() => {}, 1e6)`)), controller.signal);
    const grandchild = await pid;
    controller.abort();
    expect(await outcome).toEqual({ type: 'stopped' });
    await untilGone(grandchild);
  });

  test('after a stop that it does not want to hear', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    const { port, pid } = await reception();
    const controller = new AbortController();
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)`;
    const outcome = runner().run(script(`${stubborn}; ${withGrandchild(port, '')}`), controller.signal);
    const grandchild = await pid;
    controller.abort();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await outcome).toEqual({ type: 'stopped' });
    await untilGone(grandchild);
  });

  onPosix('after its own end, though a child still holds its output', async () => {
    const child = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); process.send('ready')`;
    const outcome = await run(
      script(`
        const options = { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] };
        const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], options);
        child.once('message', () => {
          console.log(child.pid);
          process.exit(3);
        });`),
    );
    if (outcome.type !== 'exited') throw new Error(outcome.type);
    expect(outcome.code).toBe(3);
    await untilGone(Number(outcome.output));
  });

  test('before it was there, when the stop came first', async () => {
    const marker = join(temporaryFolder(), 'started');
    const outcome = await runner().run(
      script(`require('fs').writeFileSync(${JSON.stringify(marker)}, '')`),
      AbortSignal.abort(),
    );
    expect(outcome).toEqual({ type: 'stopped' });
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a runner that is disposed, as when the window closes', () => {
  const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)`;

  onPosix('has killed all groups when the call returns', async () => {
    const gates = runner();
    const signal = new AbortController().signal;
    const places = [await reception(), await reception()];
    const outcomes = places.map(({ port }) => gates.run(script(`${stubborn}; ${withGrandchild(port, '')}`), signal));
    const grandchildren = await Promise.all(places.map(({ pid }) => pid));
    gates.dispose();
    expect(grandchildren.map(endsWhileWeBlock)).toEqual([true, true]);
    expect(await Promise.all(outcomes)).toEqual([{ type: 'stopped' }, { type: 'stopped' }]);
  });

  test('starts nothing any more, be it asked before or after', async () => {
    const marker = join(temporaryFolder(), 'started');
    const marking = script(`require('fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    const gates = runner();
    const asked = gates.run(marking, new AbortController().signal);
    gates.dispose();
    expect(await asked).toEqual({ type: 'stopped' });
    expect(await gates.run(marking, new AbortController().signal)).toEqual({ type: 'stopped' });
    expect(existsSync(marker)).toBe(false);
  });
});
