import { beforeEach, describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import type { RunEvent } from '../../../src/core/run/events';
import { findLastApplied } from '../../../src/core/run/pastRun';
import { replay } from '../../../src/core/run/reducer';
import type { Undoable } from '../../../src/core/run/undoable';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { bench, carryOut, type Bench } from './harness';

const files = { 'src/B.ts': 'one\ntwo\nthree\nfour\n' };
const changed = 'one\nTWO\nthree\nfour\n';

/** A run in review that creates `src/A.ts` and changes `src/B.ts`. */
async function inReview(): Promise<Bench> {
  const b = await bench({
    files,
    tasks: [{ id: 'A' }, { id: 'B' }],
    worker: (task, turn) => {
      if (turn === 1) return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
      const content = task === 'B' ? changed : 'A\n';
      return { calls: [{ name: 'write', arguments: { path: `src/${task}.ts`, content } }] };
    },
  });
  await carryOut(b);
  return b;
}

async function accept({ run }: Bench, paths: readonly string[]): Promise<void> {
  const reviews = reviewProposal(run.state.proposal, run.state.choices).filter(({ path }) => paths.includes(path));
  await run.choose(
    reviews.flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk.id)),
    'accepted',
  );
}

async function apply(b: Bench, ...paths: readonly string[]): Promise<void> {
  await accept(b, paths);
  const applied = await b.run.apply({ without: [] });
  if (!applied.ok) throw new Error(applied.error.message);
}

/** What stands open in the review. */
const openPaths = ({ run }: Bench): readonly string[] =>
  reviewProposal(run.state.proposal, run.state.choices)
    .filter(({ hunks }) => hunks.some(({ choice }) => choice === 'open'))
    .map(({ path }) => path);

