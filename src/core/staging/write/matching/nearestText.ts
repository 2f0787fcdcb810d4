/** Lines of a place in a text, from 1, both ends included. */
export interface Place {
  readonly startLine: number;
  readonly endLine: number;
}

/** The text most like a search that was not found, for the one who has to correct it. */
export interface Nearest {
  readonly place: Place | undefined;
  /** Says where it stands, what it reads, and what differs. Several lines. */
  readonly message: string;
}

/** How many lines of a file and of a search are compared; only ever reached in huge ones. */
const comparedFileLines = 20_000;
const comparedSearchLines = 12;

/** Below this likeness (of 1) showing a text would mislead more than help. */
const leastLikeness = 0.4;

/** Finds the lines of a text that are most like a search text. It is only ever shown, never taken for the place that was meant. */
export function describeNearest(text: string, search: string): Nearest {
  const fileLines = text.split('\n').slice(0, comparedFileLines);
  const searchLines = search.replace(/\n$/, '').split('\n');
  const sample = searchLines.slice(0, comparedSearchLines).map(wordsOf);
  const fileWords = fileLines.map(wordsOf);
  let best = { start: 0, likeness: 0 };
  for (let start = 0; start < fileLines.length; start++) {
    const sum = sample.reduce((total, words, index) => total + likenessOf(words, fileWords[start + index]), 0);
    if (sum / sample.length > best.likeness) best = { start, likeness: sum / sample.length };
  }
  if (best.likeness < leastLikeness) {
    return { place: undefined, message: 'Nothing in the file is like it. Read the file again before editing it.' };
  }
  const found = fileLines.slice(best.start, best.start + searchLines.length);
  const quoted = found.map((line, index) => `${String(best.start + index + 1).padStart(5)}  ${line}`).join('\n');
  const message = `The nearest text is:\n${quoted}\n${whatDiffers(found, searchLines, best.start)} Quote the file exactly as it is.`;
  return { place: { startLine: best.start + 1, endLine: best.start + found.length }, message };
}

function whatDiffers(found: readonly string[], searched: readonly string[], start: number): string {
  // A search may start and end within a line.
  const index = searched.findIndex((line, at) => {
    if (line === found[at]) return false;
    if (searched.length === 1) return true;
    const startsWithin = at === 0 && found[at]?.endsWith(line) === true;
    const endsWithin = at === searched.length - 1 && found[at]?.startsWith(line) === true;
    return !startsWithin && !endsWithin;
  });
  const line = found[index];
  const wanted = searched[index] ?? '';
  if (index < 0) return 'It reads the same but for a line end: the file may end without a newline there.';
  const where = `Line ${start + index + 1}`;
  if (line === undefined) return `The file ends before the search text does, at line ${start + index}.`;
  if (line.trimEnd() === wanted.trimEnd()) return `${where} differs in white space at its end.`;
  if (line.trim() === wanted.trim())
    return `${where} differs in its indentation: ${indentOf(line)} in the file, ${indentOf(wanted)} in the search.`;
  if (line.replace(/\s+/g, '') === wanted.replace(/\s+/g, ''))
    return `${where} differs in white space within the line.`;
  if (line.toLowerCase() === wanted.toLowerCase()) return `${where} differs in upper and lower case.`;
  return `${where} differs: the search text has \`${wanted}\` there.`;
}

function indentOf(line: string): string {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  if (indent === '') return 'none';
  const [tabs, spaces] = [indent.split('\t').length - 1, indent.split(' ').length - 1];
  return [
    tabs > 0 ? `${tabs} tab` + (tabs > 1 ? 's' : '') : '',
    spaces > 0 ? `${spaces} space` + (spaces > 1 ? 's' : '') : '',
  ]
    .filter((part) => part !== '')
    .join(' and ');
}

function wordsOf(line: string): ReadonlySet<string> {
  return new Set(line.toLowerCase().match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []);
}

/** From 0 (nothing in common) to 1 (the same words); two blank lines are alike, but hardly say so. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string> | undefined): number {
  if (!other) return 0;
  if (one.size === 0 || other.size === 0) return one.size === other.size ? 0.5 : 0;
  let common = 0;
  for (const word of one) if (other.has(word)) common++;
  return (2 * common) / (one.size + other.size);
}
