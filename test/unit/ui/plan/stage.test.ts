import { describe, expect, it } from 'vitest';

import type { Verdict } from '../../../../src/core/gates/verdict';
import type { RunPhase } from '../../../../src/core/run/state';
import { heldChanges, redGates, waitingForUser } from '../../../../src/ui/plan/attention';
import { contextValues, readOnlyValues } from '../../../../src/ui/plan/stage';
import { at, attempt, heldSource, hunk, id, review, runState, task, taskState, verdict } from './states';

/** The keys that are true, without their prefix. */
function trueKeys(...parameters: Parameters<typeof contextValues>): readonly string[] {
  const values = Object.entries(contextValues(...parameters));
  return values.filter(([, value]) => value === true).map(([key]) => key.replace('leadWorker.', ''));
}

describe('context keys', () => {
  it('say where the view stands when there is no run', () => {
    expect(contextValues(undefined, 'discarded', [])['leadWorker.stage']).toBe('discarded');
    expect(trueKeys(undefined, 'none', [])).toEqual([]);
  });

  it.each<[RunPhase, readonly string[]]>([
    ['planning', ['canStop']],
    ['plan-ready', ['canApprove', 'canDiscard']],
    ['running', ['canStop', 'canPause']],
    ['stopping', []],
    ['review', ['canDiscard']],
    ['applied', ['canDiscard']],
    ['failed', ['canDiscard']],
  ])('in the phase %s offer what can be done', (phase, expected) => {
    const state = runState([], [], { phase });
    expect(contextValues(state, 'none', [])['leadWorker.stage']).toBe(phase);
    expect(trueKeys(state, 'none', [])).toEqual(expected);
  });

  it('offer apply only when something is accepted', () => {
    const state = runState([], [], { phase: 'review' });
    const open = review('src/a.ts', [hunk('h1', ['T1'])]);
    expect(trueKeys(state, 'none', [open])).toEqual(['canDiscard', 'hasProposal']);
    expect(trueKeys(state, 'none', [{ ...open, reviewed: 'new\n' }])).toEqual([
      'canDiscard',
      'canApply',
      'hasProposal',
    ]);
    const writing = { ...state, applying: true };
    expect(trueKeys(writing, 'none', [{ ...open, reviewed: 'new\n' }])).toEqual(['canDiscard', 'hasProposal']);
  });

  it('offer no retry in a run that is over', () => {
    const stopped = taskState(task('T1'), { status: 'stopped' });
    expect(trueKeys(runState([stopped], [['T1']], { phase: 'stopped' }), 'none', [])).toContain('hasRetryableTask');
    expect(trueKeys(runState([stopped], [['T1']], { phase: 'failed' }), 'none', [])).toEqual(['canDiscard']);
  });

  it('offer to pause, to go on, and to take single tasks in hand', () => {
    const working = runState([taskState(task('T1'), { status: 'working' })], [['T1']]);
    expect(trueKeys(working, 'none', [])).toEqual(['canStop', 'canPause', 'hasStoppableTask', 'hasWorkingTask']);
    expect(trueKeys({ ...working, paused: true }, 'none', [])).toContain('canResume');
    expect(trueKeys({ ...working, paused: true }, 'none', [])).not.toContain('canPause');
    const profiles = [{ name: 'deep', model: 'o4-mini', purpose: '', editFormat: 'whole-file' as const }];
    const manned = { ...working, setup: { ...working.setup, profiles } };
    expect(trueKeys(manned, 'none', [])).toContain('hasReassignableTask');
  });

  it('offer nothing of a run that is only looked at but to go on with it here', () => {
    const state = runState([taskState(task('T1'), { status: 'failed' })], [['T1']], { phase: 'review' });
    const values = Object.entries(readOnlyValues(state)).filter(([, value]) => value === true);
    expect(values.map(([key]) => key)).toEqual(['leadWorker.canResume']);
    expect(readOnlyValues(state)['leadWorker.stage']).toBe('review');
  });

  it('know held and failed tasks, red gates and questions', () => {
    const held = taskState(task('T1'), {
      status: 'held',
      attempts: [attempt({ verdicts: [verdict('test', { outcome: 'could-not-run' })] })],
    });
    const state = runState([held, taskState(task('T2'), { status: 'failed' })], [['T1', 'T2']], {
      questions: [{ questionId: 'Q1', taskId: id('T2'), attempt: 1, decision: { type: 'abort', reason: '' } }],
    });
    expect(trueKeys(state, 'none', [])).toEqual([
      'canStop',
      'canPause',
      'hasQuestions',
      'hasHeldTask',
      'hasStoppableTask',
      'hasRetryableTask',
      'hasRedGate',
    ]);
    expect(trueKeys({ ...state, waivers: new Map([['test', 'why']]) }, 'none', [])).not.toContain('hasRedGate');
  });
});

