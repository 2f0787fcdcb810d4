import type { ScriptLine } from './script';

/** One hunk of a patch: lines that stand in the file, with what becomes of them, and what the patch says of where that is. */
export interface PatchHunk {
  readonly script: readonly ScriptLine[];
  /** The other way to read the same lines, where the format leaves two: context that may or may not have lost its leading space. */
  readonly alternate?: readonly ScriptLine[];
  /** Lines that stand above the hunk, outermost first: each is looked for behind the one before it. */
  readonly anchors: readonly string[];
  /** The line (from 1) where the patch says that its old lines begin. A hint: it only decides between places that match alike. */
  readonly line?: number;
  /** The patch says that the hunk's old lines are the last ones of the file. */
  readonly atEnd: boolean;
  /** Whether the last line of the changed file ends in a newline, where the patch says. */
  readonly finalNewline?: boolean;
}
