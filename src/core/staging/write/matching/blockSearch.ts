import type { EditableText } from './editableText';
import { findElided } from './elision';
import { withoutLineNumbers } from './lineNumbers';
import { findLines, type LineMatch, type MatchStep } from './lineSteps';
import { quotedLines, resultingLines, scriptOf, splicesOf, withoutBlankEdges, type ScriptLine } from './script';
import { keepTypography, plainPunctuation } from './typography';

/** One search/replace block. */
export interface TextBlock {
  readonly search: string;
  readonly replace: string;
  /** The line (from 1) where the author says the searched text begins. A hint: it only decides between places that match alike. */
  readonly line?: number;
}

/**
 * What a block's texts are made of. `characters`: a search may begin and end within a line, and both texts are taken to the letter.
 * `lines`: they are whole lines, as in formats that set them on lines of their own.
 */
export type BlockUnit = 'characters' | 'lines';

/** One way a block could be carried out. */
export interface Candidate {
  readonly step: MatchStep;
  /** Characters it covers. */
  readonly start: number;
  readonly end: number;
  carryOut(): Change | undefined;
}

export interface Change {
  readonly text: EditableText;
  /** What was replaced by how many characters, in order; positions are those after the ones before. */
  readonly changed: readonly (readonly [start: number, end: number, length: number])[];
}

/** All places of the strictest step that has any, for a block of whole lines or of characters. */
export function findBlock(text: EditableText, block: TextBlock, unit: BlockUnit): readonly Candidate[] {
  if (block.search === '') {
    const replace = unit === 'lines' ? wholeLines(block.replace) : block.replace;
    return text.text === '' ? [characters(text, { step: 'exact', start: 0, search: '', replace })] : [];
  }
  const lines = lineScript(block, unit);
  const ways =
    unit === 'characters'
      ? [
          literally,
          atEndOfFile,
          lineMatches(lines, ['trailing-space', 'indentation']),
          withPlainPunctuation,
          lineMatches(lines, ['typography']),
          inBlankEdges(lines),
          elided(lines),
        ]
      : [lineMatches(lines), ofWords(literally), ofWords(withPlainPunctuation), inBlankEdges(lines), elided(lines)];
  for (const way of ways) {
    const found = way(text, block);
    if (found.length > 0) return found;
  }
  const bare = withoutNumbers(block);
  if (!bare) return [];
  const found = findBlock(text, bare, unit).map((one) => ({ ...one, step: 'line-numbers' as const }));
  const hinted = found.filter(({ start }) => text.lineAt(start) + 1 === bare.line);
  return hinted.length === 1 ? hinted : found;
}

/** A block whose search was copied out of a listing with the line numbers; they are hints from then on. */
function withoutNumbers({ search, replace, line }: TextBlock): TextBlock | undefined {
  const bare = withoutLineNumbers(search);
  return bare && { search: bare.text, replace: withoutLineNumbers(replace)?.text ?? replace, line: line ?? bare.first };
}

type Way = (text: EditableText, block: TextBlock) => readonly Candidate[];

const literally: Way = (text, block) =>
  startsOf(text.text, block.search).map((start) => characters(text, { step: 'exact', start, ...block }));

/** Of texts that are meant to be whole lines, those that at least begin and end at the end of a word. */
const ofWords =
  (way: Way): Way =>
  (text, block) =>
    way(text, block).filter(({ start, end }) => ![start, end].some((at) => isWithinWord(text.text, at)));

function isWithinWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}_]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1));
}

/** A search that ends in a newline means the last line too, when that has none. */
const atEndOfFile: Way = (text, block) => {
  const search = block.search.slice(0, -1);
  if (!block.search.endsWith('\n') || search === '' || text.endsInNewline || !text.text.endsWith(search)) return [];
  const replace = block.replace.replace(/\n$/, '');
  return [characters(text, { step: 'line-end', start: text.text.length - search.length, search, replace })];
};

