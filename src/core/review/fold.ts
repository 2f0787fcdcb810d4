import { originOf, type Proposal, type ProposalFile } from '../staging/read/proposal';
import { splitLines } from '../util/text';
import type { Choice, Choices, FileReview, Hunk, ReviewedHunk } from './hunk';
import { hunksOf } from './hunks';

interface Folded {
  /** The choices on this file's hunks, in order: the same choices give the same review, whatever was chosen elsewhere. */
  readonly choices: readonly Choice[];
  readonly review: FileReview;
}

const lastFold = new WeakMap<ProposalFile, Folded>();

/**
 * Both sides of a file's diff, from its hunks and the choices on them. The same object comes back until the file or a choice on one
 * of its hunks changes.
 */
export function reviewFile(file: ProposalFile, choices: Choices): FileReview {
  const chosen = choicesOn(hunksOf(file), choices);
  const last = lastFold.get(file);
  if (last?.choices.every((choice, index) => choice === chosen[index])) return last.review;
  const review = fold(file, chosen);
  lastFold.set(file, { choices: chosen, review });
  return review;
}

/** The same for choices that are only tried: it leaves no trace for {@link reviewFile} to find. */
export function tryChoices(file: ProposalFile, choices: Choices): FileReview {
  return fold(file, choicesOn(hunksOf(file), choices));
}

/** All files of a proposal under review, sorted by path. */
export function reviewProposal(proposal: Proposal, choices: Choices): readonly FileReview[] {
  return [...proposal.values()]
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map((file) => reviewFile(file, choices));
}

function choicesOn(hunks: readonly Hunk[], choices: Choices): readonly Choice[] {
  return hunks.map((hunk) => choices.get(hunk.id) ?? 'open');
}

function fold(file: ProposalFile, choices: readonly Choice[]): FileReview {
  const { path, base, text } = file;
  const hunks = hunksOf(file);
  const [first] = hunks;
  const [firstChoice = 'open'] = choices;
  const places = placesOf(file, first?.kind === 'move' ? firstChoice : 'accepted');
  if (first?.kind === 'create' || first?.kind === 'delete') {
    const placed = [{ hunk: first, choice: firstChoice, reviewedLine: 0, proposedLine: 0, ...clashOn(file, first) }];
    const reviewed = firstChoice === 'accepted' ? text : base;
    return { path, base, hunks: placed, reviewed, proposed: firstChoice === 'rejected' ? base : text, ...places };
  }

  const baseLines = splitLines(base ?? '');
  const reviewed = new Side();
  const proposed = new Side();
  const placed: ReviewedHunk[] = [];
  let position = 0;
  for (const [index, hunk] of hunks.entries()) {
    const choice = choices[index] ?? 'open';
    const unchanged = baseLines.slice(position, hunk.baseStart);
    reviewed.add(unchanged);
    proposed.add(unchanged);
    placed.push({
      hunk,
      choice,
      reviewedLine: reviewed.lineCount,
      proposedLine: proposed.lineCount,
      ...clashOn(file, hunk),
    });
    reviewed.add(choice === 'accepted' ? hunk.proposedLines : hunk.baseLines);
    proposed.add(choice === 'rejected' ? hunk.baseLines : hunk.proposedLines);
    position = hunk.baseStart + hunk.baseLines.length;
  }
  const rest = baseLines.slice(position);
  reviewed.add(rest);
  proposed.add(rest);
  // A file that is there neither before nor after has no text on either side.
  return {
    path,
    base,
    hunks: placed,
    reviewed: base === null ? null : reviewed.text,
    proposed: base === null ? null : proposed.text,
    ...places,
  };
}

/** Where each side has the file, by what was chosen of its move; without one both have it where the workspace does. */
function placesOf(file: ProposalFile, move: Choice): Pick<FileReview, 'basePath' | 'reviewedPath' | 'proposedPath'> {
  const basePath = originOf(file);
  return {
    basePath,
    reviewedPath: move === 'accepted' ? file.path : basePath,
    proposedPath: move === 'rejected' ? basePath : file.path,
  };
}

function clashOn({ clashes }: ProposalFile, { id }: Hunk): Pick<ReviewedHunk, 'clash'> {
  const clash = clashes?.find(({ hunk }) => hunk === id);
  return clash ? { clash } : {};
}

/** One side of the diff while it is put together. */
class Side {
  private readonly parts: string[] = [];
  lineCount = 0;

  add(lines: readonly string[]): void {
    this.parts.push(lines.join(''));
    this.lineCount += lines.length;
  }

  get text(): string {
    return this.parts.join('');
  }
}
