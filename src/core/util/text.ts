/** Line ends of a text. `mixed` texts keep each line's own. */
export type EndOfLine = '\n' | '\r\n';

/** Splits into lines that keep their line ends, so that joining them gives the text back. An empty text has no lines. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  // Several times as fast as a regular expression, and asked of every text with every key.
  for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', start) + 1) {
    lines.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** The line end most lines of a text use; `\n` where there is none. */
export function dominantEndOfLine(text: string): EndOfLine {
  const total = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > total ? '\r\n' : '\n';
}

/** Rewrites all line ends of a text. */
export function withEndOfLine(text: string, endOfLine: EndOfLine): string {
  const unix = text.replaceAll('\r\n', '\n');
  return endOfLine === '\n' ? unix : unix.replaceAll('\n', '\r\n');
}

/** Cuts a text for a reader with limited room and says how much is missing. `limit` in characters. */
export function truncateMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  return `${text.slice(0, half)}\n… ${text.length - 2 * half} characters left out …\n${text.slice(text.length - half)}`;
}

/** "1 file", "2 files": a count with its noun. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