/** As after a reload: nothing but journal and workspace is left. */
async function reloaded({ journal, workspace }: Bench, warnings: string[] = []): Promise<Undoable | undefined> {
  const ignore = (): void => undefined;
  const logger = { trace: ignore, info: ignore, warn: (line: string) => warnings.push(line), error: ignore };
  const found = await findLastApplied({
    journals: journal,
    workspace,
    applier: workspace,
    clock: { now: () => 0 },
    logger,
  });
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

async function journaled(b: Bench): Promise<readonly RunEvent[]> {
  const entries = await b.journal.read(b.run.state.runId);
  return entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
}

describe('the undo of an apply in the window', () => {
  let b: Bench;

  beforeEach(async () => {
    b = await inReview();
    await apply(b, 'src/A.ts', 'src/B.ts');
  });

  it('brings the files back, and proposes the changes again', async () => {
    expect(b.run.state.phase).toBe('applied');
    expect(await b.run.undo({ without: [] })).toEqual({
      ok: true,
      value: { paths: ['src/A.ts', 'src/B.ts'], leftOut: [] },
    });
    expect(b.workspace.text('src/A.ts')).toBeUndefined();
    expect(b.workspace.text('src/B.ts')).toBe(files['src/B.ts']);
    expect(openPaths(b)).toEqual(['src/A.ts', 'src/B.ts']);
    expect([b.run.state.phase, b.run.state.appliedPaths, b.run.state.applies]).toEqual(['review', [], []]);
  });

  it('leaves a journal that replays to the same state', async () => {
    await b.run.undo({ without: [] });
    expect(replay(await journaled(b))).toEqual(b.run.state);
    await apply(b, 'src/A.ts');
    expect(replay(await journaled(b))).toEqual(b.run.state);
  });

  it('can be followed by another apply of the same, and that by another undo', async () => {
    await b.run.undo({ without: [] });
    await apply(b, 'src/A.ts', 'src/B.ts');
    expect(b.workspace.text('src/B.ts')).toBe(changed);
    await b.run.undo({ without: [] });
    expect(b.workspace.text('src/B.ts')).toBe(files['src/B.ts']);
  });

  it('is offered once', async () => {
    await b.run.undo({ without: [] });
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(await reloaded(b)).toBeUndefined();
  });

  it('keeps what the user changed since', async () => {
    b.workspace.type('src/B.ts', changed.replace('four', 'mine'));
    await b.run.undo({ without: [] });
    expect(b.workspace.text('src/B.ts')).toBe('one\ntwo\nthree\nmine\n');
  });

  it('stops before a clash, names it, and goes without that file when told to', async () => {
    b.workspace.type('src/B.ts', changed.replace('TWO', 'mine'));
    const refused = await b.run.undo({ without: [] });
    expect(refused).toMatchObject({
      ok: false,
      error: { reason: 'clash', paths: ['src/B.ts'], message: expect.stringContaining('src/B.ts, line 2') as string },
    });
    expect(b.workspace.text('src/A.ts')).toBe('A\n');
    expect((await journaled(b)).map(({ type }) => type)).not.toContain('undo-started');

    const without = ['src/B.ts' as WorkspacePath];
    expect(await b.run.undo({ without })).toEqual({ ok: true, value: { paths: ['src/A.ts'], leftOut: without } });
    expect(b.workspace.text('src/B.ts')).toBe(changed.replace('TWO', 'mine'));
    expect(openPaths(b)).toEqual(['src/A.ts']);
    expect(b.run.state.appliedPaths).toEqual(['src/B.ts']);
  });

  it('writes nothing when a file is in the way, and can be asked for again', async () => {
    b.workspace.readOnly.add('src/B.ts');
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: false, error: { reason: 'obstacles' } });
    expect(b.workspace.text('src/A.ts')).toBe('A\n');
    b.workspace.readOnly.clear();
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: true });
  });

  it('writes nothing where the editor has undone it already, and proposes the changes again', async () => {
    b.workspace.files.delete('src/A.ts' as WorkspacePath);
    b.workspace.type('src/B.ts', files['src/B.ts']);
    const writes = b.workspace.applied.length;
    expect(await b.run.planUndo({ without: [] })).toMatchObject({ ok: true, value: { writes: [] } });
    expect(await b.run.undo({ without: [] })).toEqual({ ok: true, value: { paths: [], leftOut: [] } });
    expect(b.workspace.applied).toHaveLength(writes);
    expect(openPaths(b)).toEqual(['src/A.ts', 'src/B.ts']);
  });

  it('plans without touching anything', async () => {
    const planned = await b.run.planUndo({ without: [] });
    expect(planned).toMatchObject({
      ok: true,
      value: {
        isWhole: true,
        writes: [
          { path: 'src/A.ts', before: 'A\n', after: null },
          { path: 'src/B.ts', after: files['src/B.ts'] },
        ],
      },
    });
    expect(b.workspace.text('src/A.ts')).toBe('A\n');
  });

  it('is not begun while an apply is under way', async () => {
    await b.run.undo({ without: [] });
    await accept(b, ['src/A.ts']);
    let release = (): void => undefined;
    b.workspace.writing = new Promise<void>((resolve) => (release = resolve));
    const applying = b.run.apply({ without: [] });
    await b.until((state) => state.applying);
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    release();
    await applying;
  });
});

describe('several applies of one run', () => {
  it('are undone newest first, after a reload too', async () => {
    const b = await inReview();
    await apply(b, 'src/A.ts');
    await apply(b, 'src/B.ts');
    await b.run.undo({ without: [] });
    expect([b.workspace.text('src/A.ts'), b.workspace.text('src/B.ts')]).toEqual(['A\n', files['src/B.ts']]);
    expect(b.run.state.appliedPaths).toEqual(['src/A.ts']);
    await (await reloaded(b))?.undo({ without: [] });
    expect(b.workspace.text('src/A.ts')).toBeUndefined();
    expect(await reloaded(b)).toBeUndefined();
  });
});

