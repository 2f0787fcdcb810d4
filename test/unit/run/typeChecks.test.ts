import { describe, expect, it } from 'vitest';
import type { TypeGate } from '../../../src/core/gates/verdict';
import type { TaskId } from '../../../src/core/plan/plan';
import type { TypeProblem } from '../../../src/core/ports/typeChecker';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import type { ScriptedReply } from '../../fakes/scriptedModel';
import { bench, carryOut, isAssessment, isWorker, testGate, textOf, type Sketch } from './harness';

const A = 'A' as TaskId;
const typeGate: TypeGate = { id: 'types', kind: 'types', timeoutMs: 300_000, required: true };
const wrong = (file: string): TypeProblem => ({ file, line: 1, column: 14, code: 2322, message: 'It does not fit.' });

/** What is wrong in a file that says so. */
const honest: NonNullable<Sketch['types']> = ({ texts }) =>
  [...texts].flatMap(([file, text]) => (text?.includes('wrong') ? [wrong(file)] : []));

const write = (content: string, path = 'src/A.ts'): ScriptedReply => ({
  calls: [{ name: 'write', arguments: { path, content } }],
});
const check: ScriptedReply = { calls: [{ name: 'check_types', arguments: {} }] };
const finish: ScriptedReply = { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };

/** A worker that makes these moves, one after the other. */
const moves =
  (...replies: readonly ScriptedReply[]) =>
  (_task: string, turn: number): ScriptedReply | undefined =>
    replies[turn];

/** What the worker heard of its calls, in order. */
function heard(requests: readonly ChatRequest[]): readonly string[] {
  const last = requests.filter(isWorker).at(-1);
  return last?.items.flatMap((item) => (item.type === 'tool-result' ? [item.output] : [])) ?? [];
}

describe('a worker', () => {
  it('is told of the types it broke before it is done, and mends them', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      gates: [typeGate],
      types: honest,
      worker: moves(write('wrong\n'), check, write('right\n'), check, finish),
    });
    await carryOut(b);
    expect(heard(b.model.requests)).toEqual([
      expect.any(String),
      '1 type error:\nsrc/A.ts:1:14 TS2322 It does not fit.',
      expect.any(String),
      'No new type errors.\n1 file checked by TypeScript 0.0.0.',
    ]);
    expect(b.status('A')).toBe('accepted');
    // While it works it has less time than the gate, which measures all the same.
    expect(b.types.asked.map(({ timeoutMs }) => timeoutMs)).toEqual(expect.arrayContaining([60_000, 300_000]));
    const [attempt] = b.run.state.tasks.get(A)?.attempts ?? [];
    expect(attempt?.verdicts.find(({ gate }) => gate === 'types')?.outcome).toBe('passed');
    expect(b.shadow.ran).toEqual([]);
  });

  it('is not told of what was wrong before the run', async () => {
    const b = await bench({
      files: { 'src/old.ts': 'old\n' },
      tasks: [{ id: 'A' }],
      gates: [typeGate],
      types: (request) => [wrong('src/old.ts'), ...(honest(request) as readonly TypeProblem[])],
      worker: moves(write('wrong\n'), check, write('right\n'), finish),
      hold: isWorker,
    });
    await b.run.plan();
    const approved = b.run.approve();
    const first = await b.model.waitFor();
    await b.until(({ baseVerdicts }) => baseVerdicts.length === 1);
    first.release();
    for (let turn = 1; turn < 4; turn++) (await b.model.waitFor()).release();
    await approved;
    expect(heard(b.model.requests)[1]).toBe('1 type error:\nsrc/A.ts:1:14 TS2322 It does not fit.');
    // The gate is red as it was: that is held against nobody.
    expect(b.status('A')).toBe('accepted');
  });

  it('has nothing checked with a configuration that the user has not seen', async () => {
    const b = await bench({
      tasks: [{ id: 'A', writeScope: ['**'] }],
      gates: [typeGate],
      types: honest,
      worker: moves(write('{}', 'tsconfig.json'), check, finish),
    });
    await b.run.plan();
    const approved = b.run.approve();
    await b.until(({ tasks }) => tasks.get(A)?.status === 'held');
    expect(heard(b.model.requests)[1]).toBe(
      'Error: Nothing is checked before the user has seen your change of tsconfig.json.',
    );
    // The base alone was looked at.
    expect(b.types.asked.every(({ texts }) => texts.size === 0)).toBe(true);
    await b.run.stop();
    await approved;
  });

  it('hears why types can’t be checked, and of what is left out', async () => {
    const many = Array.from({ length: 31 }, (_, index) => ({ ...wrong('src/A.ts'), line: index + 1 }));
    let asked = 0;
    const b = await bench({
      tasks: [{ id: 'A' }],
      gates: [typeGate],
      types: ({ texts }) => {
        if (texts.size === 0) return [];
        return asked++ === 0 ? { type: 'could-not-run', message: 'TypeScript is not installed.' } : many;
      },
      worker: moves(write('x\n'), check, check, finish),
      assess: () => ({ type: 'retry', feedback: 'Mend it.' }),
    });
    await carryOut(b);
    const first = b.model.requests.filter(isWorker)[3]!;
    const told = first.items.flatMap((item) => (item.type === 'tool-result' ? [item.output] : []));
    expect(told[1]).toBe("Error: Types can't be checked here: TypeScript is not installed.");
    expect(told[2]).toMatch(/^31 type errors:\n(src\/A\.ts:\d+:14 TS2322 It does not fit\.\n){30}… and 1 more$/);
  });

  it('has no such tool where no gate checks types', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], gates: [testGate] });
    await carryOut(b);
    const tools = b.model.requests.find(isWorker)?.tools.map(({ name }) => name);
    expect(tools).toContain('finish');
    expect(tools).not.toContain('check_types');
  });
});

describe('a red type check', () => {
  it('does not let an accept through, and the lead hears why', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      gates: [typeGate],
      types: honest,
      worker: moves(write('wrong\n'), finish),
    });
    await carryOut(b);
    expect(b.status('A')).toBe('failed');
    expect(textOf(b.model.requests.find(isAssessment)!)).toContain('src/A.ts:1:14 error TS2322: It does not fit.');
  });
});
