import type { TaskId } from '../../src/core/plan/plan';
import type { Author } from '../../src/core/staging/read/changeSet';
import type { ProposalFile } from '../../src/core/staging/read/proposal';
import type { WorkspacePath } from '../../src/core/util/paths';

/** Lines of a program: many alike, as in life, and each with something of its own. */
export function linesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, line) => {
    if (line % 5 === 4) return '}';
    if (line % 5 === 3) return '  return total;';
    return `  const value${line} = compute(total, ${line * 7});`;
  });
}

/** The lines as a text, every one of those chosen replaced. */
export function textWith(lines: readonly string[], isChanged: (line: number) => boolean): string {
  return lines.map((text, line) => `${isChanged(line) ? `  // Changed: ${line}` : text}\n`).join('');
}

/** A task's first attempt, as author. */
export function byTask(id: string): Author {
  return { type: 'task', taskId: id as TaskId, attempt: 1 };
}

/** A proposed file of so many lines with so many hunks, all by one task; a new object each time, so that nothing is remembered. */
export function proposedFile(name: string, size: { readonly lines: number; readonly hunks: number }): ProposalFile {
  const lines = linesOf(size.lines);
  const every = Math.floor(size.lines / size.hunks);
  const text = textWith(lines, (line) => line % every === 1);
  const path = name as WorkspacePath;
  return { path, base: textWith(lines, () => false), text, steps: [{ author: byTask('T1'), text }] };
}
