/** How many lines a hunk says it has of the old and of the new text. */
export interface LineCounts {
  readonly old: number;
  readonly new: number;
}

/** What a line with `@@` says of the hunk below it. */
export interface HunkHeader {
  /** A line of the file that stands above the hunk. */
  readonly anchor?: string;
  /** Where the old lines begin, from 1; 0 in an empty file. */
  readonly start?: number;
  readonly counts?: LineCounts;
}

const numbered = /^@@+ ?-(\d+)(?:,(\d+))?(?:[ ,]+\+(\d+)(?:,(\d+))?)?\s*(?:@@.*)?$/;
/** What stands for numbers that the author did not know. */
const placeholders = /^@@ ?-\S* \+\S* ?@@/;
const elided = /^(?:\.{2,}|…)?$/;

/**
 * Reads a line as the beginning of a hunk: `@@` alone or before a space, so that code such as Ruby's `@@count` is none. With numbers
 * it is a unified diff's: they are a hint, and the heading behind the second `@@` is no anchor, as the tools that write it take any
 * line above for it. Without numbers the text is an anchor; dots are none.
 */
export function readHunkHeader(line: string): HunkHeader | undefined {
  const found = numbered.exec(line.trimEnd());
  if (found) {
    const [, start = '', old = '1', , fresh = '1'] = found;
    const counts = found[3] === undefined ? {} : { counts: { old: Number(old), new: Number(fresh) } };
    return { start: Number(start), ...counts };
  }
  if (!/^@@(?:\s|$)/.test(line) && !placeholders.test(line)) return undefined;
  if (placeholders.test(line)) return {};
  const text = line.slice(3).trimEnd();
  const anchor = text.endsWith('@@') ? text.slice(0, -2).trimEnd() : text;
  return elided.test(anchor.trim()) ? {} : { anchor };
}

/** Whether a line begins a hunk of a diff with several parents, which no single file can be matched against. */
export function isCombinedHunk(line: string): boolean {
  return /^@@@+ -\d/.test(line);
}
