import { withEndOfLine } from '../../core/util/text';

/** Whether a text has both kinds of line ends. The editor makes such a file uniform the moment it opens it. */
export function hasMixedLineEnds(text: string): boolean {
  return text.includes('\r\n') && /(^|[^\r])\n/.test(text);
}

/** Whether two texts are one to the editor: equal, but for line ends where one of them has mixed ones. */
export function sameText(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (!hasMixedLineEnds(one) && !hasMixedLineEnds(other)) return false;
  return withEndOfLine(one, '\n') === withEndOfLine(other, '\n');
}
