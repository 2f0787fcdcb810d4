import { splitLines } from '../../util/text';
import type { Author } from './changeSet';
import { diffLines } from './lineDiff';
import type { ProposalFile } from './proposal';

/** Who made what of a file. `null` stands for what was in the base and is still there. */
export interface Attribution {
  /** For each line of the proposed text, who wrote it. */
  readonly lines: readonly (Author | null)[];
  /** For each line of the base, who took it out (last, if it came back between). */
  readonly removed: readonly (Author | null)[];
}

interface TracedLine {
  readonly author: Author | null;
  /** Its index in the base; `undefined` for a line that a step wrote. */
  readonly baseIndex: number | undefined;
}

/** Follows every line of a file through the steps that made its text. */
export function attribute(file: ProposalFile): Attribution {
  const baseLines = splitLines(file.base ?? '');
  const removed: (Author | null)[] = baseLines.map(() => null);
  let lines = baseLines;
  let traced: readonly TracedLine[] = baseLines.map((_, baseIndex) => ({ author: null, baseIndex }));
  for (const { author, text } of file.steps) {
    const nextLines = splitLines(text ?? '');
    const next: TracedLine[] = [];
    let position = 0;
    for (const edit of diffLines(lines, nextLines)) {
      for (; position < edit.beforeStart; position++) next.push(traced[position] ?? { author, baseIndex: undefined });
      for (const gone of traced.slice(edit.beforeStart, edit.beforeEnd)) {
        if (gone.baseIndex !== undefined) removed[gone.baseIndex] = author;
      }
      for (let line = edit.afterStart; line < edit.afterEnd; line++) next.push({ author, baseIndex: undefined });
      position = edit.beforeEnd;
    }
    lines = nextLines;
    traced = next.concat(traced.slice(position));
  }
  return { lines: traced.map(({ author }) => author), removed };
}

/** Each author once, in order of first appearance. */
export function distinctAuthors(authors: readonly (Author | null)[]): readonly Author[] {
  const distinct = new Map<string, Author>();
  for (const author of authors) if (author && !distinct.has(authorKey(author))) distinct.set(authorKey(author), author);
  return [...distinct.values()];
}

function authorKey(author: Author): string {
  return author.type === 'user' ? 'user' : `${author.taskId}:${author.attempt}`;
}
