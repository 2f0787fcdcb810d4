import { attribute, distinctAuthors, type Attribution } from '../staging/read/attribution';
import type { Author } from '../staging/read/changeSet';
import { diffLines } from '../staging/read/lineDiff';
import type { LineEdit } from '../staging/read/lineEdit';
import { joinNear } from '../staging/read/nearEdits';
import { originOf, type ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import { splitLines } from '../util/text';
import { contentHash } from './contentHash';
import type { Hunk, HunkId } from './hunk';

const known = new WeakMap<ProposalFile, readonly Hunk[]>();

/** All differences between base and proposal, rejected ones included, from top to bottom. Computed once per file object. */
export function hunksOf(file: ProposalFile): readonly Hunk[] {
  const cached = known.get(file);
  if (cached) return cached;
  const hunks = computeHunks(file);
  known.set(file, hunks);
  return hunks;
}

/**
 * Names the move of a file by both places: a choice on it does not cover another one. The hunks of one file have a prefix in common,
 * the place where the workspace has it, so that choices on its text survive a move.
 */
export function moveId(from: WorkspacePath, to: WorkspacePath): HunkId {
  return `${from}#move-${to}` as HunkId;
}

/** Answers `copy`, which has the base, the text and the steps of `file`, knowing its hunks already. */
export function shareHunks(file: ProposalFile, copy: ProposalFile): ProposalFile {
  known.set(copy, hunksOf(file));
  return copy;
}

function computeHunks(file: ProposalFile): readonly Hunk[] {
  const move = moveOf(file);
  return move ? [move, ...textHunks(file)] : textHunks(file);
}

function moveOf({ path, movedFrom, base, text, steps }: ProposalFile): Hunk | undefined {
  if (movedFrom === undefined || base === null || text === null) return undefined;
  const movers = steps.filter((step) => step.movedFrom !== undefined);
  return {
    id: moveId(movedFrom, path),
    path,
    kind: 'move',
    movedFrom,
    baseStart: 0,
    baseLines: [],
    proposedStart: 0,
    proposedLines: [],
    authors: distinctAuthors(movers.map(({ author }) => author)),
    whitespaceOnly: false,
  };
}

function textHunks(file: ProposalFile): readonly Hunk[] {
  const { path, base, text } = file;
  if (base === text) return [];
  if (base === null || text === null) return [wholeFile(file, splitLines(base ?? ''), splitLines(text ?? ''))];

  const attribution = attribute(file);
  const { baseLines: before, textLines: after } = attribution;
  const whole = { beforeStart: 0, beforeEnd: before.length, afterStart: 0, afterEnd: after.length };
  const edits = isOneWhole(path)
    ? [{ ...whole, edits: [whole] }]
    : joinNear(attribution.edits ?? diffLines(before, after), before);
  const occurrences = new Occurrences(before, edits);
  return edits.map((edit) => {
    const baseLines = before.slice(edit.beforeStart, edit.beforeEnd);
    const proposedLines = after.slice(edit.afterStart, edit.afterEnd);
    // The lines next to a hunk are never part of another one, so they tell equal hunks apart without tying their ids together;
    // where even those are equal, the place in the base does.
    const above = before[edit.beforeStart - 1] ?? '';
    const below = before[edit.beforeEnd] ?? '';
    const ordinal = occurrences.ordinalOf([above, ...baseLines, below], edit.beforeStart - 1);
    const parts = [above, below, String(ordinal), String(baseLines.length), ...baseLines, ...proposedLines];
    return {
      id: `${originOf(file)}#${contentHash(parts)}` as HunkId,
      path,
      kind: 'edit',
      baseStart: edit.beforeStart,
      baseLines,
      proposedStart: edit.afterStart,
      proposedLines,
      authors: authorsOf(edit.edits, attribution, file),
      whitespaceOnly: withoutWhitespace(baseLines) === withoutWhitespace(proposedLines),
    };
  });
}

/** Notebooks are JSON that people never see: half of a change to one may well be no notebook any more. */
function isOneWhole(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/**
 * A created or deleted file is one hunk. Its id holds while the user types in a new file; when a worker writes another version of
 * the file it is a new one, so that no choice covers text it was not made on.
 */
function wholeFile(file: ProposalFile, before: readonly string[], after: readonly string[]): Hunk {
  const kind = file.text === null ? 'delete' : 'create';
  const byWorker = file.steps.findLast((step) => step.author.type === 'task')?.text ?? '';
  const authors = distinctAuthors(file.steps.map((step) => step.author));
  return {
    id: `${originOf(file)}#${kind}${kind === 'create' ? `-${contentHash([byWorker])}` : ''}` as HunkId,
    path: file.path,
    kind,
    baseStart: 0,
    baseLines: before,
    proposedStart: 0,
    proposedLines: after,
    authors,
    whitespaceOnly: false,
  };
}

/** Who wrote the new lines and who took the old ones out; all authors of the file where the blame does not say. */
function authorsOf(edits: readonly LineEdit[], { lines, removed }: Attribution, file: ProposalFile): readonly Author[] {
  const authors = distinctAuthors(
    edits.flatMap((edit) => [
      ...lines.slice(edit.afterStart, edit.afterEnd),
      ...removed.slice(edit.beforeStart, edit.beforeEnd),
    ]),
  );
  return authors.length > 0 ? authors : distinctAuthors(file.steps.map((step) => step.author));
}

function withoutWhitespace(lines: readonly string[]): string {
  return lines.join('').replace(/\s+/g, '');
}

/** Counts where the lines of edits and the line above occur in a text; lines are looked up, not searched for. */
class Occurrences {
  private readonly positions = new Map<string, number[]>();

  constructor(
    private readonly lines: readonly string[],
    edits: readonly LineEdit[],
  ) {
    // Only the first line of a stretch is looked up: to index all others would cost more than the rest.
    for (const { beforeStart } of edits) this.positions.set(lines[Math.max(0, beforeStart - 1)] ?? '', []);
    lines.forEach((line, index) => this.positions.get(line)?.push(index));
  }

  /** How many times `stretch` occurs before line `start`. The empty string stands for the edge of the text. */
  ordinalOf(stretch: readonly string[], start: number): number {
    const offset = stretch.findIndex((line) => line !== '');
    const positions = offset < 0 ? [] : (this.positions.get(stretch[offset] ?? '') ?? []);
    let count = 0;
    for (const position of positions) {
      const at = position - offset;
      if (at >= start) break;
      if (stretch.every((line, index) => (this.lines[at + index] ?? '') === line)) count++;
    }
    return count;
  }
}
