import { describe, expect, it } from 'vitest';

import { statusFace } from '../../../../src/ui/status/statusFace';
import { compactTokens } from '../../../../src/ui/status/words';
import { isMismatch } from '../../../../src/core/run/modelMismatch';
import { attempt, heldSource, id, runState, task, taskState } from '../plan/states';

const usage = (input: number, output: number) => ({ input, cached: 0, output, reasoning: 0 });

const running = runState(
  [taskState(task('T1'), { status: 'accepted' }), taskState(task('T2'), { status: 'working' }), taskState(task('T3'))],
  [['T1', 'T2', 'T3']],
  { usage: { lead: usage(9_000, 1_000), worker: usage(4_000, 200) } },
);

describe('the status bar', () => {
  it('shows how far the run is and what it used', () => {
    expect(statusFace(running)).toMatchObject({
      text: '$(sync~spin) Lead/Worker: 1 of 3 tasks done · 14.2k tok',
      spoken: 'Lead/Worker: 1 of 3 tasks done · 14.2k tok',
      urgent: false,
    });
  });

  it('shows what that came to, by role in the tooltip, where prices are known', () => {
    const cost = { lead: { dollars: 0.12, unpriced: 0 }, worker: { dollars: 0.03, unpriced: 0 } };
    const { text, tooltip } = statusFace({ ...running, cost });
    expect(text).toContain('14.2k tok · $0.15');
    expect(tooltip).toMatch(/Lead, .*out, \$0\.12\n- Workers, .*out, \$0\.03/);
  });

  it('tells of another run that waits for the user', () => {
    const waiting = runState([], [], { phase: 'plan-ready' });
    expect(statusFace(running, [waiting]).text).toBe(
      '$(sync~spin) Lead/Worker: 1 of 3 tasks done · 14.2k tok · another run waits for you',
    );
    expect(statusFace(running, [running]).text).not.toContain('another run');
  });

  it('stands out while something waits for the user', () => {
    const questions = [
      { questionId: 'Q', taskId: id('T1'), attempt: 1, decision: { type: 'abort', reason: '' } as const },
    ];
    expect(statusFace({ ...running, questions })).toMatchObject({
      text: '$(question) Lead/Worker: the lead asks you · 14.2k tok',
      urgent: true,
    });
    const held = runState([taskState(task('T1'), { status: 'held' })], [['T1']]);
    expect(statusFace(held).text).toBe('$(question) Lead/Worker: T1 held, waits for you · 0 tok');
    const merged = runState([], [], { phase: 'review', heldProposal: [heldSource('package.json')] });
    expect(statusFace(merged)).toMatchObject({
      text: '$(question) Lead/Worker: gates wait for you · 0 tok',
      urgent: true,
    });
    expect(statusFace(runState([], [], { phase: 'plan-ready' })).urgent).toBe(false);
  });

  it('says when no task made it', () => {
    const failed = runState([taskState(task('T1'), { status: 'failed' })], [['T1']], { phase: 'review' });
    expect(statusFace(failed).text).toBe('$(error) Lead/Worker: no task made it; retry or discard · 0 tok');
  });

  it('counts tokens per role and names the models in its tooltip', () => {
    const { tooltip } = statusFace(running);
    expect(tooltip).toContain('- Lead, o3: 9.0k in, 1.0k out');
    expect(tooltip).toContain('- Workers, gpt-4.1: 4.0k in, 200 out');
  });

  it('says aloud when another model answered, whichever attempt it was', () => {
    const other = { configured: 'gpt-4.1', returned: 'gpt-4o' };
    const attempts = [
      attempt({ models: [other] }),
      attempt({ attempt: 2, models: [{ configured: 'gpt-4.1', returned: 'gpt-4.1' }] }),
    ];
    const face = statusFace(runState([taskState(task('T1'), { status: 'working', attempts })], [['T1']]));
    expect(face.text).toContain('another model answered');
    expect(face.tooltip).toContain('gpt-4o answered, **not** the configured gpt-4.1');
  });

  it('says it of the lead, too, and after the right model has answered again', () => {
    const right = { configured: 'o3', returned: 'o3-2026-04-16' };
    const face = statusFace({ ...running, leadModels: [{ configured: 'o3', returned: 'gpt-4o' }, right] });
    expect(face.text).toContain('another model answered');
    expect(face.tooltip).toContain('- Lead, gpt-4o answered, **not** the configured o3; o3-2026-04-16: ');
    expect(statusFace({ ...running, leadModels: [right] }).text).not.toContain('another model');
  });

  it('labels a scripted model everywhere', () => {
    const face = statusFace({ ...running, setup: { ...running.setup, scripted: true } });
    expect(face.text).toContain('demo model');
    expect(face.tooltip.match(/scripted, not intelligent/g)).toHaveLength(2);
  });
});

describe('words', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.0k'],
    [14_249, '14.2k'],
    [999_949, '999.9k'],
    [999_950, '1.0M'],
    [2_340_000, '2.3M'],
  ])('write %d tokens as %s', (tokens, expected) => {
    expect(compactTokens(tokens)).toBe(expected);
  });

  it.each([
    ['o3', 'o3', false],
    ['o3', 'o3-2026-04-16', false],
    ['llama3', 'llama3-0613', false],
    ['o3', '', false],
    ['o3', 'o3-mini', true],
    ['gpt-4.1', 'gpt-4.1-mini-2026-04-14', true],
    ['gpt-4.1', 'gpt-4', true],
  ])('asked for %s and answered by %s: mismatch %s', (configured, returned, expected) => {
    expect(isMismatch({ configured, returned })).toBe(expected);
  });
});