describe('gates that the user may waive', () => {
  const gatesOf = (...verdicts: readonly Verdict[]) => {
    const statuses = ['assessing', 'asking', 'failed', 'stopped', 'held', 'accepted'] as const;
    return statuses.map((status) =>
      redGates(runState([taskState(task('T1'), { status, attempts: [attempt({ verdicts })] })], [['T1']])),
    );
  };

  it('are red on a task, whatever it came to but accepted', () => {
    for (const outcome of ['failed', 'could-not-run'] as const) {
      const red = verdict('test', { outcome });
      expect(gatesOf(red)).toEqual([['test'], ['test'], ['test'], ['test'], ['test'], []]);
      expect(gatesOf({ ...red, required: false })).toEqual([[], [], [], [], [], []]);
    }
  });

  it('are never the write scope, nor what no patch may do', () => {
    const red = ['scope', 'patch'].map((gate) => verdict(gate, { outcome: 'failed' }));
    expect(gatesOf(...red)).toEqual([[], [], [], [], [], []]);
    const merged = runState([], [], {
      proposalVerdicts: red,
      chosenVerdicts: [verdict('lint', { outcome: 'failed' })],
    });
    expect(redGates(merged)).toEqual(['lint']);
  });
});

describe('changes that gates wait for the user to see', () => {
  const sources = [heldSource('package.json')];
  const held = taskState(task('T1'), { status: 'held', heldPaths: [at('package.json')], heldSources: sources });

  it('are those of held tasks and of the merged proposal', () => {
    const unable = taskState(task('T2'), { status: 'held' });
    const stopped = taskState(task('T3'), { status: 'stopped', heldPaths: [at('x')], heldSources: sources });
    const state = runState([held, unable, stopped], [['T1', 'T2', 'T3']]);
    expect(heldChanges(state)).toEqual([{ taskId: 'T1', whose: 'T1 Do T1', sources }]);
    const merged = [heldSource('Makefile')];
    expect(heldChanges({ ...state, heldProposal: merged }).at(-1)).toEqual({
      taskId: null,
      whose: 'The merged proposal',
      sources: merged,
    });
  });

  it('of the proposal count and offer the same as those of a task', () => {
    const state = runState([], [], { phase: 'review', heldProposal: sources });
    expect(trueKeys(state, 'none', [])).toEqual(['canDiscard', 'hasHeldTask']);
    expect(waitingForUser(state)).toBe(1);
  });
});

describe('what waits for the user', () => {
  it('is a plan, a question and a held task; nothing else', () => {
    expect(waitingForUser(runState([], [], { phase: 'plan-ready' }))).toBe(1);
    const held = taskState(task('T1'), { status: 'held', heldPaths: [at('package.json')] });
    expect(waitingForUser(runState([held, taskState(task('T2'), { status: 'failed' })], [['T1', 'T2']]))).toBe(1);
    expect(waitingForUser(runState([], [], { phase: 'review' }))).toBe(0);
  });
});
