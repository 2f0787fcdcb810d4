import { describe, expect, it } from 'vitest';

import type { StandingApply } from '../../../../src/core/run/applies';
import { codeBlock, inlineCode, plainMarkdown } from '../../../../src/core/util/markdown';
import { runTooltip, taskTooltip, verdictTooltip } from '../../../../src/ui/plan/tooltips';
import { conflictState } from './conflictState';
import { at, attempt, id, runState, task, taskState, verdict } from './states';

const hostile = '[click](command:evil) ![x](https://spy.example/a.png) <b>$(alert)</b> `x` www.spy.example';

describe('text of a model in Markdown', () => {
  it('makes no link, image, icon, code or HTML', () => {
    const plain = plainMarkdown(hostile);
    expect(plain).not.toMatch(/(?<!\\)[[\]<>`$!]/);
    // What the editor would turn into a link by itself.
    expect(plain).not.toMatch(/https:\/\/|www\./);
    // Nothing is lost on the way.
    expect(plain.replaceAll('\\', '')).toBe(hostile);
  });

  it('cannot end the code it stands in', () => {
    expect(inlineCode('a``b')).toBe('```a``b```');
    expect(inlineCode('`a')).toBe('`` `a ``');
    expect(codeBlock('x\n```\n[link](command:evil)')).toMatch(/^````text\n[^]*\n````$/);
  });
});

describe('the tooltip of a task', () => {
  it('shows what a person wants to know before approving it', () => {
    const planned = task('T2', { dependsOn: [id('T1')], writeScope: ['src/**', 'a`b'], instructions: hostile });
    const state = taskState(planned);
    const text = taskTooltip(state, runState([state], [['T2']]));
    expect(text).toContain(plainMarkdown(hostile));
    expect(text).toContain('**May write:** `src/**`, ``a`b``');
    expect(text).toContain('**After:** T1');
    expect(text).toContain('- C1 It works');
    expect(text).not.toMatch(/(?<!\\)\]\(command:/);
  });

  it('shows how the last attempt was judged, and by which model it was made', () => {
    const judged = attempt({
      turns: 3,
      models: [
        { configured: 'gpt-4.1', returned: 'gpt-4o-mini' },
        { configured: 'gpt-4.1', returned: 'gpt-4.1' },
      ],
      verdicts: [verdict('test', { outcome: 'failed' })],
      assessment: {
        criteria: [{ criterion: 'C1', met: false, reason: 'It throws' }],
        findings: [],
        decision: { type: 'retry', feedback: 'Do not throw' },
      },
    });
    const state = taskState(task('T1'), { status: 'working', attempts: [judged] });
    const text = taskTooltip(state, runState([state], [['T1']]));
    expect(text).toContain('- C1 It works (not met: It throws)');
    expect(text).toContain('**not** the configured');
    expect(text).toContain('- gate test: failed');
    expect(text).toContain('- the lead: retry. Do not throw');
  });
});

describe('the tooltip of a task in conflict', () => {
  it('says with whom, where, and what came of it', () => {
    const state = conflictState({ failure: { reason: 'conflict', message: 'Which one?' } });
    const [, clashing] = [...state.tasks.values()];
    const said = clashing ? taskTooltip(clashing, state) : '';
    for (const words of ['- clashes with T1\n- left to you', '**Conflicts:**\n- src/a.ts, line 1', 'Which one?'])
      expect(said).toContain(words);
  });
});

describe('the tooltip of a verdict', () => {
  it('names command, exit code and tree, and fences the output', () => {
    const text = verdictTooltip(verdict('test', { outcome: 'failed', exitCode: 2, output: '``` [x](command:evil)' }));
    expect(text).toContain('**test**: failed, exit code 2, 1.0 s');
    expect(text).toContain('`npm run test`');
    expect(text).toMatch(/````text\n``` \[x\]\(command:evil\)\n````$/);
  });
});

describe('the tooltip of a run', () => {
  it('says that a scripted model is scripted', () => {
    const state = runState([], []);
    expect(runTooltip(state)).not.toContain('scripted');
    expect(runTooltip({ ...state, setup: { ...state.setup, scripted: true } })).toContain('scripted, not intelligent');
  });

  it('keeps what saving changed beyond what was accepted, but for line ends', () => {
    const saved = (path: string, accepted: string, after: string): StandingApply => {
      const writes = [{ path: at(path), before: null, after, accepted }];
      return { writes, isDone: true, paths: [at(path)], settled: [] };
    };
    const applies = [saved('src/a.ts', 'x  \n', 'x\n'), saved('src/b.ts', 'x\n', 'x\r\n')];
    const text = runTooltip(runState([], [], { applies }));
    expect(text).toContain('**Changed by saving, beyond what you accepted:** `src/a.ts`');
    expect(text).not.toContain('src/b.ts');
  });
});
