import { withEndOfLine } from '../../core/util/text';

/** Whether two texts have the same lines, whatever ends them: the editor shows a file of mixed line ends with one kind. */
export function sameLines(one: string, other: string): boolean {
  return one === other || withEndOfLine(one, '\n') === withEndOfLine(other, '\n');
}
