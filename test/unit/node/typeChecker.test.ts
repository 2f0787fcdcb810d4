import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSandbox } from '../../../src/adapters/node/process/sandbox';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { compilers, lines, project, tscSays, typeBed } from './typeBed';
import { picture, writeFiles } from './shadowWorkspace';
import { temporaryFolder } from './temporaryFolder';
import { isGone } from './processState';
import { untilGone } from './untilGone';

const sandbox = await findSandbox();
/** On a machine without one this is left out, and the report of the tests says so. */
const withSandbox = test.skipIf('none' in sandbox);

type Changes = Readonly<Record<string, string | null>>;

const b = 'import { a } from "./a.js";\nexport const b: string = a;\n';

/** Proposals, and what of them can't be shown by a text under the place where it would stand. */
const proposals: readonly (readonly [string, Changes])[] = [
  ['nothing', {}],
  ['a change that its caller can’t take', { 'src/a.ts': 'export const a: string = "1";\n' }],
  ['a change together with its caller', { 'src/a.ts': 'export const a: string = "1";\n', 'src/b.ts': b }],
  [
    'new files that need each other',
    { 'src/d.ts': 'import { e } from "./e.js";\nexport const d: number = e;\n', 'src/e.ts': 'export const e = "e";\n' },
  ],
  ['an import of what is not there', { 'src/d.ts': 'import { x } from "./x.js";\nexport const d = x;\n' }],
  ['text that is no TypeScript', { 'src/d.ts': 'export const d = (;\n' }],
  ['an error of style, which the compiler counts', { 'src/d.ts': 'const unused = 1;\nexport {};\n' }],
  [
    'a change outside of every project',
    { 'script.ts': 'const wrong: number = "still in no project";\nexport { wrong };\n' },
  ],
  ['a file that is gone', { 'src/a.ts': null }],
  ['a file that became a folder', { 'src/a.ts': null, 'src/a.js/index.ts': 'export const a = 1;\n' }],
  [
    'a file that moved, and its caller',
    {
      'src/a.ts': null,
      'src/one/a.ts': 'export const a = 1;\n',
      'src/b.ts': 'import { a } from "./one/a.js";\nexport const b: number = a + 1;\n',
    },
  ],
  [
    'a configuration that takes in more',
    { 'tsconfig.json': project['tsconfig.json'].replace('["src"]', '["src","script.ts"]') },
  ],
];

