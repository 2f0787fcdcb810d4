import { reviewProposal } from '../../src/core/review/fold';
import { hunksOf } from '../../src/core/review/hunks';
import { rebaseEvent } from '../../src/core/run/rebaseEvent';
import { editEvent } from '../../src/core/run/reviewWork';
import { reduceRun } from '../../src/core/run/reducer';
import type { RunState } from '../../src/core/run/state';
import type { Proposal } from '../../src/core/staging/read/proposal';
import type { WorkspacePath } from '../../src/core/util/paths';
import { reviewsOf } from '../../src/ui/review/reviewsOf';
import { runState } from '../unit/ui/plan/states';
import type { Figure } from './figure';
import { medianMs } from './measure';
import { proposedFile } from './texts';

const files = 1000;
const typedIn = 'src/typed.ts' as WorkspacePath;

/** What a person who reviews a large proposal waits for. */
export async function hunks(): Promise<readonly Figure[]> {
  return [
    {
      name: 'hunks-1000-files-ms',
      what: 'hunks and both sides of the review, 1,000 files of 200 lines with 5 hunks each',
      value: await foldMs(),
      unit: 'ms',
      aim: { atMost: 1000 },
    },
    {
      name: 'typing-1000-lines-ms',
      what: 'a key typed in one of 1,000 reviewed files, which has 1,000 lines and 20 hunks',
      value: await typingMs({ lines: 1000, hunks: 20 }),
      unit: 'ms',
      aim: { atMost: 16 },
    },
    {
      name: 'typing-10000-lines-ms',
      what: '- which has 10,000 lines and 100 hunks',
      value: await typingMs({ lines: 10_000, hunks: 100 }),
      unit: 'ms',
      aim: { atMost: 16 },
    },
    {
      name: 'rebase-1000-lines-ms',
      what: 'a pause in typing in a file under review itself, of 1,000 lines and 20 hunks in a proposal of 1,000 files',
      value: await rebaseMs({ lines: 1000, hunks: 20 }),
      unit: 'ms',
      aim: { atMost: 16 },
    },
    {
      name: 'rebase-10000-lines-ms',
      what: '- of 10,000 lines and 100 hunks',
      value: await rebaseMs({ lines: 10_000, hunks: 100 }),
      unit: 'ms',
      aim: { atMost: 16 },
    },
  ];
}

function foldMs(): Promise<number> {
  return medianMs(
    { runs: 5, warmups: 1 },
    {
      prepare: proposalOf,
      run: (proposal) => {
        const found = reviewProposal(proposal, new Map()).reduce((sum, review) => sum + review.hunks.length, 0);
        if (found !== 5 * files) throw new Error(`The proposal has ${found} hunks, not ${5 * files}.`);
      },
    },
  );
}

function proposalOf(): Proposal {
  const all = Array.from({ length: files }, (_, index) => proposedFile(`src/f${index}.ts`, { lines: 200, hunks: 5 }));
  return new Map(all.map((file) => [file.path, file]));
}

/** From the text as the editor has it now to the reviews that the surfaces show. */
async function typingMs(size: { readonly lines: number; readonly hunks: number }): Promise<number> {
  const proposal = new Map([...proposalOf(), [typedIn, proposedFile(typedIn, size)]]);
  let state: RunState = runState([], [], { phase: 'review', proposal });
  reviewsOf(state);
  let text = state.proposal.get(typedIn)?.text ?? '';
  const place = text.indexOf('\n', text.length / 2);
  return medianMs(
    { runs: 20, warmups: 5 },
    {
      prepare: () => (text = `${text.slice(0, place)}x${text.slice(place)}`),
      run: (typed) => {
        const event = editEvent(state, typedIn, typed);
        if (!event) throw new Error('Typing changed nothing.');
        state = reduceRun(state, event);
        reviewsOf(state);
      },
    },
  );
}

/** From the text that the workspace has now to the reviews that the surfaces show. Half of the hunks are decided. */
async function rebaseMs(size: { readonly lines: number; readonly hunks: number }): Promise<number> {
  const file = proposedFile(typedIn, size);
  const proposal = new Map([...proposalOf(), [typedIn, file]]);
  const choices = new Map(
    hunksOf(file).flatMap(({ id }, index) => (index % 2 === 0 ? [[id, 'accepted'] as const] : [])),
  );
  let state: RunState = runState([], [], { phase: 'review', proposal, choices });
  reviewsOf(state);
  let text = file.base ?? '';
  const place = text.indexOf('\n', text.length / 2);
  return medianMs(
    { runs: 20, warmups: 5 },
    {
      prepare: () => (text = `${text.slice(0, place)}x${text.slice(place)}`),
      run: (typed) => {
        const event = rebaseEvent(state, typedIn, typed);
        if (!event) throw new Error('Typing changed nothing.');
        state = reduceRun(state, event);
        reviewsOf(state);
      },
    },
  );
}
