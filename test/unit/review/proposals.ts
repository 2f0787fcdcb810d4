import fc from 'fast-check';
import type { Choices, Hunk, HunkId } from '../../../src/core/review/hunk';
import { hunksOf } from '../../../src/core/review/hunks';
import type { Author } from '../../../src/core/staging/read/changeSet';
import type { ProposalFile } from '../../../src/core/staging/read/proposal';
import type { TaskId } from '../../../src/core/plan/plan';
import { anyFile, pathOf } from '../staging/texts';

/** A task as author. */
export const byTask = (taskId: string, attempt = 1): Author => ({ type: 'task', taskId: taskId as TaskId, attempt });

/** A file that one task proposed. */
export function proposed(base: string | null, text: string | null, path = 'file.ts'): ProposalFile {
  return { path: pathOf(path), base, text, steps: base === text ? [] : [{ author: byTask('T1'), text }] };
}

/** The same file, moved by another task that left its text alone. */
export function movedTo(path: string, file: ProposalFile): ProposalFile {
  const step = { author: byTask('T2'), text: file.text, movedFrom: file.path };
  return { ...file, path: pathOf(path), movedFrom: file.path, steps: [...file.steps, step] };
}

/** A proposed file of any shape, moved ones among them. */
export const anyProposed: fc.Arbitrary<ProposalFile> = fc
  .tuple(anyFile, anyFile, fc.boolean())
  .map(([base, text, isMoved]) => {
    const file = proposed(base, text);
    return isMoved && base !== null && text !== null ? movedTo('new/place.ts', file) : file;
  });

/** All hunks chosen alike. */
export function all(file: ProposalFile, choice: 'accepted' | 'rejected'): Choices {
  return new Map(hunksOf(file).map((hunk) => [hunk.id, choice]));
}

/** Choices on hunks by their order: `a` accepts, `r` rejects, anything else leaves open. */
export function choose(file: ProposalFile, letters: string): Choices {
  return new Map(
    hunksOf(file).flatMap((hunk, index): [HunkId, 'accepted' | 'rejected'][] => {
      const letter = letters[index % Math.max(1, letters.length)];
      return letter === 'a' ? [[hunk.id, 'accepted']] : letter === 'r' ? [[hunk.id, 'rejected']] : [];
    }),
  );
}

/** Letters for {@link choose}. */
export const anyLetters: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom('a', 'r', 'o'),
  minLength: 1,
  maxLength: 6,
});

/** A hunk on one line: `2: b > x`, `from old.ts`. */
export function draw(hunk: Hunk): string {
  if (hunk.kind === 'move') return `from ${hunk.movedFrom}`;
  return `${hunk.baseStart}: ${hunk.baseLines.join('').trimEnd()} > ${hunk.proposedLines.join('').trimEnd()}`.trimEnd();
}
