import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { exits } from '../../fakes/memoryShadow';
import { bench, carryOut, writes, type Bench, type Sketch } from './harness';

/** Findings as `source task path:line severity message`, with the choice where it is not open. */
function findingsOf({ run }: Bench): readonly string[] {
  return run.state.findings.map(({ finding, choice }) => {
    const { source, taskId, path, line, severity, message } = finding;
    return `${source} ${taskId} ${path}:${line} ${severity} ${message}${choice === 'open' ? '' : ` [${choice}]`}`;
  });
}

const files = { 'src/caller.ts': 'call\n', 'src/A.ts': 'one\ntwo\nthree\n' };
/** A writes and B follows; the gate is green on attempts, and finds things on what they make together. */
function sketch(said: (tree: ReadonlyMap<string, string>) => string, more: Partial<Sketch> = {}): Sketch {
  return {
    files,
    tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
    worker: (task, turn) => writes(`src/${task}.ts`, task === 'A' ? 'one\nTWO\nthree\n' : 'b\n')(turn),
    gates: [{ id: 'check', command: 'check', args: [], timeoutMs: 1000, required: false }],
    gate: (tree) => {
      const output = said(tree);
      return exits(output === '' ? 0 : 1, output);
    },
    ...more,
  };
}

describe('what a gate finds on the merged proposal', () => {
  it('stands on the lines it named, and speaks to the task that wrote them, or the file last', async () => {
    const said = [
      'src/A.ts(2,1): error TS1: Not so.',
      'src/A.ts:3:1: warning: untouched line',
      'src/B.ts(1,1): error TS2: Nor so.',
      'src/caller.ts(1,1): error TS3: Calls what is gone.',
      'src/B.ts(90,1): error TS4: Past the end.',
    ].join('\n');
    const b = await bench(sketch(() => said));
    await carryOut(b);
    expect(findingsOf(b)).toEqual([
      'gate:check A src/A.ts:2 error Not so. (TS1)',
      'gate:check A src/A.ts:3 warning untouched line',
      'gate:check B src/B.ts:1 error Nor so. (TS2)',
    ]);
    // What stands in no changed line is in the verdict.
    expect(b.run.state.proposalVerdicts[0]?.problems).toHaveLength(5);
  });

  it('is only what the base did not have', async () => {
    const old = 'src/A.ts(3,1): error TS1: Always so.';
    const said = 'src/A.ts(2,1): error TS2: New.\nsrc/A.ts(3,9): error TS1: Always so.';
    const b = await bench(sketch(() => said, { base: () => exits(1, old) }));
    await carryOut(b);
    expect(findingsOf(b)).toEqual(['gate:check A src/A.ts:2 error New. (TS2)']);
  });

  it('gives way to what it finds next, and what was dismissed stays so', async () => {
    const said = (tree: ReadonlyMap<string, string>): string =>
      tree.get('src/B.ts') === 'better\n'
        ? 'src/A.ts(2,1): error TS1: Not so.'
        : 'src/A.ts(2,1): error TS1: Not so.\nsrc/B.ts(1,1): error TS2: Nor so.';
    let isSentBack = false;
    const b = await bench(
      sketch(said, {
        worker: (task, turn) =>
          writes(`src/${task}.ts`, task === 'A' ? 'one\nTWO\nthree\n' : isSentBack ? 'better\n' : 'b\n')(turn),
      }),
    );
    await carryOut(b);
    const [ofA, ofB] = b.run.state.findings.map(({ finding }) => finding.id);
    await b.run.dismissFinding(ofA ?? '', 'It is meant so.');
    isSentBack = true;
    const sentBack = await b.run.sendBack('B' as TaskId, '', ofB);
    expect(sentBack).toMatchObject({ ok: true });
    await b.until(({ phase }) => phase === 'review');
    expect(findingsOf(b)).toEqual([
      'gate:check A src/A.ts:2 error Not so. (TS1) [dismissed]',
      'gate:check B src/B.ts:1 error Nor so. (TS2) [sent-back]',
    ]);
  });
});
