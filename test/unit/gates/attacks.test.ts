import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NodeCommandRunner } from '../../../src/adapters/node/processRunner';
import { NodeShadowTree } from '../../../src/adapters/node/shadow/nodeShadowTree';
import { makePolicyRules } from '../../../src/core/authority/policy';
import type { CommandGate } from '../../../src/core/gates/verdict';
import type { TaskId } from '../../../src/core/plan/plan';
import { heldIn } from '../../../src/core/run/holdReducer';
import { NodeWorkspace } from '../../fakes/nodeWorkspace';
import { picture, writeFiles } from '../node/shadowWorkspace';
import { temporaryFolder } from '../node/temporaryFolder';
import { bench, isWorker, textOf, type Bench } from '../run/harness';

/*
 * Gates run what workers wrote. Each row is a worker that turns that against the user: on a real disk, in real copies, with real
 * processes, and a program that leaves a mark where nothing of a gate belongs. `held`: nothing runs before the user has seen the very
 * change; what it would have done is seen by releasing it. `pointed out`: it is what gates are for, tests, and said beside the change.
 */

const A = 'A' as TaskId;
const canary = 'sk-canary-7d1f';

/** A program that leaves the mark, in JavaScript. */
const marks = (mark: string): string => `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'it ran');`;

/** Where there is no make its rows are left out. */
const hasMake = spawnSync('make', ['--version']).status === 0;

interface Attack {
  readonly files: Readonly<Record<string, string>>;
  readonly gate: readonly [string, ...string[]];
  /** What the worker writes. */
  readonly writes: (mark: string) => Readonly<Record<string, string>>;
}

const npm = ['npm', 'run', 'test', '--silent'] as const;
const scripts = (test: string): string => JSON.stringify({ name: 'app', scripts: { test } });

const held: Readonly<Record<string, Attack & { readonly names: readonly string[] }>> = {
  'the script that tests': {
    files: { 'package.json': scripts('node --version') },
    gate: npm,
    writes: (mark) => ({ 'package.json': scripts(`node -e "${marks(mark).replaceAll('"', '\\"')}"`) }),
    names: ['package.json'],
  },
  'the file behind that script': {
    files: { 'package.json': scripts('node checks/run.cjs'), 'checks/run.cjs': '' },
    gate: npm,
    writes: (mark) => ({ 'checks/run.cjs': marks(mark) }),
    names: ['checks/run.cjs'],
  },
  'what runs before that script': {
    files: { 'package.json': JSON.stringify({ scripts: { pretest: './checks/prepare.cjs', test: 'node --version' } }) },
    gate: npm,
    writes: (mark) => ({
      'package.json': JSON.stringify({ scripts: { pretest: 'node checks/prepare.cjs', test: 'node --version' } }),
      'checks/prepare.cjs': marks(mark),
    }),
    names: ['checks/prepare.cjs', 'package.json'],
  },
  'a neighbour of the script, which it loads': {
    files: {
      'package.json': scripts('node scripts/test.cjs'),
      'scripts/test.cjs': "require('./lib/helper.cjs');",
      'scripts/lib/helper.cjs': '',
    },
    gate: npm,
    writes: (mark) => ({ 'scripts/lib/helper.cjs': marks(mark) }),
    names: ['scripts/lib/helper.cjs'],
  },
  'the configuration of the tool': {
    files: {
      'package.json': scripts('node tool.cjs'),
      'tool.cjs': "require('./tool.config.cjs');",
      'tool.config.cjs': '',
    },
    gate: npm,
    writes: (mark) => ({ 'tool.config.cjs': marks(mark) }),
    names: ['tool.config.cjs'],
  },
  'a hook that the gate runs': {
    files: { 'hooks.cjs': "require('./.husky/check.cjs');", '.husky/check.cjs': '' },
    gate: ['node', 'hooks.cjs'],
    writes: (mark) => ({ '.husky/check.cjs': marks(mark) }),
    names: ['.husky/check.cjs'],
  },
  'a Makefile': {
    files: { Makefile: 'test:\n\tnode --version\n' },
    gate: ['make', 'test'],
    writes: (mark) => ({ Makefile: `test:\n\tnode src/a.cjs\n`, 'src/a.cjs': marks(mark) }),
    names: ['Makefile', 'src/a.cjs'],
  },
  'what a Makefile includes': {
    files: { Makefile: '-include build/rules\ntest:\n\tnode --version\n', 'build/rules': '' },
    gate: ['make', 'test'],
    writes: (mark) => ({ 'build/rules': 'test: extra\nextra:\n\tnode src/a.cjs\n', 'src/a.cjs': marks(mark) }),
    names: ['build/rules'],
  },
  'what a recipe of a Makefile starts': {
    files: { Makefile: 'test:\n\t@node checks/all.cjs\n', 'checks/all.cjs': '' },
    gate: ['make', 'test'],
    writes: (mark) => ({ 'checks/all.cjs': marks(mark) }),
    names: ['checks/all.cjs'],
  },
  'the program that the gate names': {
    files: { 'verify.cjs': '' },
    gate: ['node', 'verify.cjs'],
    writes: (mark) => ({ 'verify.cjs': marks(mark) }),
    names: ['verify.cjs'],
  },
};

/** What no worker may write at all: it is told so, and nothing of it is measured. */
const refused: Readonly<Record<string, string>> = {
  'the configuration of npm': '.npmrc',
  'a hook of git': '.git/hooks/pre-commit',
  'an installed package': 'node_modules/tool/index.js',
  'the environment that tools load': '.env',
  'a file outside': '../app.config.cjs',
};

