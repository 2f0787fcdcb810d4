import { afterEach, describe, expect, it, vi } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import type { Choice } from '../../../src/core/review/hunk';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import { Overlay } from '../../../src/core/staging/write/overlay';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { exits } from '../../fakes/memoryShadow';
import type { ScriptedReply } from '../../fakes/scriptedModel';
import { draw } from '../review/proposals';
import { bench, carryOut, textOf, type Bench } from './harness';

const old = 'one\ntwo\nthree\n';
const edited = 'one\nTWO\nthree\n';
const scope = ['src/old.ts', 'src/new.ts'];

/** A worker that moves `src/old.ts` to `src/new.ts` and edits it there. */
function moves(turn: number): ScriptedReply {
  if (turn === 0) return { calls: [{ name: 'move', arguments: { from: 'src/old.ts', to: 'src/new.ts' } }] };
  if (turn === 1) return { calls: [{ name: 'write', arguments: { path: 'src/new.ts', content: edited } }] };
  return { calls: [{ name: 'finish', arguments: { summary: 'Moved it.' } }] };
}

/** The review, one line per hunk. */
function picture({ run }: Bench): readonly string[] {
  return reviewProposal(run.state.proposal, run.state.choices).flatMap(({ path, hunks }) =>
    hunks.map(({ hunk, choice }) => `${path} ${draw(hunk)} ${choice}`),
  );
}

async function choose({ run }: Bench, kind: string, choice: Choice): Promise<void> {
  const hunks = reviewProposal(run.state.proposal, run.state.choices).flatMap((review) => review.hunks);
  const ids = hunks.filter(({ hunk }) => hunk.kind === kind).map(({ hunk }) => hunk.id);
  expect(await run.choose(ids, choice)).toMatchObject({ ok: true });
}

describe('a run in which a task moves a file', () => {
  afterEach(() => vi.restoreAllMocks());

  const moving = (sketch: Partial<Parameters<typeof bench>[0]> = {}): Promise<Bench> =>
    bench({
      files: { 'src/old.ts': old },
      tasks: [{ id: 'A', writeScope: scope }],
      worker: (_, turn) => moves(turn),
      ...sketch,
    });

  it('measures the file at its new place only, and applies move and edit together', async () => {
    const b = await moving();
    await carryOut(b);
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts open', 'src/new.ts 1: two > TWO open']);
    expect(b.shadow.ran.map(({ tree }) => [tree.get('src/old.ts'), tree.get('src/new.ts')])).toEqual([
      [undefined, edited],
    ]);
    await choose(b, 'move', 'accepted');
    await choose(b, 'edit', 'accepted');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true, value: { paths: ['src/new.ts'] } });
    expect(b.workspace.applied).toEqual([
      [{ path: 'src/new.ts', before: old, after: edited, movedFrom: 'src/old.ts' }],
    ]);
    expect(Object.fromEntries(b.workspace.files)).toEqual({ 'src/new.ts': edited });
    expect(picture(b)).toEqual([]);
    expect(b.run.state.phase).toBe('applied');
    const lines = b.journal.lines.get(b.run.state.runId) ?? [];
    expect(replay(lines.map((line) => JSON.parse(line) as RunEvent))).toEqual(b.run.state);
  });

  it('applies the move alone, and keeps what else was chosen of the file', async () => {
    const b = await moving();
    await carryOut(b);
    await choose(b, 'move', 'accepted');
    await choose(b, 'edit', 'rejected');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual({ 'src/new.ts': old });
    expect(picture(b)).toEqual(['src/new.ts 1: two > TWO rejected']);
    await choose(b, 'edit', 'accepted');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual({ 'src/new.ts': edited });
  });

  it('edits the file where it stands when the move is rejected, and leaves it out by either name', async () => {
    const b = await moving();
    await carryOut(b);
    await choose(b, 'move', 'rejected');
    await choose(b, 'edit', 'accepted');
    for (const path of scope) {
      expect(await b.run.apply({ without: [path as WorkspacePath] })).toMatchObject({
        error: { reason: 'nothing-chosen' },
      });
    }
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.shadow.ran.at(-1)?.tree.get('src/old.ts')).toBe(edited);
    expect(Object.fromEntries(b.workspace.files)).toEqual({ 'src/old.ts': edited });
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts rejected']);
  });

  it('refuses to apply a move of a file that is gone by now, and says what clashes', async () => {
    const b = await moving();
    await carryOut(b);
    await choose(b, 'move', 'accepted');
    b.workspace.files.delete('src/old.ts' as WorkspacePath);
    expect(await b.run.apply({ without: [] })).toMatchObject({
      error: {
        reason: 'clash',
        message:
          'Nothing was written. What you changed meanwhile does not go with what you accepted: src/old.ts, which you deleted.',
        paths: ['src/new.ts'],
      },
    });
  });

  it('goes on from the moved file in a retry, and shows the lead the move', async () => {
    const b = await moving({
      worker: (_, turn, request) =>
        textOf(request).includes('add a line')
          ? turn === 0
            ? { calls: [{ name: 'write', arguments: { path: 'src/new.ts', content: `${edited}four\n` } }] }
            : moves(2)
          : moves(turn),
      assess: (_, times) => (times === 0 ? { type: 'retry', feedback: 'add a line' } : { type: 'accept' }),
    });
    await carryOut(b);
    expect(picture(b)).toEqual([
      'src/new.ts from src/old.ts open',
      'src/new.ts 1: two > TWO open',
      'src/new.ts 3:  > four open',
    ]);
    const assessed = b.model.requests.filter(({ schema }) => schema?.name === 'assessment').map(textOf);
    expect(assessed[0]).toContain('src/new.ts (moved from src/old.ts)');
  });

  it('refuses a move out of the write scope', async () => {
    const b = await moving({
      tasks: [{ id: 'A', writeScope: ['src/new.ts'] }],
      assess: () => ({ type: 'abort', reason: 'no' }),
      gate: () => exits(0),
    });
    // Past the tools, which would not let it.
    vi.spyOn(Overlay.prototype, 'apply').mockImplementation(async function (this: Overlay, _operations, signal) {
      const [path, movedFrom] = ['src/new.ts', 'src/old.ts'] as WorkspacePath[];
      if (path) await this.takeOver([{ path, text: old, ...(movedFrom && { movedFrom }) }], signal);
      return { ok: true, value: [] };
    });
    const done = carryOut(b);
    await b.until(({ tasks }) => [...tasks.values()].some(({ status }) => status === 'asking'));
    const verdicts = [...b.run.state.tasks.values()].flatMap(({ attempts }) => attempts[0]?.verdicts ?? []);
    expect(verdicts.find(({ gate }) => gate === 'scope')).toMatchObject({
      outcome: 'failed',
      output: 'src/old.ts is outside the write scope',
    });
    await b.run.stop();
    await done;
  });
});
