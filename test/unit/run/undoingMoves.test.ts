import { describe, expect, it } from 'vitest';
import { planApply, settle, settledChoices } from '../../../src/core/review/applyPlan';
import { reviewFile } from '../../../src/core/review/fold';
import type { Choice } from '../../../src/core/review/hunk';
import { hunksOf } from '../../../src/core/review/hunks';
import type { RunChange } from '../../../src/core/run/run';
import { RunLog } from '../../../src/core/run/runLog';
import { undoLast } from '../../../src/core/run/undoWork';
import type { ProposalFile } from '../../../src/core/staging/read/proposal';
import { Emitter } from '../../../src/core/util/emitter';
import { MemoryJournalStore } from '../../fakes/memoryJournal';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import { byTask } from '../review/proposals';
import { numbered } from '../staging/texts';
import { at, stateOf } from '../ui/review/fakeRun';

const [oldPath, newPath] = [at('src/old.ts'), at('src/new.ts')];
const base = numbered(1, 2, 3, 4, 5, 6, 7);
const text = numbered(1, 'x', 3, 4, 5, 'y', 7);
const file: ProposalFile = {
  path: newPath,
  movedFrom: oldPath,
  base,
  text,
  steps: [{ author: byTask('T1'), text, movedFrom: oldPath }],
};

/** A run of which a file was moved, its first change applied with the move, and its last one chosen like this. */
async function appliedWith(last: Exclude<Choice, 'open'>): Promise<{ log: RunLog; workspace: MemoryWorkspace }> {
  const [move, first, other] = hunksOf(file).map(({ id }) => id);
  if (!move || !first || !other) throw new Error('The file should have three hunks.');
  const choices = new Map([[move, 'accepted'] as const, [first, 'accepted'] as const, [other, last] as const]);
  const journal = await new MemoryJournalStore().create('run-1');
  if (!journal.ok) throw new Error(journal.error.message);
  const changes = new Emitter<RunChange>((error) => {
    throw error;
  });
  const log = RunLog.resume(
    { ...stateOf([file]), choices },
    { journal: journal.value, changes, clock: { now: () => 0 } },
  );
  const workspace = Object.assign(new MemoryWorkspace({ [oldPath]: base }), { folders: ['basic'] });
  const review = reviewFile(file, choices);
  const { writes } = planApply([review], new Map([[oldPath, base]]));
  await log.record({ type: 'apply-started', writes });
  await workspace.apply(writes);
  const files = [settle(file, review, writes[0]?.after ?? null)];
  await log.record({ type: 'applied', files, paths: [newPath], ...settledChoices(review) });
  return { log, workspace };
}

const undo = ({ log, workspace }: Awaited<ReturnType<typeof appliedWith>>): ReturnType<typeof undoLast> =>
  undoLast({ log, workspace, applier: workspace }, [], new AbortController().signal);

describe('the undo of an applied move', () => {
  it('moves the file back and proposes the move and its changes again', async () => {
    const applied = await appliedWith('accepted');
    expect([...applied.workspace.files]).toEqual([[newPath, text]]);
    expect(await undo(applied)).toMatchObject({ ok: true });
    expect([...applied.workspace.files]).toEqual([[oldPath, base]]);
    expect(applied.log.state.proposal.get(newPath)).toEqual(file);
  });

  it('keeps what the user changed since in its new place', async () => {
    const applied = await appliedWith('accepted');
    applied.workspace.type(newPath, text.replace('4', 'mine'));
    await undo(applied);
    expect([...applied.workspace.files]).toEqual([[oldPath, base.replace('4', 'mine')]]);
    const again = applied.log.state.proposal.get(newPath);
    expect([again?.movedFrom, again?.base]).toEqual([oldPath, base.replace('4', 'mine')]);
  });

  it('leaves rejected what was', async () => {
    const applied = await appliedWith('rejected');
    await undo(applied);
    const { proposal, choices } = applied.log.state;
    const again = proposal.get(newPath);
    expect(again && reviewFile(again, choices).hunks.map(({ choice }) => choice)).toEqual(['open', 'open', 'rejected']);
  });
});
