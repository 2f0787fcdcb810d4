import { describe, expect, it } from 'vitest';
import { GateRunner } from '../../../src/core/gates/gateRunner';
import type { CommandGate, GateSpec, Verdict } from '../../../src/core/gates/verdict';
import { builtInMatchers } from '../../../src/core/gates/matchers/catalogue';
import { posixRules } from '../../../src/core/util/pathRules';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { exits, MemoryShadow, type GateScript } from '../../fakes/memoryShadow';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';

const spec = (id: string, more: Partial<CommandGate> = {}): CommandGate => ({
  id,
  command: id,
  args: [],
  timeoutMs: 1000,
  required: true,
  ...more,
});

const build = spec('build');
const typesPassed: Verdict = {
  ...{ gate: 'types', outcome: 'passed', command: 'TypeScript 0.0.0', exitCode: null, tree: 'changes', required: true },
  ...{ durationMs: 1, at: 0, output: '' },
};
const test = spec('test');

/** A runner over memory. Build output is ignored; what a test proposes goes into `a`. */
function bench(script: GateScript) {
  const workspace = new MemoryWorkspace({ 'a.ts': 'a', 'b.ts': 'b' });
  const shadow = new MemoryShadow(workspace, script, (path) => path.startsWith('dist/'));
  const runner = new GateRunner({
    shadow,
    runner: shadow,
    clock: { now: () => 0 },
    digest: (text) => text,
    defaultFolder: 'workspace',
    matchers: builtInMatchers,
    pathRules: async () => posixRules,
    types: { measure: async ({ id, required }) => ({ ...typesPassed, gate: id, required }) },
  });
  const heard: string[] = [];
  return {
    runner,
    workspace,
    shadow,
    heard,
    /** Verdicts as `gate outcome`. */
    measure: async (gates: readonly GateSpec[], a = 'proposed'): Promise<readonly string[]> =>
      (await measured(gates, a)).map(({ gate, outcome }) => `${gate} ${outcome}`),
    measured,
    /** What ran since the last time this was asked. */
    ran: (): readonly string[] => shadow.ran.splice(0).map(({ command }) => command.command),
  };

  async function measured(gates: readonly GateSpec[], a = 'proposed'): Promise<readonly Verdict[]> {
    const changes = new Map([['a.ts' as WorkspacePath, a]]);
    return runner.measure(gates, changes, new AbortController().signal, ({ id }) => heard.push(id));
  }
}