const tests: Readonly<Record<string, Attack & { readonly remarks: readonly string[]; readonly outcome: string }>> = {
  'so that it passes': {
    files: {
      'sum.cjs': 'exports.sum = (a, b) => a - b;',
      'test/sum.test.cjs':
        "const assert = require('node:assert');\nconst { sum } = require('../sum.cjs');\nassert.equal(sum(1, 2), 3);\nassert.equal(sum(0, 0), 0);\n",
    },
    gate: ['node', '--test'],
    writes: () => ({ 'test/sum.test.cjs': "const assert = require('node:assert');\nassert.ok(true);\n" }),
    remarks: ['assertion-empty', 'assertions-removed'],
    outcome: 'passed',
  },
  'so that it reads the environment': {
    files: { 'test/a.test.cjs': "require('node:assert').ok(1 + 1 === 2);\n" },
    gate: ['node', '--test'],
    writes: () => ({
      'test/a.test.cjs':
        "require('node:assert').ok(1 + 1 === 2);\nconsole.log(JSON.stringify(process.env));\nprocess.exit(1);\n",
    }),
    remarks: ['test-reads-environment'],
    outcome: 'failed',
  },
  'so that it writes outside': {
    files: { 'test/a.test.cjs': "require('node:assert').ok(1 + 1 === 2);\n" },
    gate: ['node', '--test'],
    writes: () => ({
      'test/a.test.cjs':
        "require('node:assert').ok(1 + 1 === 2);\nrequire('node:fs').writeFileSync('../../../../stolen', 'x');\nrequire('node:fs').writeFileSync('src.txt', 'x');\n",
    }),
    remarks: ['test-reaches-outside'],
    outcome: 'passed',
  },
};

/** The attack on a real disk, until the worker's change is held or measured. */
async function under({ files, gate: [command, ...args], writes }: Attack): Promise<{
  readonly b: Bench;
  readonly mark: string;
  readonly root: string;
  readonly approved: Promise<unknown>;
}> {
  const home = temporaryFolder();
  const root = join(home, 'app');
  const mark = join(home, 'mark');
  mkdirSync(root);
  writeFiles(root, files);
  const workspace = new NodeWorkspace(root);
  const silent = (): void => undefined;
  const shadow = new NodeShadowTree({
    folders: [{ name: 'app', root }],
    storage: join(home, 'storage'),
    slots: 1,
    ignored: (path) => workspace.isIgnored(path),
    unsaved: () => workspace.unsaved(),
    logger: { trace: silent, info: silent, warn: silent, error: silent },
  });
  const environment = { ...process.env, OPENAI_API_KEY: canary, MY_TOKEN: canary, NODE_AUTH_TOKEN: canary };
  const runner = new NodeCommandRunner({ root: join(home, 'gates'), environment });
  onTestFinished(() => {
    runner.dispose();
    shadow.dispose();
  });
  const calls = Object.entries(writes(mark)).map(([path, content]) => ({
    name: 'write',
    arguments: { path, content },
  }));
  const gate: CommandGate = { id: 'test', command, args, timeoutMs: 60_000, required: true };
  const b = await bench({
    tasks: [{ id: 'A', writeScope: ['**'] }],
    gates: [gate],
    worker: (_task, turn) =>
      turn === 0 ? { calls } : { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] },
    assess: () => ({ type: 'leave', reason: 'For the user.' }),
    real: { workspace, shadow, runner, rules: makePolicyRules([], workspace) },
  });
  await b.run.plan();
  return { b, mark, root, approved: b.run.approve() };
}

describe('a worker that rewrites', () => {
  const startable = Object.entries(held).filter(([, { gate }]) => gate[0] !== 'make' || hasMake);
  test.each(startable)('%s is held until the user has seen it', async (_what, attack) => {
    const { b, mark, approved, root } = await under(attack);
    const before = picture(root);
    await b.until(({ tasks }) => tasks.get(A)?.status === 'held');
    expect(
      heldIn(b.run.state)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(attack.names);
    expect(existsSync(mark)).toBe(false);

    // The row is no empty one: this is what would have run.
    const versions = heldIn(b.run.state).map(({ fingerprint }) => fingerprint);
    expect(await b.run.releaseGates(versions)).toMatchObject({ ok: true });
    await approved;
    expect(readFileSync(mark, 'utf8')).toBe('it ran');
    expect(picture(root)).toEqual(before);
  });

  test.each(Object.entries(refused))('%s is refused', async (_what, path) => {
    const files = { 'node_modules/tool/index.js': 'installed', '.npmrc': '', '.env': '', '.git/hooks/pre-commit': '' };
    const attack = { files, gate: ['node', '--version'], writes: () => ({ [path]: 'evil' }) } as const;
    const { b, root, approved } = await under(attack);
    const before = picture(root);
    await approved;
    expect(textOf(b.model.requests.filter(isWorker).at(-1)!)).toContain('Error: ');
    expect(b.run.state.tasks.get(A)?.attempts[0]?.changeSet?.changes).toEqual([]);
    expect(picture(root)).toEqual(before);
  });

  test.each(Object.entries(tests))('a test %s has it pointed out, and gets no secret', async (_what, attack) => {
    const { b, root, approved } = await under(attack);
    const before = picture(root);
    await approved;
    const { verdicts = [] } = b.run.state.tasks.get(A)?.attempts[0] ?? {};
    const remarks = verdicts.find(({ gate }) => gate === 'patch')?.problems?.map(({ code }) => code);
    expect(remarks).toEqual(expect.arrayContaining([...attack.remarks]));
    const measured = verdicts.find(({ gate }) => gate === 'test');
    expect(measured?.outcome).toBe(attack.outcome);
    expect(JSON.stringify(measured)).not.toContain(canary);
    expect(picture(root)).toEqual(before);
  });
});