describe.each(compilers)('%s', (compiler) => {
  test(
    'says of a proposal what it would say of the files on the disk, and writes none',
    { timeout: 120_000 },
    async () => {
      const bed = typeBed(compiler);
      const before = picture(bed.root);
      for (const [what, proposed] of proposals) {
        const written = temporaryFolder();
        const texts: Changes = { ...project, ...proposed };
        for (const [path, text] of Object.entries(texts)) if (text !== null) writeFiles(written, { [path]: text });
        const expected = tscSays(compiler, written);
        const verdict = await bed.measure(proposed);
        expect(lines(verdict), what).toEqual(expected);
        expect(verdict.outcome, what).toBe(expected.length === 0 ? 'passed' : 'failed');
      }
      expect(picture(bed.root)).toEqual(before);
    },
  );

  test('sees what the user has typed and not saved', async () => {
    const bed = typeBed(compiler);
    bed.workspace.unsavedTexts.set('src/a.ts' as WorkspacePath, 'export const a: string = "1";\n');
    expect(lines(await bed.measure())).toEqual(['src/b.ts:2 TS2322']);
    expect(lines(await bed.measure({ 'src/a.ts': 'export const a = 2;\n' }))).toEqual([]);
    bed.workspace.unsavedTexts.clear();
    expect(lines(await bed.measure())).toEqual([]);
  });

  test('sees what was saved, made and configured since it was asked last', async () => {
    const bed = typeBed(compiler);
    expect(lines(await bed.measure())).toEqual([]);
    writeFileSync(join(bed.root, 'src/a.ts'), 'export const a: string = "one";\n');
    expect(lines(await bed.measure())).toEqual(['src/b.ts:2 TS2322']);
    writeFileSync(join(bed.root, 'src/b.ts'), b);
    writeFileSync(join(bed.root, 'src/new.ts'), 'export const d: number = "d";\n');
    expect(lines(await bed.measure())).toEqual(['src/new.ts:1 TS2322']);
    writeFileSync(join(bed.root, 'tsconfig.json'), project['tsconfig.json'].replace('["src"]', '["script.ts"]'));
    expect(lines(await bed.measure())).toEqual(['script.ts:1 TS2322']);
  });

  test('checks the projects of a monorepo, each by its own configuration', async () => {
    const strict = project['tsconfig.json'];
    const bed = typeBed(compiler, {
      'package.json': '{}',
      'tsconfig.json': '{"files":[],"references":[{"path":"one"},{"path":"two"}]}',
      'one/package.json': '{"type":"module"}',
      'one/tsconfig.json': strict.replace('"noEmit":true', '"composite":true'),
      'one/src/a.ts': 'export const a: number = 1;\n',
      'two/package.json': '{"type":"module"}',
      'two/tsconfig.json': strict
        .replace('"noEmit":true', '"composite":true')
        .replace('"include"', '"references":[{"path":"../one"}],"include"'),
      'two/src/b.ts': 'import { a } from "../../one/src/a.js";\nexport const b: number = a;\n',
    });
    expect(lines(await bed.measure())).toEqual([]);
    expect(lines(await bed.measure({ 'one/src/a.ts': 'export const a = "1";\n' }))).toEqual(['two/src/b.ts:2 TS2322']);
  });

  test('names itself, how many files it looked at, and the changed ones that no project takes in', async () => {
    const bed = typeBed(compiler);
    const verdict = await bed.measure({ 'script.ts': 'export {};\n' });
    expect(verdict).toMatchObject({ gate: 'types', outcome: 'passed', exitCode: null, required: true });
    expect(verdict.command).toMatch(/^TypeScript \d+\.\d+\.\d+$/);
    expect(verdict.output).toBe(
      `3 files checked by ${verdict.command}.\nscript.ts belongs to no project and was not checked.`,
    );
  });

  test('is stopped in the middle of its work, and answers the next one', async () => {
    const bed = typeBed(compiler);
    const stop = new AbortController();
    const stopped = bed.measure({}, stop.signal);
    stop.abort();
    await expect(stopped).rejects.toThrow('Stopped.');
    expect((await bed.measure()).outcome).toBe('passed');
  });

  withSandbox('works in the sandbox that gates run in', async () => {
    const bed = typeBed(compiler, project, { sandbox: true, network: false });
    const verdict = await bed.measure({ 'src/a.ts': 'export const a: string = "1";\n' });
    expect(lines(verdict)).toEqual(['src/b.ts:2 TS2322']);
    expect(verdict.confinement).toHaveProperty('sandbox');
  });
});

