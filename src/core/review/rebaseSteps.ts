import type { ProposalStep } from '../staging/read/proposal';
import { splitLines } from '../util/text';
import { alignChanges, bothKept, changesBetween, type LineChange } from './lineChanges';

/** Where the steps of a file go. */
export interface StepMove {
  /** What the steps were made on. */
  readonly base: string | null;
  /** What they shall stand on. */
  readonly onto: string | null;
  /** The file's text there. */
  readonly text: string | null;
}

/**
 * Moves each step of a file onto another base, so that lines keep their authors. Where the base changed in the same place, the step
 * keeps what it wrote; the last step is the file's text.
 */
export function moveSteps(steps: readonly ProposalStep[], { base, onto, text }: StepMove): readonly ProposalStep[] {
  const last = steps.at(-1);
  if (!last) return steps;
  const before = steps.slice(0, -1);
  if (before.length === 0 || base === null || onto === null) return [...before, { ...last, text }];
  const lines = splitLines(base);
  const ours = changesBetween(lines, splitLines(onto));
  const moved = before.map((step) =>
    step.text === null ? step : { ...step, text: moveText(lines, ours, splitLines(step.text)) },
  );
  return [...moved, { ...last, text }];
}

function moveText(base: readonly string[], ours: readonly LineChange[], text: readonly string[]): string {
  const parts = alignChanges(base, ours, changesBetween(base, text)).map((piece) => {
    switch (piece.type) {
      case 'same':
        return piece.base;
      case 'ours':
        return piece.ours;
      case 'theirs':
        return piece.change.lines;
      case 'both':
        return bothKept(piece) ?? piece.theirs;
    }
  });
  return parts.map((lines) => lines.join('')).join('');
}
