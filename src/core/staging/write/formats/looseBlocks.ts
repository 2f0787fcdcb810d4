import { ok, type Result } from '../../../util/result';
import type { Fence } from './fences';
import type { EditSyntaxFailure, ParsedEdits } from './operation';
import { failAt } from './syntaxFailure';
import { mayShowEdits } from './wholeFiles';

/** A block of code that no file is named for. */
export interface LooseBlock {
  /** The line (from 0) of its fence. */
  readonly at: number;
  readonly text: string;
  readonly fence: Fence;
  /** Where the mark of an edit stands in it, if one does. */
  readonly mark: number | undefined;
}

/** What is said of an edit that does not come first in its fence. */
export const hiddenEdit =
  'an edit begins here, in a block of code that begins with something else. Put nothing above it in its fence; or, where it is text of the file, a longer fence around all.';

/** In a text without other edits, the only block of code is the text of the file that the call is about. */
export function onlyBlock(
  blocks: readonly LooseBlock[],
  path: string | undefined,
): Result<ParsedEdits, EditSyntaxFailure> {
  const [first, second] = blocks;
  if (!first)
    return failAt(
      0,
      'no-edits',
      'there is no edit in this text. Write search/replace blocks, a patch, a unified diff, or whole files in fences with their path above.',
    );
  if (path === undefined)
    return failAt(
      first.at,
      'no-path',
      'no file is named for this block of code. Put its path alone on the line above it.',
    );
  if (second)
    return failAt(
      second.at,
      'malformed',
      'there are several blocks of code, and none says which file it is. Put the path above each.',
    );
  if (first.mark !== undefined && !mayShowEdits(path, first.fence)) return failAt(first.mark, 'malformed', hiddenEdit);
  return ok({ format: 'whole-file', operations: [{ type: 'write', path, text: first.text }] });
}
