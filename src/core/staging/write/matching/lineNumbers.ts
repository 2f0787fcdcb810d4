const numbered = /^\s*(\d+) ?(?:\||→|\t|: )/;

/** A text without the line numbers that a listing put before its lines, and the first of them. */
export interface Unnumbered {
  readonly text: string;
  readonly first: number;
}

/** `undefined` where not every line has a number, or they don't count up one by one. */
export function withoutLineNumbers(text: string): Unnumbered | undefined {
  const lines = text.replace(/\n$/, '').split('\n');
  const numbers = lines.map((line) => Number(numbered.exec(line)?.[1] ?? Number.NaN));
  const [first] = numbers;
  if (first === undefined || !numbers.every((number, index) => number === first + index)) return undefined;
  const bare = lines.map((line) => {
    const prefix = numbered.exec(line)?.[0] ?? '';
    const rest = line.slice(prefix.length);
    // `12 | text` has a space that is not the text's; a tab, an arrow and `12: ` have none.
    return prefix.endsWith('|') && rest.startsWith(' ') ? rest.slice(1) : rest;
  });
  return { text: bare.join('\n') + (text.endsWith('\n') ? '\n' : ''), first };
}
