import { diffLines } from '../../core/staging/read/lineDiff';
import { splitLines } from '../../core/util/text';

/** Replaces a stretch of a text; offsets in UTF-16 code units, half open. */
export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The fewest line replacements that turn one text into the other, so that cursors, breakpoints and blame elsewhere stay. */
export function lineReplacements(before: string, after: string): readonly TextReplacement[] {
  const beforeLines = splitLines(before);
  const afterLines = splitLines(after);
  const offsets = [0];
  for (const line of beforeLines) offsets.push((offsets.at(-1) ?? 0) + line.length);
  return diffLines(beforeLines, afterLines).map((edit) => ({
    start: offsets[edit.beforeStart] ?? before.length,
    end: offsets[edit.beforeEnd] ?? before.length,
    text: afterLines.slice(edit.afterStart, edit.afterEnd).join(''),
  }));
}
