import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bubblewrap, findSandbox, homeReach, seatbelt, type Reach } from '../../../src/adapters/node/process/sandbox';
import { NodeCommandRunner } from '../../../src/adapters/node/processRunner';
import type { CommandOutcome } from '../../../src/core/ports/commandRunner';
import { temporaryFolder } from './temporaryFolder';

const found = await findSandbox();
/** On a machine without one this is left out, and the report of the tests says so. */
const withSandbox = test.skipIf('none' in found);

const reach: Reach = {
  writable: ['/storage/gates', '/storage/copy'],
  hiddenFolders: ['/home/me/.ssh'],
  hiddenFiles: ['/home/me/.npmrc'],
  network: true,
};
const command = { file: '/usr/bin/npm', args: ['test', 'a b'], verbatim: false };

describe('the command line of a sandbox', () => {
  test('of bubblewrap: all read only, secrets empty, the copy writable last', () => {
    const { file, args } = bubblewrap.wrap(command, '/storage/copy/app', reach);
    expect([file, ...args].join(' ')).toBe(
      'bwrap --die-with-parent --unshare-pid --unshare-ipc --ro-bind / / --dev /dev --proc /proc ' +
        '--tmpfs /home/me/.ssh --ro-bind /dev/null /home/me/.npmrc ' +
        '--bind /storage/gates /storage/gates --bind /storage/copy /storage/copy ' +
        '--chdir /storage/copy/app -- /usr/bin/npm test a b',
    );
    expect(args.at(-1)).toBe('a b');
    expect(bubblewrap.wrap(command, '/', { ...reach, network: false }).args).toContain('--unshare-net');
  });

  test('of sandbox-exec: a profile in which later rules win', () => {
    const { file, args } = seatbelt.wrap(command, '/storage/copy', { ...reach, network: false });
    expect([file, args[0], ...args.slice(2)]).toEqual(['/usr/bin/sandbox-exec', '-p', '/usr/bin/npm', 'test', 'a b']);
    expect(args[1]).toBe(
      [
        '(version 1)',
        '(allow default)',
        '(deny file-write*)',
        '(allow file-write* (subpath "/storage/gates") (subpath "/storage/copy") (subpath "/dev"))',
        '(deny file-read* (subpath "/home/me/.ssh") (literal "/home/me/.npmrc"))',
        '(deny network*)',
        '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))',
      ].join('\n'),
    );
  });

  test('is none on a system that has no sandbox, and says so', async () => {
    expect(await findSandbox('win32')).toEqual({ none: 'this system has no sandbox that gates could use' });
  });
});

test('what of a home is hidden, and what is writable, is what there is of it', async () => {
  const home = temporaryFolder();
  await mkdir(join(home, '.ssh'));
  await mkdir(join(home, '.cargo/registry'), { recursive: true });
  await writeFile(join(home, '.npmrc'), 'token');
  expect(homeReach(home)).toEqual({
    hiddenFolders: [join(home, '.ssh')],
    hiddenFiles: [join(home, '.npmrc')],
    writable: [join(home, '.cargo/registry')],
  });
});

interface Bed {
  readonly tree: string;
  readonly outside: string;
  readonly run: (
    script: string,
    bounds?: { readonly sandbox?: boolean; readonly network?: boolean },
  ) => Promise<CommandOutcome>;
}

/** A copy with a link to packages outside of it, as gates get it. */
async function bed(): Promise<Bed> {
  const folder = temporaryFolder();
  const tree = join(folder, 'copy');
  const outside = join(folder, 'workspace');
  await mkdir(tree);
  await mkdir(join(outside, 'node_modules/pack'), { recursive: true });
  await writeFile(join(outside, 'node_modules/pack/index.js'), 'module.exports = 42;');
  await symlink(join(outside, 'node_modules'), join(tree, 'node_modules'));
  return {
    tree,
    outside,
    run: (script, { sandbox = true, network = true } = {}) =>
      new NodeCommandRunner({ root: join(folder, 'gates'), bounds: () => ({ sandbox, network }) }).run(
        { command: 'node', args: ['-e', script], cwd: tree, root: tree, timeoutMs: 20_000, outputLimit: 10_000 },
        new AbortController().signal,
      ),
  };
}

const write = (path: string): string => `require('fs').writeFileSync(${JSON.stringify(path)}, 'x')`;

describe('a gate in the sandbox', () => {
  withSandbox('reads packages, and writes in its copy and to its temporary folder', async () => {
    const { tree, run } = await bed();
    const script = `${write(join(tree, 'made.txt'))}; require('fs').writeFileSync(require('os').tmpdir() + '/t', 'x'); console.log(require('pack'))`;
    const outcome = await run(script);
    expect(outcome).toMatchObject({ type: 'exited', code: 0, output: '42\n' });
    expect(outcome).toMatchObject({ confinement: { sandbox: expect.any(String) as string } });
    expect(await readFile(join(tree, 'made.txt'), 'utf8')).toBe('x');
  });

  withSandbox('writes neither outside of it nor through a link that leads out', async () => {
    const { outside, run } = await bed();
    for (const path of [join(outside, 'src.js'), 'node_modules/pack/index.js', '../workspace/evil.js']) {
      expect(await run(write(path))).toMatchObject({
        type: 'exited',
        code: 1,
        output: expect.stringMatching(/EROFS|EPERM/) as string,
      });
    }
    expect(await readFile(join(outside, 'node_modules/pack/index.js'), 'utf8')).toBe('module.exports = 42;');
  });

  withSandbox('sees no process of the user’s, and ends with its group', async () => {
    const { run } = await bed();
    expect(await run(`process.kill(${process.pid}, 0)`)).toMatchObject({
      code: 1,
      output: expect.stringContaining('ESRCH') as string,
    });
  });

  withSandbox('reaches no network where that is denied', async () => {
    const { run } = await bed();
    const script = `require('net').connect(9, '192.0.2.1').on('error', (error) => { console.log(error.code); process.exit(3); })`;
    const outcome = await run(script, { network: false });
    expect(outcome).toMatchObject({
      type: 'exited',
      code: 3,
      output: expect.stringMatching(/ENETUNREACH|EPERM/) as string,
    });
  });

  withSandbox('that is not there is told as one that could not run, not as one that failed', async () => {
    const { tree } = await bed();
    const runner = new NodeCommandRunner({
      root: join(tree, '../gates'),
      bounds: () => ({ sandbox: true, network: true }),
    });
    const outcome = await runner.run(
      { command: 'no-such-tool', args: [], cwd: tree, timeoutMs: 1000, outputLimit: 100 },
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({ type: 'not-started', message: expect.stringContaining('was not found') as string });
  });

  test('that is turned off is not run without network either, and says why', async () => {
    const { run } = await bed();
    expect(await run('0', { sandbox: false })).toMatchObject({ code: 0, confinement: { none: 'it is turned off' } });
    expect(await run('0', { sandbox: false, network: false })).toMatchObject({
      type: 'not-started',
      message: expect.stringContaining('which takes a sandbox, and it is turned off') as string,
    });
  });
});
