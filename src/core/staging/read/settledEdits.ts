import { editsOf, type ChangedLines, type NumberedTexts } from './numberedLines';
import type { LineEdit } from './lineEdit';

/**
 * The edits of a diff, each in its place of choice. Beside lines like its own an edit could stand in several places, and which one a
 * search finds depends on text elsewhere. Each slides as far down as it goes, taking in edits it meets; one that could stand
 * beside a change of the other text stands at the lowest of these, so that a replacement is one edit. That is git's rule for
 * merges (where it leaves indentation out of account), by Michael Haggerty (2016), and it keeps hunks what they were.
 */
export function settledEdits(texts: NumberedTexts, changed: ChangedLines): readonly LineEdit[] {
  const before = new Runs(texts.before, changed.before);
  const after = new Runs(texts.after, changed.after);
  settle(before, after);
  settle(after, before);
  return editsOf(changed);
}

function settle(runs: Runs, others: Runs): void {
  runs.toFirst();
  others.toFirst();
  do {
    if (!runs.isEmpty) settleRun(runs, others);
  } while (others.toNext() && runs.toNext());
}

function settleRun(runs: Runs, others: Runs): void {
  let size: number;
  let highestEnd: number;
  let canStandBeside: boolean;
  do {
    size = runs.size;
    while (runs.slideUp()) others.toPrevious();
    highestEnd = runs.end;
    canStandBeside = !others.isEmpty;
    while (runs.slideDown()) {
      others.toNext();
      canStandBeside ||= !others.isEmpty;
    }
    // On its way it may have taken in others, which makes it another run.
  } while (size !== runs.size);
  if (!canStandBeside || runs.end === highestEnd) return;
  while (others.isEmpty) {
    runs.slideUp();
    others.toPrevious();
  }
}

/** Walks over the runs of changed lines of one text; between any two common lines there is one, which may be empty. */
class Runs {
  private start = 0;
  /** The line below the run. */
  end = 0;

  constructor(
    private readonly lines: Int32Array,
    private readonly changed: Uint8Array,
  ) {}

  get size(): number {
    return this.end - this.start;
  }

  get isEmpty(): boolean {
    return this.start === this.end;
  }

  toFirst(): void {
    this.start = 0;
    this.end = 0;
    this.growDown();
  }

  /** Answers whether there is one. */
  toNext(): boolean {
    if (this.end === this.lines.length) return false;
    this.start = this.end + 1;
    this.end = this.start;
    this.growDown();
    return true;
  }

  toPrevious(): void {
    this.end = this.start - 1;
    this.start = this.end;
    this.growUp();
  }

  /** Moves the run one line down, and takes in the run that it meets. Answers whether it could. */
  slideDown(): boolean {
    if (this.end >= this.lines.length || this.lines[this.start] !== this.lines[this.end]) return false;
    this.changed[this.start++] = 0;
    this.changed[this.end++] = 1;
    this.growDown();
    return true;
  }

  /** The same upwards. */
  slideUp(): boolean {
    if (this.start === 0 || this.lines[this.start - 1] !== this.lines[this.end - 1]) return false;
    this.changed[--this.start] = 1;
    this.changed[--this.end] = 0;
    this.growUp();
    return true;
  }

  private growDown(): void {
    while (this.changed[this.end] === 1) this.end++;
  }

  private growUp(): void {
    while (this.changed[this.start - 1] === 1) this.start--;
  }
}
