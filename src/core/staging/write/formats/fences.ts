/** A line that opens a Markdown code block. */
export interface Fence {
  readonly mark: '`' | '~';
  readonly length: number;
  readonly indent: string;
  /** What stands behind it: a language, a file name or nothing. */
  readonly info: string;
}

const fenceLine = /^([ \t]*)(`{3,}|~{3,})(.*)$/;

/** Reads a line as a fence. */
export function readFence(line: string): Fence | undefined {
  const [, indent = '', marks = '', rest = ''] = fenceLine.exec(line) ?? [];
  const info = rest.trim();
  const mark = marks[0];
  if (mark !== '`' && mark !== '~') return undefined;
  // Code between back-ticks on one line is no block.
  return mark === '`' && info.includes('`') ? undefined : { mark, length: marks.length, indent, info };
}

/** Whether a line ends the block that a fence opened. */
export function closesFence(line: string, opened: Fence): boolean {
  const fence = readFence(line);
  return fence?.info === '' && fence.mark === opened.mark && fence.length >= opened.length;
}

/** Whether the lines of the block are a diff, as its author says. */
export function isDiffFence({ info }: Fence): boolean {
  return /^(?:diff|udiff|patch)\b/i.test(info);
}
