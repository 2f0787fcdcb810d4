import { describe, expect, it } from 'vitest';
import { TypeGateRunner } from '../../../src/core/gates/typeGate';
import type { TypeGate } from '../../../src/core/gates/verdict';
import type { TypeProblem } from '../../../src/core/ports/typeChecker';
import { posixRules } from '../../../src/core/util/pathRules';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { exits, MemoryShadow } from '../../fakes/memoryShadow';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import { ScriptedTypes, type TypeScript } from '../../fakes/scriptedTypes';

const files = {
  'node_modules/pkg/index.d.ts': 'a package',
  'src/a.ts': 'a',
  'src/b.tsx': 'b',
  'README.md': 'text',
  'tsconfig.json': '{}',
};
const gate: TypeGate = { id: 'types', kind: 'types', timeoutMs: 2_000, required: true };
const wrong: TypeProblem = { file: 'src/b.tsx', line: 3, column: 5, code: 2322, message: 'It does not fit.' };

function bed(script?: TypeScript, paths: Readonly<Record<string, string>> = files) {
  const workspace = new MemoryWorkspace(paths);
  const types = new ScriptedTypes(script);
  const shadow = new MemoryShadow(workspace, () => exits(0));
  const roots = [{ name: 'workspace', location: '/workspace' }];
  const place = { rules: posixRules, roots };
  const unsaved = new Map<WorkspacePath, string>();
  const runner = new TypeGateRunner({
    checker: types,
    workspace: {
      list: (options) => workspace.list(options),
      place: async () => place,
      unsaved: () => unsaved,
    },
    shadow,
    clock: { now: () => 7 },
    digest: (text) => text,
  });
  return {
    ...{ types, shadow, roots, unsaved },
    measure: (changes: Readonly<Record<string, string | null>> = {}, measured = gate) =>
      runner.measure(
        measured,
        new Map(Object.entries(changes) as [WorkspacePath, string | null][]),
        new AbortController().signal,
      ),
  };
}

describe('a check of types', () => {
  it('shows the compiler what is typed and what is proposed, and asks about all sources', async () => {
    const b = bed(() => []);
    b.unsaved.set('src/a.ts' as WorkspacePath, 'typed');
    b.unsaved.set('src/b.tsx' as WorkspacePath, 'typed as well');
    await b.measure({ 'src/a.ts': 'proposed', 'src/new.mts': 'new', 'notes.md': 'no source' });
    expect(b.types.asked).toHaveLength(1);
    const { root, texts, files: asked, inputs, once } = b.types.asked[0]!;
    expect([root, once]).toEqual(['/workspace', false]);
    expect(Object.fromEntries(texts)).toEqual({
      ...{ 'src/a.ts': 'proposed', 'src/b.tsx': 'typed as well', 'src/new.mts': 'new' },
    });
    expect(asked).toEqual(['src/a.ts', 'src/new.mts', 'src/b.tsx']);
    expect([...inputs].sort()).toEqual(['src/a.ts', 'src/b.tsx', 'tsconfig.json']);
  });

  it('is red with what is wrong, where, in a form that can be compared with the base', async () => {
    const verdict = await bed(() => [wrong]).measure({ 'src/a.ts': 'proposed' });
    expect(verdict).toMatchObject({
      ...{ gate: 'types', outcome: 'failed', exitCode: null, command: 'TypeScript 0.0.0', required: true, at: 7 },
      problems: [
        { path: 'src/b.tsx', line: 3, column: 5, severity: 'error', code: 'TS2322', message: 'It does not fit.' },
      ],
      otherFailures: [],
      output: 'src/b.tsx:3:5 error TS2322: It does not fit.\n2 files checked by TypeScript 0.0.0.',
    });
  });

  it('that finds more than a verdict can hold can’t be compared', async () => {
    const verdict = await bed(() => Array.from({ length: 301 }, (_, line) => ({ ...wrong, line }))).measure();
    expect(verdict.problems).toHaveLength(300);
    expect(verdict).not.toHaveProperty('otherFailures');
  });

  it('asks about the files of its own folder alone', async () => {
    const b = bed(() => [{ ...wrong, file: 'src/b.ts' }], { 'one/src/a.ts': '', 'two/src/b.ts': '' });
    b.roots.splice(0, 1, { name: 'one', location: '/place/one' }, { name: 'two', location: '/place/two' });
    const verdict = await b.measure({ 'one/src/a.ts': 'x', 'two/src/c.ts': 'y' }, { ...gate, folder: 'two' });
    const { root, files: asked, texts } = b.types.asked[0]!;
    expect([root, asked, [...texts.keys()]]).toEqual(['/place/two', ['src/c.ts', 'src/b.ts'], ['src/c.ts']]);
    expect(verdict.problems?.map(({ path }) => path)).toEqual(['two/src/b.ts']);
  });

  it('takes a copy, without the texts, where the compiler wants to see them on a disk', async () => {
    const b = bed(({ once }) => (once ? [wrong] : { type: 'needs-copy' }));
    const verdict = await b.measure({ 'src/a.ts': null });
    expect(b.types.asked.map(({ root, texts }) => [root, [...texts]])).toEqual([
      ['/workspace', [['src/a.ts', null]]],
      ['/shadow/0', []],
    ]);
    expect(b.types.asked[1]?.files).toEqual(['src/b.tsx']);
    expect(verdict.outcome).toBe('failed');
    b.shadow.failure = { reason: 'disk', message: 'The disk is full.' };
    expect(await b.measure({ 'src/a.ts': null })).toMatchObject({
      outcome: 'could-not-run',
      output: 'The disk is full.',
    });
  });

  it('that takes too long is red, and compares with nothing', async () => {
    const timedOut = {
      type: 'timed-out',
      checker: 'TypeScript 6',
      durationMs: 2_000,
      confinement: { none: 'off' },
    } as const;
    const verdict = await bed(() => timedOut).measure();
    expect(verdict).toMatchObject({ outcome: 'failed', output: 'It was stopped after 2 seconds, its time limit.' });
    expect(verdict.problems).toBeUndefined();
  });

  it.each([
    ['the compiler can’t say why it does not run', {}, 'No type checker is scripted.'],
    ['there is no such folder', { folder: 'gone' }, 'The workspace has no folder gone.'],
  ])('could not run where %s', async (_what, more, words) => {
    expect(await bed().measure({}, { ...gate, ...more })).toMatchObject({ outcome: 'could-not-run', output: words });
  });

  it('has nothing against a folder without sources, and can’t vouch for sources of no project', async () => {
    const outside = (files: readonly string[]) =>
      ({
        type: 'checked',
        checker: 'TypeScript 6',
        problems: [],
        checked: 0,
        outside: files,
        durationMs: 1,
        confinement: { none: 'off' },
      }) as const;
    expect((await bed(() => outside([]), { 'README.md': '' }).measure()).outcome).toBe('passed');
    const verdict = await bed(({ files: asked }) => outside(asked)).measure({ 'src/a.ts': 'x' });
    expect(verdict).toMatchObject({ outcome: 'could-not-run' });
    expect(verdict.output).toContain('No tsconfig.json takes in any of its files');
  });

  it('could not run in a folder that is on no disk', async () => {
    const b = bed(() => []);
    b.roots.splice(0, 1, { name: 'away', location: 'vscode-vfs://github/a/b' });
    expect((await b.measure()).output).toBe('Types are checked in a folder on a disk, and away is a virtual one.');
    expect(b.types.asked).toEqual([]);
  });
});