const withPlainPunctuation: Way = (text, block) => {
  const search = plainPunctuation(block.search);
  if (search.trim() === '') return [];
  return startsOf(plainPunctuation(text.text), search).map((start) => {
    const found = text.text.slice(start, start + block.search.length);
    const replace = keepTypographyOfLines(found, block);
    return characters(text, { step: 'typography', start, search: found, replace });
  });
};

function keepTypographyOfLines(found: string, { search, replace }: TextBlock): string {
  const foundLines = found.split('\n');
  const match: LineMatch = { step: 'typography', start: 0, count: foundLines.length, reindent: (line) => line };
  const script = scriptOf(search.split('\n'), replace.split('\n'));
  const splices = splicesOf(foundLines, match, script) ?? [];
  if (foundLines.length === 1 && !replace.includes('\n')) return keepTypography(found, search, replace);
  const lines: string[] = [];
  let position = 0;
  for (const { start, end, lines: inserted } of splices) {
    lines.push(...foundLines.slice(position, start), ...inserted);
    position = end;
  }
  return [...lines, ...foundLines.slice(position)].join('\n');
}

/** A text that is meant as whole lines ends in a newline. */
export function wholeLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** The block as whole lines. */
function lineScript({ search, replace }: TextBlock, unit: BlockUnit): readonly ScriptLine[] {
  const wholeLines = unit === 'lines' || search.endsWith('\n');
  const without = (text: string): string => text.replace(/\n$/, '');
  const replacement = replace === '' && wholeLines ? [] : without(replace).split('\n');
  return scriptOf(without(search).split('\n'), replacement);
}

const lineMatches =
  (script: readonly ScriptLine[], steps?: readonly MatchStep[]): Way =>
  (text) =>
    findLines(text.lines, quotedLines(script), steps ? { steps } : {}).map((match) => inLines(text, match, script));

/** Blank lines that a search begins or ends with are how it is set, and not what it is about: there is nothing to lose with them. */
const inBlankEdges =
  (script: readonly ScriptLine[]): Way =>
  (text) => {
    const inner = withoutBlankEdges(script);
    return inner
      ? findLines(text.lines, quotedLines(inner)).map((match) => ({
          ...inLines(text, match, inner),
          step: 'blank-edges' as const,
        }))
      : [];
  };

const elided =
  (script: readonly ScriptLine[]): Way =>
  (text) =>
    findElided(text.lines, quotedLines(script), resultingLines(script)).map((parts): Candidate => {
      const [first, last] = [parts[0], parts.at(-1)];
      const start = text.offsetOf(first?.match.start ?? 0);
      const end = text.offsetOf((last?.match.start ?? 0) + (last?.match.count ?? 0));
      return {
        step: 'elision',
        start,
        end,
        carryOut: () => {
          const splices = parts.map(({ match, script: part }) => splicesOf(text.lines, match, part));
          return splices.every((known) => known !== undefined) ? spliced(text, splices.flat()) : undefined;
        },
      };
    });

function inLines(text: EditableText, match: LineMatch, script: readonly ScriptLine[]): Candidate {
  return {
    step: match.step,
    start: text.offsetOf(match.start),
    end: text.offsetOf(match.start + match.count),
    carryOut: () => {
      const splices = splicesOf(text.lines, match, script);
      return splices && spliced(text, splices);
    },
  };
}

function spliced(text: EditableText, splices: NonNullable<ReturnType<typeof splicesOf>>): Change {
  const next = text.withLines(splices);
  let by = 0;
  const changed = splices.map(({ start, end, lines }) => {
    const [from, to] = [text.offsetOf(start), text.offsetOf(end)];
    const length = lines.reduce((total, line) => total + line.length + 1, 0);
    const range = [from + by, to + by, length] as const;
    by += length - (to - from);
    return range;
  });
  return { text: next, changed };
}

function characters(
  text: EditableText,
  { step, start, search, replace }: { step: MatchStep; start: number; search: string; replace: string },
): Candidate {
  const end = start + search.length;
  return {
    step,
    start,
    end,
    carryOut: () => ({
      text: text.withCharacters({ start, end, text: replace }),
      changed: [[start, end, replace.length]],
    }),
  };
}

function startsOf(text: string, search: string): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1)) starts.push(at);
  return starts;
}