describe('the undo of an apply after a reload', () => {
  it('brings the files back from the journal alone, on record', async () => {
    const b = await inReview();
    await apply(b, 'src/A.ts', 'src/B.ts');
    const run = await reloaded(b);
    expect(run?.state.setup.goal).toBe('A goal.');
    expect(await run?.undo({ without: [] })).toMatchObject({ ok: true, value: { paths: ['src/A.ts', 'src/B.ts'] } });
    expect(b.workspace.text('src/A.ts')).toBeUndefined();
    expect(b.workspace.text('src/B.ts')).toBe(files['src/B.ts']);
    const events = await journaled(b);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['undo-started', 'apply-undone']);
    expect(replay(events)).toEqual(run?.state);
    expect(run?.state.phase).toBe('review');
  });

  it('brings back an apply that was cut short, as far as it came', async () => {
    const b = await inReview();
    await apply(b, 'src/A.ts', 'src/B.ts');
    // Killed in the moment of writing: the end is not on record, and one of the files was not reached.
    b.journal.lines.get(b.run.state.runId)?.pop();
    b.workspace.type('src/B.ts', files['src/B.ts']);
    const run = await reloaded(b);
    expect(await run?.planUndo({ without: [] })).toMatchObject({
      ok: true,
      value: { isWhole: false, writes: [{ path: 'src/A.ts', after: null }] },
    });
    expect(await run?.undo({ without: [] })).toMatchObject({ ok: true });
    expect(b.workspace.text('src/A.ts')).toBeUndefined();
    expect(await reloaded(b)).toBeUndefined();
  });

  it('goes on where an undo was cut short', async () => {
    const b = await inReview();
    await apply(b, 'src/A.ts', 'src/B.ts');
    await b.run.undo({ without: [] });
    b.journal.lines.get(b.run.state.runId)?.pop();
    b.workspace.type('src/B.ts', changed);
    expect(await (await reloaded(b))?.undo({ without: [] })).toMatchObject({
      ok: true,
      value: { paths: ['src/B.ts'] },
    });
    expect(b.workspace.text('src/B.ts')).toBe(files['src/B.ts']);
    expect(await reloaded(b)).toBeUndefined();
  });

  it('offers nothing of an apply that failed and was put back', async () => {
    const b = await inReview();
    await accept(b, ['src/A.ts']);
    b.workspace.failing = 'The editor refused.';
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false });
    expect((await journaled(b)).map(({ type }) => type)).toContain('apply-started');
    expect(await reloaded(b)).toBeUndefined();
  });

  it('offers nothing that was written with other folders open', async () => {
    const b = await inReview();
    await apply(b, 'src/A.ts');
    const run = await reloaded({ ...b, workspace: Object.assign(b.workspace, { folders: ['one', 'two'] }) });
    expect(await run?.undo({ without: [] })).toMatchObject({
      ok: false,
      error: { reason: 'not-now', message: expect.stringContaining('other folders open: workspace.') as string },
    });
    expect(b.workspace.text('src/A.ts')).toBe('A\n');
  });

  it('passes over a journal that does not hold together, and says so', async () => {
    const b = await inReview();
    await apply(b, 'src/A.ts');
    b.journal.lines.set('newer', [JSON.stringify({ type: 'apply-started', writes: [] })]);
    const warnings: string[] = [];
    expect((await reloaded(b, warnings))?.state.runId).toBe(b.run.state.runId);
    expect(warnings).toEqual([expect.stringContaining('newer')]);
  });
});

describe('what saving makes of an applied text', () => {
  it('is the base from then on, told of, and undone with the rest', async () => {
    const b = await inReview();
    b.workspace.saving = (text) => text.replace('three', 'THREE');
    await accept(b, ['src/B.ts']);
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true, value: { changedBySaving: ['src/B.ts'] } });
    const saved = changed.replace('three', 'THREE');
    const file = b.run.state.proposal.get('src/B.ts' as WorkspacePath);
    expect([file?.base, file?.text]).toEqual([saved, saved]);
    expect(b.run.state.applies.at(-1)?.writes).toMatchObject([{ after: saved, accepted: changed }]);
    expect(replay(await journaled(b))).toEqual(b.run.state);

    b.workspace.saving = (text) => text;
    await b.run.undo({ without: [] });
    expect(b.workspace.text('src/B.ts')).toBe(files['src/B.ts']);
    expect(openPaths(b)).toEqual(['src/A.ts', 'src/B.ts']);
  });

  it('is not told of where it is line ends only', async () => {
    const b = await inReview();
    b.workspace.saving = (text) => text.replaceAll('\n', '\r\n');
    await accept(b, ['src/A.ts']);
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true, value: { changedBySaving: [] } });
    expect(b.run.state.proposal.get('src/A.ts' as WorkspacePath)?.base).toBe('A\r\n');
  });
});
