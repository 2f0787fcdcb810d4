import type { TimeWords } from '../../util/timeWords';
import { countOf } from '../../util/text';
import type { HunkCounts } from './fileReports';

/** A table of GitHub's kind; cells are Markdown already. Nothing where there are no rows. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('\n', ' ')).join(' | ')} |`;
  const names = columns.map((column) => column.replace(/:$/, ''));
  const rules = columns.map((column) => (column.endsWith(':') ? '---:' : '---'));
  return [line(names), line(rules), ...rows.map(line)].join('\n');
}

/** A part of the document; nothing where there is nothing to say. */
export function section(title: string, ...parts: readonly string[]): string {
  const body = parts.filter((part) => part !== '').join('\n\n');
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

/** A list; nothing where there is nothing in it. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A time of day, or a dash where the journal does not say. */
export function clockOf(at: number | null, times: TimeWords): string {
  return at === null ? '–' : times.clock(at);
}

/** `2 applied, 1 open`; nothing for none at all. */
export function countWords({ applied, accepted, rejected, open }: HunkCounts): string {
  const parts = [
    [applied, 'applied'],
    [accepted, 'accepted'],
    [rejected, 'rejected'],
    [open, 'open'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** `5 changes: 2 applied, 3 open`. */
export function changeWords(counts: HunkCounts): string {
  const total = counts.applied + counts.accepted + counts.rejected + counts.open;
  return total === 0 ? 'no changes' : `${countOf(total, 'change')}: ${countWords(counts)}`;
}

/** A number as people read it: `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
