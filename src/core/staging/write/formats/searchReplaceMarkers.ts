/** What a line is in a search/replace block. */
export type Marker =
  | { readonly type: 'search'; readonly length: number; readonly rest: string }
  | { readonly type: 'divider'; readonly length: number }
  | { readonly type: 'replace' }
  /** The markers of a merge conflict that a file may hold. */
  | { readonly type: 'ours' | 'theirs' };

const search = /^\s*(<{5,9}|-{5,9}) ?SEARCH\b>?(.*)$/;
const divider = /^\s*(={5,9})\s*$/;
const replace = /^\s*(?:>{5,9}|\+{5,9}) ?REPLACE\b/;
const ours = /^<{5,9}(?:\s|$)/;
const theirs = /^>{5,9}(?:\s|$)/;

/** Reads a line as a marker. Escaped ones are text. */
export function readMarker(line: string): Marker | undefined {
  const opened = search.exec(line);
  if (opened) return { type: 'search', length: opened[1]?.length ?? 0, rest: (opened[2] ?? '').trim() };
  const divided = divider.exec(line);
  if (divided) return { type: 'divider', length: divided[1]?.length ?? 0 };
  if (replace.test(line)) return { type: 'replace' };
  if (ours.test(line)) return { type: 'ours' };
  return theirs.test(line) ? { type: 'theirs' } : undefined;
}

/** A line that would be a marker, but for the back-slash before it. */
const escaped = /^(\s*)\\([<>=+-]{5,9}(?:\s|$)|:(?:start|end)_line:)/;

/** A line of a block's text as the file has it. */
export function unescapeMarker(line: string): string {
  return line.replace(escaped, '$1$2');
}
