import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { Bounds } from '../../../src/adapters/node/process/commandStarter';
import { NodeShadowTree } from '../../../src/adapters/node/shadow/nodeShadowTree';
import { NodeTypeChecker } from '../../../src/adapters/node/types/nodeTypeChecker';
import { TypeGateRunner } from '../../../src/core/gates/typeGate';
import type { TypeGate, Verdict } from '../../../src/core/gates/verdict';
import type { TreeChanges } from '../../../src/core/ports/shadowTree';
import { NodeWorkspace } from '../../fakes/nodeWorkspace';
import { changes, writeFiles, type Files } from './shadowWorkspace';
import { temporaryFolder } from './temporaryFolder';

/** The compilers that are tried, as packages of ours: one of each kind. */
export const compilers = ['typescript', 'typescript7'] as const;

const packages = join(import.meta.dirname, '../../../node_modules');

/** The program that asks the compiler, built as it is shipped. */
const compilerProgram = join(realpathSync(mkdtempSync(join(tmpdir(), 'lead-worker-'))), 'compiler.js');
buildSync({
  entryPoints: [join(import.meta.dirname, '../../../src/adapters/node/types/compiler/main.ts')],
  ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile: compilerProgram },
});
process.once('exit', () => rmSync(join(compilerProgram, '..'), { recursive: true, force: true }));

const configuration = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    noUnusedLocals: true,
    module: 'nodenext',
    skipLibCheck: true,
    types: [],
  },
  include: ['src'],
};

/** A small project: `b` needs `a`, `c` needs `b`, and nobody needs `script`, which is in no project. */
export const project = {
  'package.json': '{"type":"module"}',
  'tsconfig.json': JSON.stringify(configuration),
  'src/a.ts': 'export const a: number = 1;\n',
  'src/b.ts': 'import { a } from "./a.js";\nexport const b: number = a + 1;\n',
  'src/c.ts': 'import { b } from "./b.js";\nexport const c: string = `${b}`;\n',
  'script.ts': 'const wrong: number = "in no project";\nexport { wrong };\n',
} satisfies Files;

/** The gate over a real project, with a real compiler of its own. */
export function typeBed(compiler: (typeof compilers)[number] | null, files: Files = project, bounds?: Bounds) {
  const home = temporaryFolder();
  const root = join(home, 'app');
  mkdirSync(root);
  writeFiles(root, files);
  if (compiler) writeFiles(root, { 'node_modules/typescript': { linkTo: join(packages, compiler) } });
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
  const checker = new NodeTypeChecker({
    root: join(home, 'gates'),
    compilerProgram,
    ...(bounds && { bounds: () => bounds }),
  });
  onTestFinished(() => {
    checker.dispose();
    shadow.dispose();
  });
  const gates = new TypeGateRunner({
    checker,
    workspace,
    shadow,
    clock: { now: () => 0 },
    digest: (text) => text,
  });
  const gate: TypeGate = { id: 'types', kind: 'types', timeoutMs: 120_000, required: true };
  return {
    ...{ home, root, workspace, checker },
    measure: (record: Parameters<typeof changes>[0] = {}, signal = new AbortController().signal) =>
      gates.measure(gate, changes(record), signal),
    measureTree: (tree: TreeChanges, timeoutMs = 120_000) =>
      gates.measure({ ...gate, timeoutMs }, tree, new AbortController().signal),
  };
}

/** What is wrong, a line each: `src/b.ts:2 TS2322`. */
export function lines({ problems = [] }: Verdict): readonly string[] {
  return problems.map(({ path, line, code }) => `${path}:${line} ${code}`).sort();
}

/** What the compiler itself says of a folder on the disk, in the same form. */
export function tscSays(compiler: (typeof compilers)[number], root: string): readonly string[] {
  const tsc = join(packages, compiler, 'bin/tsc');
  let output = '';
  try {
    execFileSync(process.execPath, [tsc, '--noEmit', '--pretty', 'false', '-p', root], { cwd: root, encoding: 'utf8' });
  } catch (error) {
    output = (error as { readonly stdout: string }).stdout;
  }
  return [...output.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+)/gm)]
    .map(([, path, line, code]) => `${path}:${line} ${code}`)
    .sort();
}
