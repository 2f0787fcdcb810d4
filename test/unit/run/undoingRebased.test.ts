import { beforeEach, describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import { bench, carryOut, type Bench } from './harness';

const path = 'src/A.ts';
const before = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const proposed = before.replace('two', 'TWO').replace('six', 'SIX');

/** Every hunk of the review with its choice: `two > TWO open`. */
const drawn = ({ run }: Bench): readonly string[] =>
  reviewProposal(run.state.proposal, run.state.choices).flatMap(({ hunks }) =>
    hunks.map(
      ({ hunk, choice }) => `${hunk.baseLines.join('').trim()} > ${hunk.proposedLines.join('').trim()} ${choice}`,
    ),
  );

describe('the undo of an apply in a file that the user typed in since', () => {
  let b: Bench;

  beforeEach(async () => {
    b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      worker: (_task, turn) =>
        turn === 0
          ? { calls: [{ name: 'write', arguments: { path, content: proposed } }] }
          : { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] },
    });
    await carryOut(b);
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    const [first] = file?.hunks ?? [];
    if (!first) throw new Error('Nothing is proposed.');
    await b.run.choose([first.hunk.id], 'accepted');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(drawn(b)).toEqual(['six > SIX open']);
  });

  const type = async (text: string): Promise<void> => {
    b.workspace.type(path, text);
    b.watch.touch(path);
    await b.run.catchUp();
  };

  const expectReplay = async (): Promise<void> => {
    const entries = await b.journal.read(b.run.state.runId);
    expect(entries.ok && replay(entries.value.entries as RunEvent[])).toEqual(b.run.state);
  };

  it('stands on the restored text, which has what they typed', async () => {
    await type(before.replace('two', 'TWO').replace('four', 'mine'));
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: true });
    expect(b.workspace.text(path)).toBe(before.replace('four', 'mine'));
    expect(drawn(b)).toEqual(['two > TWO open', 'six > SIX open']);
    expect(b.run.state.proposal.get(path as never)?.base).toBe(before.replace('four', 'mine'));
    await expectReplay();
    // Taking the typed text back after that brings nothing of before the undo with it.
    await type(before);
    expect(drawn(b)).toEqual(['two > TWO open', 'six > SIX open']);
  });

  it('proposes again also what they undid in the editor', async () => {
    await type(before);
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: true, value: { paths: [] } });
    expect(drawn(b)).toEqual(['two > TWO open', 'six > SIX open']);
    await expectReplay();
  });
});
