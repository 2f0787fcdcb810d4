import { reviewProposal } from '../../src/core/review/fold';
import type { Hunk } from '../../src/core/review/hunk';
import type { RunState } from '../../src/core/run/state';

/** A change that a reviewer turns down, with the reason. */
export type UnaskedChange = {
  readonly hunk: Hunk;
  /** The task that wrote it. */
  readonly taskId: string;
  /** The text of the workspace that it takes away. */
  readonly lost: string;
  /** What it puts in its place: its lines that are not empty, without the space around them. */
  readonly lines: readonly [string, ...string[]];
};

const literal = /(["'`])((?:\\.|(?!\1).)*)\1/g;
const word = /\p{L}{2}/u;

/**
 * Looks for the change to reject as a careful reviewer would: one that replaces something the program says to people, where
 * neither the goal nor the task that wrote it speaks of that. Nothing when there is none.
 */
export function findUnaskedChange({ setup, plan, proposal, choices }: RunState): UnaskedChange | undefined {
  for (const { proposed, hunks } of reviewProposal(proposal, choices)) {
    for (const { hunk } of hunks) {
      const [author] = hunk.authors;
      const task = plan?.tasks.find(({ id }) => author?.type === 'task' && id === author.taskId);
      if (!task || hunk.kind !== 'edit') continue;
      const asked = [setup.goal, task.title, task.instructions, ...task.criteria.map(({ text }) => text)].join('\n');
      const lost = sayings(hunk.baseLines).find((text) => proposed?.includes(text) === false && !asked.includes(text));
      const [first, ...rest] = hunk.proposedLines.map((line) => line.trim()).filter((line) => line !== '');
      if (lost === undefined || first === undefined) continue;
      return { hunk, taskId: task.id, lost, lines: [first, ...rest] };
    }
  }
  return undefined;
}

/** Texts in quotes that have words in them: what a program says to people. */
function sayings(lines: readonly string[]): readonly string[] {
  const literals = lines.flatMap((line) => [...line.matchAll(literal)].map(([, , text = '']) => text));
  return literals.filter((text) => word.test(text));
}
