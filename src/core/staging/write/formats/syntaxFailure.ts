import { fail } from '../../../util/result';
import type { EditFormat, EditOperation, EditSyntaxFailure } from './operation';

/** Edits of one format that stand together in a text. */
export interface EditSection {
  readonly format: EditFormat;
  readonly operations: readonly EditOperation[];
  /** The line (from 0) behind the last one that belongs to it. */
  readonly next: number;
}

/** A failure at a line, counted from 0 as readers count. */
export function failAt(
  index: number,
  reason: EditSyntaxFailure['reason'],
  message: string,
): { readonly ok: false; readonly error: EditSyntaxFailure } {
  return fail({ reason, line: index + 1, message: `line ${index + 1}: ${message}` });
}

/** Quotes a line in a message, cut where it is long. */
export function quote(line: string): string {
  const shown = line.trim();
  return `\`${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}\``;
}
