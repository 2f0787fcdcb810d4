import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { reviewProposal } from '../../../src/core/review/fold';
import type { HeldSource } from '../../../src/core/run/heldSource';
import type { RunEvent } from '../../../src/core/run/events';
import { heldIn } from '../../../src/core/run/holdReducer';
import { replay } from '../../../src/core/run/reducer';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { bench, isAssessment, taskIn, textOf, writes, type Bench, type Sketch } from './harness';

const T = (id: string): TaskId => id as TaskId;
const path = 'package.json' as WorkspacePath;
const before = 'one\ntwo\nthree\nfour\nfive\n';

/** What waits to be seen, and in which version. */
const held = ({ run }: Bench): readonly HeldSource[] => heldIn(run.state);
const versions = (b: Bench): readonly string[] => held(b).map(({ fingerprint }) => fingerprint);
const treesOf = ({ shadow }: Bench): readonly (string | undefined)[] => shadow.ran.map(({ tree }) => tree.get(path));

async function until(b: Bench, id: string, status: string): Promise<void> {
  await b.until(({ tasks }) => tasks.get(T(id))?.status === status);
}

async function begun(sketch: Partial<Sketch> = {}): Promise<{ b: Bench; approved: Promise<unknown> }> {
  const b = await bench({
    files: { [path]: before },
    tasks: [{ id: 'A', writeScope: [path] }],
    worker: (_task, turn) => writes(path, before.replace('one', 'ONE'))(turn),
    ...sketch,
  });
  await b.run.plan();
  return { b, approved: b.run.approve() };
}

describe('a change to what gates run from', () => {
  it('is not run until the user has seen that very version', async () => {
    const { b, approved } = await begun();
    await until(b, 'A', 'held');
    expect(b.run.state.tasks.get(T('A'))?.heldPaths).toEqual([path]);
    expect(held(b)).toMatchObject([{ path, before, after: before.replace('one', 'ONE') }]);
    expect(b.shadow.ran).toEqual([]);
    expect(await b.run.releaseGates(['another'])).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(b.shadow.ran).toEqual([]);
    expect(await b.run.releaseGates(versions(b))).toMatchObject({ ok: true });
    await approved;
    expect(b.shadow.ran).toHaveLength(1);
    expect(b.status('A')).toBe('accepted');
  });

  it('is not released by what was shown of an earlier attempt', async () => {
    let attempts = 0;
    const { b, approved } = await begun({
      worker: (_task, turn) => writes(path, `version ${turn === 0 ? ++attempts : attempts}\n`)(turn),
    });
    await until(b, 'A', 'held');
    const shown = versions(b);
    await b.run.stop();
    await approved;
    expect(held(b)).toEqual([]);
    await b.run.retryTask(T('A'));
    await until(b, 'A', 'held');
    expect(await b.run.releaseGates(shown)).toMatchObject({
      ok: false,
      error: { message: 'No gate waits for that version of the change any more.' },
    });
    expect([b.status('A'), b.shadow.ran]).toEqual(['held', []]);
    expect(b.run.state.seenSources.size).toBe(0);
    await b.run.stop();
  });

  it('holds the gates of whoever lays it under its own change', async () => {
    const { b, approved } = await begun({
      tasks: [
        { id: 'A', writeScope: [path] },
        { id: 'B', dependsOn: ['A'] },
      ],
      worker: (task, turn) =>
        task === 'A' ? writes(path, before.replace('one', 'ONE'))(turn) : writes('src/B.ts', 'B\n')(turn),
      hold: (request) => isAssessment(request) && taskIn(request) === 'A',
    });
    await until(b, 'A', 'held');
    await b.run.releaseGates(versions(b));
    const call = await b.model.waitFor();
    call.release();
    await until(b, 'A', 'accepted');
    // Another version of it than the one that was seen: the user's own, and B's tree would run it.
    await b.run.editProposal(path, before.replace('one', 'ONE').replace('five', 'FIVE'));
    await until(b, 'B', 'held');
    expect(held(b)).toMatchObject([{ path, before, after: 'ONE\ntwo\nthree\nfour\nFIVE\n' }]);
    expect(treesOf(b)).toEqual(['ONE\ntwo\nthree\nfour\nfive\n']);
    await b.run.releaseGates(versions(b));
    await approved;
    expect(b.status('B')).toBe('accepted');
  });
});

