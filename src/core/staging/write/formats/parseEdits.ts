import { ok, type Result } from '../../../util/result';
import { EditReader } from './editReader';
import { unwrapText } from './envelope';
import type { EditSyntaxFailure, ParsedEdits } from './operation';

/**
 * Reads the edits in a text that a model wrote, in whichever format it did. The format is told by its marks, outermost first: what
 * stands inside an edit of one format is its text, also where it reads like another. Words and code around edits say nothing. All
 * edits of a text are of one format. `path` is the file that the call is about, for edits that name none.
 */
export function parseEdits(
  text: string,
  { path }: { readonly path?: string } = {},
): Result<ParsedEdits, EditSyntaxFailure> {
  const read = new EditReader(unwrapText(text).split('\n'), path).read();
  return read.ok ? ok({ format: read.value.format, operations: read.value.operations }) : read;
}
