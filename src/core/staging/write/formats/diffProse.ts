import type { LineCounts } from './hunkHeader';

const marked = /^[ +\\-]/;
/** Changes that are no bullet of a list and no signature. */
const surelyChanges = /^\+|^-(?![-\s])/;

/**
 * Where, in the lines behind a hunk's header, the words of its author begin, if any do: once the counts are full, at the first line
 * without a mark, unless changes follow (then the counts are wrong); without counts, below a blank line behind the last change,
 * where nothing but lines without marks follows. Also the signature that mails with patches end in.
 */
export function proseStart(body: readonly string[], counts: LineCounts | undefined): number {
  const full = counts ? whereFull(body, counts) : undefined;
  if (full !== undefined) {
    const end = body.findIndex((line, at) => at >= full && (!marked.test(line) || line === '-- '));
    if (end < 0) return body.length;
    return body.slice(end).some((line) => surelyChanges.test(line)) ? body.length : end;
  }
  const lastChange = body.findLastIndex((line) => /^[+\\-]/.test(line));
  const lastMarked = body.findLastIndex((line) => marked.test(line));
  if (lastChange < 0) return body.length;
  const blank = body.findIndex((line, at) => at > lastMarked && line === '');
  const words = body.findIndex((line, at) => at > blank && line.trim() !== '');
  return blank >= 0 && words >= 0 ? blank : body.length;
}

/** How many lines make the counts full; `undefined` where they never are, both at once. */
function whereFull(body: readonly string[], counts: LineCounts): number | undefined {
  let [old, fresh] = [0, 0];
  for (let at = 0; ; at++) {
    if (old === counts.old && fresh === counts.new) return at;
    const line = body[at];
    if (line === undefined || old > counts.old || fresh > counts.new) return undefined;
    if (!line.startsWith('+') && !line.startsWith('\\')) old++;
    if (!line.startsWith('-') && !line.startsWith('\\')) fresh++;
  }
}