describe('a merged proposal that nobody has seen', () => {
  /** Two tasks change the same file; the user types into it while the second one is judged, so that the merge is new. */
  async function merged(): Promise<Bench> {
    const { b, approved } = await begun({
      tasks: [
        { id: 'A', writeScope: [path] },
        { id: 'B', writeScope: [path] },
      ],
      worker: (task, turn, request) => {
        if (turn === 0) return { calls: [{ name: 'read', arguments: { path, fromLine: null, toLine: null } }] };
        const word = task === 'A' ? 'one' : 'five';
        const edits = [{ search: word, replace: word.toUpperCase() }];
        if (turn === 1 && textOf(request).includes(word))
          return { calls: [{ name: 'edit', arguments: { path, edits } }] };
        return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
      },
      hold: (request) => isAssessment(request) && taskIn(request) === 'B',
    });
    await until(b, 'A', 'held');
    await b.run.releaseGates(versions(b));
    await until(b, 'B', 'held');
    await b.run.releaseGates(versions(b));
    const call = await b.model.waitFor();
    await b.run.editProposal(path, 'ONE\ntwo\nTHREE\nfour\nfive\n');
    call.release();
    await approved;
    return b;
  }
  const all = 'ONE\ntwo\nTHREE\nfour\nFIVE\n';

  it('is held in sight, measured once it was seen, and stays in review', async () => {
    const b = await merged();
    expect(b.run.state).toMatchObject({ phase: 'review', proposalVerdicts: [] });
    expect(b.run.state.heldProposal).toMatchObject([{ path, before, after: all }]);
    expect(treesOf(b)).not.toContain(all);
    await b.run.releaseGates(versions(b));
    await b.until(({ proposalVerdicts }) => proposalVerdicts.length > 0);
    expect(treesOf(b).at(-1)).toBe(all);
    expect(b.run.state).toMatchObject({ phase: 'review', heldProposal: [], proposalVerdicts: [{ outcome: 'passed' }] });
    // Waits for the end of what was started by the release.
    await b.run.stop();
    const journaled = await b.journal.read(b.run.state.runId);
    expect(journaled.ok && replay(journaled.value.entries as RunEvent[])).toEqual(b.run.state);
    expect(b.events.filter(({ type }) => type === 'run-finished')).toHaveLength(1);
  });

  it('is measured without more ado once the user has rejected what was new in it', async () => {
    const b = await merged();
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    const typed = file!.hunks.filter(({ hunk }) => hunk.proposedLines[0] === 'THREE\n').map(({ hunk }) => hunk.id);
    await b.run.choose(typed, 'rejected');
    await b.until(({ proposalVerdicts }) => proposalVerdicts.length > 0);
    expect(b.run.state.heldProposal).toEqual([]);
    expect(treesOf(b).at(-1)).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
  });

  it('is held anew in the version that the user makes of it', async () => {
    const b = await merged();
    const [old] = versions(b);
    await b.run.editProposal(path, all.replace('four', '4'));
    await b.until(({ heldProposal }) => heldProposal.length > 0);
    expect(held(b)).toMatchObject([{ after: all.replace('four', '4') }]);
    expect(await b.run.releaseGates([old!])).toMatchObject({ ok: false });
    expect(b.run.state.proposalVerdicts).toEqual([]);
  });

  it('does not keep what was released for an apply from being applied at once', async () => {
    const b = await merged();
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    await b.run.choose(
      file!.hunks.map(({ hunk }) => hunk.id),
      'accepted',
    );
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'gates-held' } });
    await b.run.releaseGates(b.run.state.heldChosen.map(({ fingerprint }) => fingerprint));
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.workspace.text(path)).toBe(all);
  });
});

describe('an apply of another version of such a file', () => {
  it('is shown as it would be written, over what stands in the workspace, and released by itself', async () => {
    const proposed = 'ONE\ntwo\nthree\nfour\nFIVE\n';
    const { b, approved } = await begun({ worker: (_task, turn) => writes(path, proposed)(turn) });
    await until(b, 'A', 'held');
    await b.run.releaseGates(versions(b));
    await approved;
    const typed = before.replace('three', 'typed');
    b.workspace.type(path, typed);
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    await b.run.choose([file!.hunks[0]!.hunk.id], 'accepted');
    const ran = b.shadow.ran.length;
    expect(await b.run.apply({ without: [] })).toMatchObject({
      ok: false,
      error: { reason: 'gates-held', paths: [path] },
    });
    expect(b.shadow.ran).toHaveLength(ran);
    const after = 'ONE\ntwo\ntyped\nfour\nfive\n';
    expect(b.run.state.heldChosen).toMatchObject([{ path, before: typed, after }]);
    const shown = versions(b);

    // The other hunk as well makes it another version, which nobody was shown.
    await b.run.choose([file!.hunks[1]!.hunk.id], 'accepted');
    expect(await b.run.releaseGates(shown)).toMatchObject({ ok: false });
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'gates-held' } });
    await b.run.releaseGates(versions(b));
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.workspace.text(path)).toBe('ONE\ntwo\ntyped\nfour\nFIVE\n');
  });
});
