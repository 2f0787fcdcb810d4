import { isMet, type Figure } from './figure';

/** Figures as aligned columns: what, figure, unit, aim, met or not. */
export function drawTable(figures: readonly Figure[]): string {
  const head = ['what', 'figure', 'unit', 'aim', ''];
  const rows = [head, ...figures.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, { column, width: widths[column] ?? 0 })).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The figures by name, on one line, for programs. */
export function asJson(figures: readonly Figure[]): string {
  return JSON.stringify(Object.fromEntries(figures.map(({ name, value }) => [name, Number(value.toPrecision(6))])));
}

function cellsOf(figure: Figure): readonly string[] {
  const { what, value, unit, aim } = figure;
  const met = { true: 'met', false: 'NOT MET', undefined: '' }[String(isMet(figure)) as 'true' | 'false' | 'undefined'];
  return [what, written(value), unit, aim ? `at most ${aim.atMost.toLocaleString('en')}` : '', met];
}

/** Three digits are what a measurement like these is worth; a whole number of four and more is written out. */
function written(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}

function pad(cell: string, { column, width }: { readonly column: number; readonly width: number }): string {
  // Numbers stand with their ends in line.
  return column === 1 ? cell.padStart(width) : cell.padEnd(width);
}
