import { diffLines } from '../read/lineDiff';
import { bare } from '../read/lineEnds';
import { dominantEndOfLine, splitLines, withEndOfLine, type EndOfLine } from '../../util/text';

/** Three versions of a text. */
export interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** What was decided about line ends apart from the lines. */
export interface EndsPlan {
  /** The versions to merge: with line ends alike, and all with a final newline. */
  readonly texts: Texts;
  /** Whether somebody changed the line ends of the file, and not only what its last line ends in. */
  readonly isConversion: boolean;
  /** Whether both sides did, to different ones. `texts` have those of the base then, which are neither side's more than the other's. */
  readonly isClash: boolean;
  /** Gives a merge of `texts` the line ends and the end it shall have; `undefined` where an empty last line would be lost so. */
  readonly finish: (merged: string, prefer: 'ours' | 'theirs') => string | undefined;
}

/**
 * How to merge texts when line ends are left out of account; `undefined` where they are no reason of a conflict, or changed in some
 * lines only.
 *
 * - A side that made all line ends alike changed the file's line ends; the result has them, as have the lines of the other side.
 * - Whether the file ends in a newline is decided by the side that changed it. Lines appended to one that had none don't change it.
 */
export function planEnds({ base, ours, theirs }: Texts): EndsPlan | undefined {
  if (base === '' || ours === '' || theirs === '') return undefined;
  const [oursTo, theirsTo] = [conversion(base, ours), conversion(base, theirs)];
  if (oursTo === 'some-lines' || theirsTo === 'some-lines') return undefined;
  const isClash = oursTo !== undefined && theirsTo !== undefined && oursTo !== theirsTo;
  const target = isClash ? dominantEndOfLine(base) : (oursTo ?? theirsTo);
  const versions = [base, ours, theirs];
  if (!target && versions.every((text) => text.endsWith('\n'))) return undefined;

  const [hadNewline, oursHas, theirsHas] = [base, ours, theirs].map((text) => text.endsWith('\n'));
  const endsInNewline = oursHas === hadNewline ? theirsHas : oursHas;
  const end = target ?? dominantEndOfLine(base);
  const uniform = (text: string): string => {
    const ended = text.endsWith('\n') ? text : text + end;
    return target ? withEndOfLine(ended, target) : ended;
  };
  return {
    texts: { base: uniform(base), ours: uniform(ours), theirs: uniform(theirs) },
    isConversion: target !== undefined,
    isClash,
    finish: (merged, prefer) => {
      const preferred = prefer === 'ours' ? oursTo : theirsTo;
      const text = isClash && preferred ? withEndOfLine(merged, preferred) : merged;
      if (endsInNewline || text === '') return text;
      const cut = bare(text);
      return cut === '' || cut.endsWith('\n') ? undefined : cut;
    },
  };
}

/** The line ends that a side gave the whole file; `undefined` where it left them as they were. */
function conversion(base: string, side: string): EndOfLine | 'some-lines' | undefined {
  if (!base.includes('\r\n') && !side.includes('\r\n')) return undefined;
  if (!changesEnds(splitLines(base), splitLines(side))) return undefined;
  const windows = side.split('\r\n').length;
  if (windows === 1) return '\n';
  return windows === side.split('\n').length ? '\r\n' : 'some-lines';
}

/** Whether a line that is the same before and after ends in another way. */
function changesEnds(before: readonly string[], after: readonly string[]): boolean {
  let [kept, moved] = [0, 0];
  const end = { beforeStart: before.length, beforeEnd: before.length, afterEnd: after.length };
  for (const edit of [...diffLines(before.map(bare), after.map(bare)), end]) {
    for (; kept < edit.beforeStart; kept++, moved++) if (endsDiffer(before[kept], after[moved])) return true;
    [kept, moved] = [edit.beforeEnd, edit.afterEnd];
  }
  return false;
}

/** A last line without a line end has none that could differ. */
function endsDiffer(before = '', after = ''): boolean {
  return before.endsWith('\n') && after.endsWith('\n') && before.endsWith('\r\n') !== after.endsWith('\r\n');
}