/** A language server that does as the test says, in the place of a compiler. */
function serverThat(code: string) {
  const bed = typeBed(null);
  const home = join(bed.root, 'node_modules/typescript');
  mkdirSync(join(home, 'lib'), { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"version":"9.0.0","type":"commonjs"}');
  const identifies = `require('node:fs').writeFileSync(__dirname + '/pid', String(process.pid));`;
  writeFileSync(join(home, 'lib/tsc.js'), identifies + code);
  return { ...bed, pid: () => Number(readFileSync(join(home, 'lib/pid'), 'utf8')) };
}

/** A language server that answers every request alike. */
function answering(answer: string): string {
  return `
    let read = '';
    process.stdin.on('data', (chunk) => {
      read += chunk;
      for (let at; (at = read.indexOf('\\r\\n\\r\\n')) >= 0; ) {
        const length = Number(/Content-Length: (\\d+)/.exec(read)[1]);
        if (read.length < at + 4 + length) return;
        const { id } = JSON.parse(read.slice(at + 4, at + 4 + length));
        read = read.slice(at + 4 + length);
        if (id === undefined) continue;
        const body = JSON.stringify({ jsonrpc: '2.0', id, ...${answer} });
        process.stdout.write('Content-Length: ' + Buffer.byteLength(body) + '\\r\\n\\r\\n' + body);
      }
    });`;
}

describe('what can go wrong', () => {
  test('no compiler is installed', async () => {
    const bed = typeBed(null);
    const { outcome, output } = await bed.measure();
    expect(outcome).toBe('could-not-run');
    expect(output).toContain(`TypeScript is not installed in ${bed.root}`);
    expect(output).toContain("Install the project's packages");
  });

  test('a compiler that can’t be asked', async () => {
    const bed = typeBed(null, { ...project, 'node_modules/typescript/package.json': '{"version":"3.9.9"}' });
    const { outcome, output } = await bed.measure();
    expect([outcome, output]).toEqual(['could-not-run', expect.stringContaining('TypeScript 3.9.9')]);
  });

  test('no configuration takes anything in', async () => {
    const bed = typeBed('typescript', { 'loose.ts': 'export const x = 1;\n', 'package.json': '{}' });
    const { outcome, output } = await bed.measure();
    expect(outcome).toBe('could-not-run');
    expect(output).toContain('No tsconfig.json takes in any of its files');
  });

  test('a configuration that is wrong, or can’t be read, is a problem of that file', async () => {
    const bed = typeBed('typescript');
    expect(lines(await bed.measure({ 'tsconfig.json': '{"compilerOptions":{"strict":"yes"}}' }))).toEqual(
      expect.arrayContaining(['tsconfig.json:1 TS5024']),
    );
    expect(lines(await bed.measure({ 'tsconfig.json': '{"extends":"./gone.json"}' }))).toEqual([
      'tsconfig.json:1 TS5083',
    ]);
  });

  test.each([
    ['is none', 'module.exports = {};', 'is not a function'],
    ['fails at once', 'throw new Error("broken inside");', 'broken inside'],
    [
      'fails at its work',
      'exports.sys = { useCaseSensitiveFileNames: true }; exports.getParsedCommandLineOfConfigFile = () => { throw new Error("broken inside"); };',
      'broken inside',
    ],
  ])('a library that %s', async (_what, code, words) => {
    const home = 'node_modules/typescript/';
    const library = { [`${home}package.json`]: '{"version":"5.0.0"}', [`${home}lib/typescript.js`]: code };
    const { outcome, output } = await typeBed(null, { ...project, ...library }).measure();
    expect([outcome, output]).toEqual(['could-not-run', expect.stringContaining(words)]);
  });

  test.each([
    ['ends at once, and says why', 'console.error("no such option"); process.exit(3)', 'exit code 3: no such option'],
    [
      'sends what is no message',
      'process.stdout.write("hello\\r\\n\\r\\n"); setInterval(() => 0, 1000)',
      "can't be read",
    ],
    ['answers in another form', answering('{ result: { configFilePath: 7 } }'), 'a form that is not known'],
    ['refuses', answering('{ error: { message: "out of order" } }'), 'out of order'],
  ])('a server that %s', async (_what, code, words) => {
    const { outcome, output } = await serverThat(code).measure();
    expect([outcome, output]).toEqual(['could-not-run', expect.stringContaining(words)]);
  });

  test('a server that never answers is ended at the time limit', async () => {
    const bed = serverThat('setInterval(() => 0, 1000)');
    const { outcome, output } = await bed.measureTree(new Map(), 1_500);
    expect([outcome, output]).toEqual(['failed', 'It was stopped after 1.5 seconds, its time limit.']);
    await untilGone(bed.pid());
  });

  test('a window that closes leaves no server behind', async () => {
    const bed = serverThat(answering('{ result: { configFilePath: "" } }'));
    expect((await bed.measure()).output).toContain('No tsconfig.json takes in');
    expect(isGone(bed.pid())).toBe(false);
    bed.checker.dispose();
    await untilGone(bed.pid());
    await expect(bed.measure()).rejects.toThrow('Stopped.');
  });
});
