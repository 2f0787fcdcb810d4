import { cellCode, codeBlock, inlineCode, plainLine } from '../../util/markdown';
import { countOf } from '../../util/text';
import type { TimeWords } from '../../util/timeWords';
import type { BoundedDiff } from './diffs';
import type { Told } from './facts';
import { clockOf, grouped, section, table } from './pieces';
import type { RunReport } from './schema';

const outcomes = {
  applied: 'Applied',
  undone: 'Applied and undone',
  unfinished: 'Apply cut short: any of its files may be written or not',
  refused: 'Apply that was taken back because it failed',
};

/** What was proposed, what was chosen of it, and what was written. */
export function changeMarkdown({ files, applies }: RunReport, times: TimeWords): string {
  const rows = files.map(({ path, movedFrom, kind, tasks, hunks }) => [
    movedFrom === null ? cellCode(path) : `${cellCode(path)} from ${cellCode(movedFrom)}`,
    { edit: 'edited', create: 'new', delete: 'deleted', move: 'moved' }[kind],
    tasks.map(plainLine).join(', '),
    ...[hunks.applied, hunks.accepted, hunks.rejected, hunks.open].map(grouped),
  ]);
  const columns = ['File', 'Is', 'By', 'Applied:', 'Accepted:', 'Rejected:', 'Open:'];
  const waiting = files.flatMap(({ path, accepted }) => (accepted === null ? [] : [diffOf(path, accepted)]));
  return section(
    'Changes',
    table(columns, rows),
    ...(waiting.length > 0 ? ['### Accepted, not applied', ...waiting] : []),
    ...applies.map((apply) => applyText(apply, times)),
  );
}

function applyText(apply: Told<'applies'>, times: TimeWords): string {
  const undone = apply.undoneAt === null ? '' : `, undone ${clockOf(apply.undoneAt, times)}`;
  const left = apply.leftAsTheyAre.map(inlineCode).join(', ');
  const saved = apply.changedBySaving.map(inlineCode).join(', ');
  const count = countOf(apply.files.length, 'file');
  return [
    `### ${outcomes[apply.outcome]}, ${clockOf(apply.at, times)}${undone}, ${count}`,
    left === '' ? '' : `Left as they are by the undo: ${left}`,
    saved === '' ? '' : `Changed by saving, beyond what was accepted: ${saved}`,
    ...apply.files.flatMap(({ path, diff }) => (diff === null ? [] : [diffOf(path, diff)])),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function diffOf(path: string, { text, cut }: BoundedDiff): string {
  const more = cut === 0 ? '' : `\n\n… and ${countOf(cut, 'more line', 'more lines')}`;
  return `${inlineCode(path)}\n\n${codeBlock(text.replace(/\n$/, ''), 'diff')}${more}`;
}
