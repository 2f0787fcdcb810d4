import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../../src/core/plan/plan';
import { reportMarkdown } from '../../../../src/core/run/report/reportMarkdown';
import { reportOf } from '../../../../src/core/run/report/runReport';
import { reportSchema } from '../../../../src/core/run/report/schema';
import { bench, carryOut } from '../harness';
import { entriesOf, eventfulRun, hunkIds, reportFrom, start, times } from './toldRun';

describe('the report of a run', () => {
  it('tells all of it, in words', async () => {
    const entries = await entriesOf(await eventfulRun());
    await expect(reportMarkdown(reportFrom(entries), times)).toMatchFileSnapshot('../../../golden/run-report.md');
  });

  it('is by its schema, and the same after it was JSON', async () => {
    const report = reportFrom(await entriesOf(await eventfulRun()));
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('counts changes by where they stand: in the workspace, accepted, rejected, open', async () => {
    const b = await bench({ tasks: [{ id: 'A' }, { id: 'B' }, { id: 'C' }] });
    await carryOut(b);
    const [first, second] = hunkIds(b);
    await b.run.choose([first!], 'accepted');
    const accepted = reportFrom(await entriesOf(b));
    expect(accepted.files.map(({ path, hunks }) => [path, hunks.accepted, hunks.open])).toEqual([
      ['src/A.ts', 1, 0],
      ['src/B.ts', 0, 1],
      ['src/C.ts', 0, 1],
    ]);
    expect(accepted.files[0]?.accepted?.text).toContain('+A\n');
    await b.run.apply({ without: [] });
    await b.run.choose([second!], 'rejected');
    const applied = reportFrom(await entriesOf(b));
    expect(applied.files.map(({ hunks }) => hunks)).toEqual([
      { applied: 1, accepted: 0, rejected: 0, open: 0 },
      { applied: 0, accepted: 0, rejected: 1, open: 0 },
      { applied: 0, accepted: 0, rejected: 0, open: 1 },
    ]);
    expect(applied.tasks.map(({ id, hunks }) => [id, hunks.applied])).toEqual([
      ['A', 1],
      ['B', 0],
      ['C', 0],
    ]);
    await b.run.undo({ without: [] });
    const undone = reportFrom(await entriesOf(b));
    expect(undone.applies).toMatchObject([{ outcome: 'undone', files: [{ path: 'src/A.ts', hunks: 1 }] }]);
    expect(undone.files[0]?.hunks).toMatchObject({ applied: 0 });
  });

  it('names the models that answered, and says a mismatch first', async () => {
    const entries = await entriesOf(await eventfulRun());
    const swapped = entries.map((event) =>
      event.type === 'worker-turned' ? { ...event, model: { ...event.model, returned: 'gpt-3' } } : event,
    );
    const report = reportFrom(swapped);
    expect(report.models).toMatchObject([
      { role: 'lead', mismatch: false, cost: { currency: 'USD' } },
      { role: 'worker', answered: 'gpt-3', mismatch: true, cost: null },
    ]);
    expect(report.spending?.amount).toBeCloseTo(report.models[0]?.cost?.amount ?? 0, 10);
    expect(report.spending?.unpricedTokens).toBe(1_100);
    expect(reportMarkdown(report, times)).toContain('and 1,100 tokens of models without a known price.');
    expect(reportMarkdown(report, times)).toContain('gpt-3 answered, **not** the configured gpt-4.1');
  });

  it('says which accepted tasks nothing has measured', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], gates: [] });
    await carryOut(b);
    const text = reportMarkdown(reportFrom(await entriesOf(b)), times);
    expect(text).toContain('**Unmeasured:** no command gate has passed on what was accepted of A.');
    expect(text).toContain('No command gate was configured.');
  });

  it('says how long attempts took, and nothing of one that is under way', async () => {
    const entries = await entriesOf(await eventfulRun());
    const began = entries.findIndex(({ type }) => type === 'attempt-started');
    const [first] = reportFrom(entries).tasks[0]?.attempts ?? [];
    expect(first?.startedAt).toBe(start + began * 1000);
    expect(first?.endedAt).toBeGreaterThan(start + began * 1000);
    const cut = reportFrom(entries.slice(0, began + 1));
    expect(cut.tasks.flatMap(({ attempts }) => attempts)).toMatchObject([{ endedAt: null }]);
  });
});

describe('a journal that is not as it should be', () => {
  it('without a beginning is of no run', () => {
    expect(reportOf([{ type: 'run-finished' }])).toMatchObject({ ok: false, error: { reason: 'journal' } });
    expect(reportOf([])).toMatchObject({ ok: false });
  });

  it('of another version is told as far as it is known, and that is said', async () => {
    const entries = await entriesOf(await eventfulRun());
    const [first, ...rest] = entries;
    const report = reportFrom([first, { type: 'moon-landed' }, 'what', { type: 'toString' }, ...rest]);
    expect(report.journal).toEqual({ unread: 3, broken: null });
    const known = reportFrom(entries);
    expect(report.decisions.map(({ decision }) => decision)).toEqual(known.decisions.map(({ decision }) => decision));
    expect(reportMarkdown(report, times)).toContain('3 entries of the journal come from another version');
  });

  it('that does not hold together is told on, and says from where', async () => {
    const entries = await entriesOf(await eventfulRun());
    const broken = entries.filter(({ type }) => type !== 'attempt-assessed');
    const report = reportFrom(broken);
    expect(report.journal.broken).toMatch(/^attempt-/);
    expect(report.waivers).toHaveLength(1);
    expect(report.verdicts).toHaveLength(reportFrom(entries).verdicts.length);
    expect(report.tasks.map(({ id }) => id as TaskId)).toEqual(['A', 'B', 'C']);
    expect(reportMarkdown(report, times)).toContain('does not hold together');
  });
});
