import type { BlockUnit, TextBlock } from '../matching/blockSearch';
import type { PatchHunk } from '../matching/patchHunk';

/** The formats a worker can write edits in. */
export type EditFormat = 'search-replace' | 'patch' | 'unified-diff' | 'whole-file';

/** What an edit asks for of one file. Texts have `\n` only; paths are as they were written, until they are parsed. */
export type EditOperation<Path extends string = string> =
  | {
      /** Search/replace blocks, of whole lines where it doesn't say. */
      readonly type: 'replace';
      readonly unit?: BlockUnit;
      readonly path: Path;
      readonly blocks: readonly TextBlock[];
    }
  | {
      /** Hunks of a patch; none where a file only moves. */
      readonly type: 'patch';
      readonly path: Path;
      readonly movedTo?: Path;
      readonly hunks: readonly PatchHunk[];
    }
  | {
      /** A file's whole text. `create` must not find a file there, unless with the same text; `write` takes the place of one. */
      readonly type: 'create' | 'write';
      readonly path: Path;
      readonly text: string;
      /** The format can't tell whether the last line ends in a newline (a fenced text always does): an existing file keeps its own way. */
      readonly finalNewline?: 'as-in-file';
    }
  | {
      readonly type: 'delete';
      readonly path: Path;
      /** What the edit says the file holds; it must, but for line ends and white space at the ends of lines. */
      readonly text?: string;
    };

/** What was read out of a worker's text. */
export interface ParsedEdits {
  readonly format: EditFormat;
  /** In the order they were written. Never empty. */
  readonly operations: readonly EditOperation[];
}

/** Why a text can't be read as edits. */
export interface EditSyntaxFailure {
  readonly reason: 'truncated' | 'malformed' | 'no-path' | 'unsupported' | 'no-edits';
  /** The line of the text it is about, from 1. */
  readonly line: number;
  /** For the model that wrote it: what is wrong, where, and how to write it. */
  readonly message: string;
}
