import { standing, type HunkClash, type ProposalFile } from '../staging/read/proposal';
import type { Choices, FileReview, HunkId } from './hunk';
import { hunksOf, shareHunks } from './hunks';
import type { RebasedFile } from './rebaseChoices';
import type { ClashMark } from './rebaseLines';

const none: Choices = new Map();

/** Rebases a file that is there on one side only: proposed as new or to be deleted, or deleted by the user. */
export function rebaseWhole(file: ProposalFile, review: FileReview, current: string | null): RebasedFile {
  const { path, base } = file;
  const { proposed, hunks } = review;
  // Of two files made in one place, an empty one gives way, as in every merge.
  const givesWay = base === null && current !== null && proposed === '';
  // Nothing is proposed any more, be it that the user rejected all of it or did it themselves.
  if (proposed === base || proposed === current || givesWay) {
    return { file: { path, base: current, text: current, steps: [] }, choices: none };
  }
  const steps = file.steps.map((step, index) => (index === file.steps.length - 1 ? { ...step, text: proposed } : step));
  const rebased = standing({ ...file, clashes: [], base: current, text: proposed, steps });
  const before = hunks.find(({ clash }) => clash && clash.kind !== 'lines')?.clash;
  if (before?.base === (current ?? '')) return takenBack(rebased, before);
  if (base === null && current === '') return { file: rebased, choices: none };
  return marked(rebased, {
    kind: base === null ? 'both-created' : 'modify-delete',
    base: before?.base ?? base ?? '',
    ours: current ?? '',
    theirs: proposed ?? '',
    was: before?.was ?? (hunks.every(({ choice }) => choice === 'accepted') ? 'accepted' : 'open'),
  });
}

/** All hunks of the file are in the user's way, and open. */
function marked(file: ProposalFile, mark: ClashMark): RebasedFile {
  const clashes = hunksOf(file).map(({ id }): HunkClash => ({ ...mark, hunk: id }));
  return { file: shareHunks(file, { ...file, clashes }), choices: none };
}

/** The user took back what they did, so what had been chosen counts again. */
function takenBack(file: ProposalFile, { was }: HunkClash): RebasedFile {
  const ids = was === 'accepted' ? hunksOf(file).map(({ id }): [HunkId, 'accepted'] => [id, was]) : [];
  return { file, choices: new Map(ids) };
}
