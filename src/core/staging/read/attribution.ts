import { splitLines } from '../../util/text';
import type { Author } from './changeSet';
import { diffLines } from './lineDiff';
import type { LineEdit } from './lineEdit';
import type { ProposalFile, ProposalStep } from './proposal';

/** Who made what of a file. `null` stands for what was in the base and is still there. */
export interface Attribution {
  /** For each line of the proposed text, who wrote it. */
  readonly lines: readonly (Author | null)[];
  /** For each line of the base, who took it out (last, if it came back between). */
  readonly removed: readonly (Author | null)[];
  /** Lines of the base and of the proposed text; the same list as long as the base is the same. */
  readonly baseLines: readonly string[];
  readonly textLines: readonly string[];
  /** How the base became the proposed text, where that had to be found out: in a file of one step. */
  readonly edits?: readonly LineEdit[];
}

interface TracedLine {
  readonly author: Author | null;
  /** Its index in the base; `undefined` for a line that a step wrote. */
  readonly baseIndex: number | undefined;
}

/** A file's lines after one of its steps. */
interface Trace {
  readonly step: ProposalStep | undefined;
  readonly lines: readonly string[];
  readonly traced: readonly TracedLine[];
  readonly removed: readonly (Author | null)[];
  /** From the lines before. */
  readonly edits: readonly LineEdit[];
}

/**
 * The file that was attributed last, step by step: with every key in it comes a new version, of which all steps but the last are
 * the same. One is enough, and more would hold every line of the proposal.
 */
let latest: { readonly base: string; readonly traces: readonly Trace[] } | undefined;

/** Follows every line of a file through the steps that made its text. */
export function attribute(file: ProposalFile): Attribution {
  const base = file.base ?? '';
  const known = latest?.base === base ? latest.traces : [];
  const traces: Trace[] = [known[0] ?? untouched(base)];
  for (const [index, step] of file.steps.entries()) {
    const before = traces[index];
    const again = known[index + 1];
    // What comes after a step that differs was traced on other lines.
    if (again?.step === step && before === known[index]) traces.push(again);
    else if (before) traces.push(traceStep(before, step));
  }
  latest = { base, traces };
  const [first = untouched(base), only, ...more] = traces;
  const last = traces.at(-1) ?? first;
  const { traced, removed } = last;
  return {
    baseLines: first.lines,
    // The last step's text is the file's, unless somebody made it by hand.
    textLines: last.step?.text === file.text ? last.lines : splitLines(file.text ?? ''),
    lines: traced.map(({ author }) => author),
    removed,
    ...(only && more.length === 0 && only.step?.text === file.text && { edits: only.edits }),
  };
}

function untouched(base: string): Trace {
  const lines = splitLines(base);
  return {
    step: undefined,
    lines,
    traced: lines.map((_, baseIndex) => ({ author: null, baseIndex })),
    removed: lines.map(() => null),
    edits: [],
  };
}

function traceStep(before: Trace, step: ProposalStep): Trace {
  const { author } = step;
  const lines = splitLines(step.text ?? '');
  const removed = [...before.removed];
  const edits = diffLines(before.lines, lines);
  const traced: TracedLine[] = [];
  let position = 0;
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of edits) {
    for (; position < beforeStart; position++) traced.push(before.traced[position] ?? { author, baseIndex: undefined });
    for (; position < beforeEnd; position++) {
      const baseIndex = before.traced[position]?.baseIndex;
      if (baseIndex !== undefined) removed[baseIndex] = author;
    }
    for (let line = afterStart; line < afterEnd; line++) traced.push({ author, baseIndex: undefined });
  }
  return { step, lines, traced: traced.concat(before.traced.slice(position)), removed, edits };
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