describe('a list of gates', () => {
  it('has its types checked before a copy is made for the commands, and its verdicts in its own order', async () => {
    const b = bench(() => exits(1));
    const types: GateSpec = { id: 'types', kind: 'types', timeoutMs: 1000, required: true };
    expect(await b.measure([build, types])).toEqual(['build failed', 'types passed']);
    expect(b.heard).toEqual(['types', 'build']);
    b.shadow.failure = { reason: 'disk', message: 'The disk is full.' };
    expect(await b.measure([types])).toEqual(['types passed']);
    expect(await b.measure([types, build])).toEqual(['types passed', 'build could-not-run']);
  });

  it('that passed on a tree is not run again on it, and its verdicts say when that was', async () => {
    const b = bench(() => exits(0, 'fine'));
    const first = await b.measured([build, test]);
    expect(b.ran()).toEqual(['build', 'test']);
    expect(await b.measured([build, test])).toEqual(first);
    expect(b.ran()).toEqual([]);
    expect(b.heard).toEqual(['build', 'test']);
    expect(await b.measure([build, test], 'another text')).toEqual(['build passed', 'test passed']);
    expect(b.ran()).toEqual(['build', 'test']);
  });

  it('keeps its verdicts under the names that its gates have by now', async () => {
    const b = bench(() => exits(0));
    await b.measure([test]);
    const [renamed] = await b.measured([{ ...test, id: 'unit', required: false }]);
    expect(renamed).toMatchObject({ gate: 'unit', required: false, outcome: 'passed' });
    expect(b.ran()).toEqual(['test']);
  });

  it.each([
    ['fewer gates', [test]],
    ['another order', [test, build]],
    ['another command', [build, { ...test, args: ['--all'] }]],
    ['another folder', [build, { ...test, folder: 'other' }]],
  ])('is another list with %s', async (_what, gates) => {
    const b = bench(() => exits(0));
    await b.measure([build, test]);
    b.ran();
    await b.measure(gates);
    expect(b.ran()).toEqual(gates.map(({ command }) => command));
  });

  it('that is red is run again, as a whole, once it was forgotten: packages, which are in no digest, may have been the reason', async () => {
    let installed = false;
    const b = bench((_tree, { command }) => exits(command === 'build' || installed ? 0 : 1));
    const red = await b.measured([build, test]);
    installed = true;
    expect(await b.measured([build, test])).toEqual(red);
    expect(b.ran()).toEqual(['build', 'test']);
    b.runner.forgetRed();
    expect(await b.measure([build, test])).toEqual(['build passed', 'test passed']);
    b.runner.forgetRed();
    await b.measure([build, test]);
    expect(b.ran()).toEqual(['build', 'test']);
  });

  it('has its problems read off the whole output, of which a verdict keeps both ends', async () => {
    const noise = 'a line\n'.repeat(5_000);
    const b = bench(() => exits(2, `${noise}/shadow/0/a.ts(3,7): error TS2322: No.\n${noise}1 error and no more\n`));
    const [verdict] = await b.measured([test]);
    expect(verdict?.problems).toEqual([
      { path: 'a.ts', line: 3, column: 7, severity: 'error', message: 'No.', code: 'TS2322' },
    ]);
    expect(verdict?.otherFailures).toEqual(['# error and no more']);
    expect(verdict?.output.length).toBeLessThan(21_000);
    expect(verdict?.output).not.toContain('TS2322');
  });

  it('that passed has no errors, whatever its output looks like, and keeps its warnings', async () => {
    const b = bench(() => exits(0, 'a.ts:1:2: error: printed by a test\na.ts:2:2: warning: unused'));
    const [verdict] = await b.measured([test]);
    expect(verdict?.problems?.map(({ message }) => message)).toEqual(['unused']);
  });

  it('runs again after a time-out, and after a gate could not run', async () => {
    const ends: ReturnType<GateScript>[] = [{ type: 'timed-out', output: '', durationMs: 1000 }, undefined, exits(0)];
    const b = bench(() => ends.shift());
    expect(await b.measure([test])).toEqual(['test failed']);
    expect(await b.measure([test])).toEqual(['test could-not-run']);
    expect(await b.measure([test])).toEqual(['test passed']);
  });

  it('is built on again from the start, not from what an earlier list left', async () => {
    // The slot of the first list was swept; a passed build of that time says nothing of the copy of now.
    const b = bench((tree, { command }) => {
      if (command === 'build') tree.set('dist/a.js', 'built');
      return exits(tree.has('dist/a.js') ? 0 : 1);
    });
    await b.measure([build]);
    expect(await b.measure([build, test])).toEqual(['build passed', 'test passed']);
  });
});

describe('a gate after another', () => {
  it('finds what that built, and nothing else that it changed, added or deleted', async () => {
    const b = bench((tree, { command }) => {
      if (command !== 'build') return exits(0);
      tree.set('dist/a.js', 'built').set('a.ts', 'rewritten').set('stray.ts', 'stray');
      tree.delete('b.ts');
      return exits(0);
    });
    const verdicts = await b.measured([build, test]);
    const [before, after] = b.shadow.ran.map(({ tree }) => Object.fromEntries(tree));
    expect(before).toEqual({ 'a.ts': 'proposed', 'b.ts': 'b' });
    expect(after).toEqual({ ...before, 'dist/a.js': 'built' });
    expect(verdicts[1]?.tree).toBe(verdicts[0]?.tree);
  });

  it('carries the digest of the tree it saw when the workspace moved under the list, which then is not kept', async () => {
    const b = bench((tree, { command }) => {
      if (command === 'build') {
        tree.set('b.ts', 'rewritten');
        b.workspace.type('b.ts', 'typed meanwhile');
      }
      return exits(0);
    });
    const verdicts = await b.measured([build, test]);
    expect(b.shadow.ran[1]?.tree.get('b.ts')).toBe('typed meanwhile');
    expect(verdicts[1]?.tree).toContain('typed meanwhile');
    expect(verdicts[0]?.tree).not.toContain('typed meanwhile');
    b.workspace.type('b.ts', 'b');
    b.ran();
    await b.measure([build, test]);
    expect(b.ran()).toEqual(['build', 'test']);
  });

  it('could not run when the copy can not be brought back', async () => {
    const b = bench(() => {
      b.shadow.failure = { reason: 'disk', message: 'No room is left.' };
      return exits(0);
    });
    const verdicts = await b.measured([build, test]);
    expect(verdicts.map(({ gate, outcome, output }) => [gate, outcome, output])).toEqual([
      ['build', 'passed', ''],
      ['test', 'could-not-run', 'No room is left.'],
    ]);
    expect(b.heard).toEqual(['build']);
  });
});
