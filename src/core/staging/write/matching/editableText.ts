import { diffLines } from '../../read/lineDiff';
import { dominantEndOfLine, splitLines, type EndOfLine } from '../../../util/text';

/** Characters `[start, end)` of a text that `text` takes the place of. */
export interface CharacterSplice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lines `[start, end)` of a text (from 0) that `lines`, given without line ends, take the place of. */
export interface LineSplice {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const byteOrderMark = '\uFEFF';

/**
 * The text of a file while it is edited: with `\n` only, as models write, and without a byte order mark. Lines that an edit leaves
 * alone keep their own line end; new ones take the place of the removed ones' or what most lines of the file have.
 */
export class EditableText {
  private knownLines: readonly string[] | undefined;
  private knownOffsets: readonly number[] | undefined;

  private constructor(
    readonly text: string,
    private readonly marked: boolean,
    private readonly endOfLine: EndOfLine,
    /** Each line's own end, in a text of mixed ones only. */
    private readonly ends: readonly EndOfLine[] | undefined,
  ) {}

  static from(raw: string): EditableText {
    const marked = raw.startsWith(byteOrderMark);
    const body = marked ? raw.slice(1) : raw;
    const text = body.replaceAll('\r\n', '\n');
    const endOfLine = dominantEndOfLine(body);
    const windows = body.length - text.length;
    const isMixed = windows > 0 && windows < countNewlines(text);
    const ends = isMixed ? (body.match(/\r?\n/g) ?? []).map((end) => (end === '\n' ? '\n' : '\r\n')) : undefined;
    return new EditableText(text, marked, endOfLine, ends);
  }

  /** Without line ends; a final newline starts no line. */
  get lines(): readonly string[] {
    return (this.knownLines ??=
      this.text === '' ? [] : (this.endsInNewline ? this.text.slice(0, -1) : this.text).split('\n'));
  }

  get endsInNewline(): boolean {
    return this.text.endsWith('\n');
  }

  /** Where a line (from 0) begins; the end of the text for the one behind the last. */
  offsetOf(line: number): number {
    return this.offsets[line] ?? this.text.length;
  }

  /** The line (from 0) that a character stands in. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.offsets[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  private get offsets(): readonly number[] {
    if (this.knownOffsets) return this.knownOffsets;
    let offset = 0;
    const offsets = this.lines.map((line) => {
      const start = offset;
      offset += line.length + 1;
      return start;
    });
    return (this.knownOffsets = offsets);
  }

  /** The file as it is to be. */
  toString(): string {
    const mark = this.marked ? byteOrderMark : '';
    if (!this.ends) return mark + (this.endOfLine === '\n' ? this.text : this.text.replaceAll('\n', '\r\n'));
    let line = 0;
    return mark + this.text.replaceAll('\n', () => this.ends?.[line++] ?? this.endOfLine);
  }

  /** Replaces characters. */
  withCharacters({ start, end, text }: CharacterSplice): EditableText {
    const next = this.text.slice(0, start) + text + this.text.slice(end);
    if (!this.ends) return new EditableText(next, this.marked, this.endOfLine, undefined);
    const gone = this.text.slice(start, end);
    const line = countNewlines(this.text.slice(0, start));
    const goneEnds = this.ends.slice(line, line + countNewlines(gone));
    const ends = [
      ...this.ends.slice(0, line),
      ...endsAfter({ gone, goneEnds, text, fresh: this.endOfLine }),
      ...this.ends.slice(line + goneEnds.length),
    ];
    return new EditableText(next, this.marked, this.endOfLine, ends);
  }

  /**
   * Replaces lines; splices must be in order and not overlap. Whether the last line ends in a newline stays as it was, unless
   * `finalNewline` says otherwise; an empty text gets one.
   */
  withLines(splices: readonly LineSplice[], finalNewline?: boolean): EditableText {
    const { lines } = this;
    const next: string[] = [];
    const ends: EndOfLine[] = [];
    let position = 0;
    for (const { start, end, lines: inserted } of [...splices, { start: lines.length, end: lines.length, lines: [] }]) {
      for (; position < start; position++) {
        next.push(lines[position] ?? '');
        if (this.ends) ends.push(this.ends[position] ?? this.endOfLine);
      }
      for (const [index, line] of inserted.entries()) {
        next.push(line);
        if (this.ends) ends.push((position + index < end ? this.ends[position + index] : undefined) ?? this.endOfLine);
      }
      position = end;
    }
    const ending = (finalNewline ?? (lines.length === 0 || this.endsInNewline)) && next.length > 0 ? '\n' : '';
    return new EditableText(next.join('\n') + ending, this.marked, this.endOfLine, this.ends && ends);
  }
}

/** How many lines of a text end in a newline. */
export function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Line ends of a replacement: lines that it keeps have their own, changed ones in turn those of the lines they replace. */
function endsAfter({
  gone,
  goneEnds,
  text,
  fresh,
}: {
  readonly gone: string;
  readonly goneEnds: readonly EndOfLine[];
  readonly text: string;
  readonly fresh: EndOfLine;
}): readonly EndOfLine[] {
  const before = splitLines(gone);
  const after = splitLines(text);
  const ends = Array<EndOfLine>(countNewlines(text)).fill(fresh);
  let beforeAt = 0;
  let afterAt = 0;
  const pair = (beforeEnd: number, afterEnd: number): void => {
    for (; beforeAt < beforeEnd && afterAt < afterEnd; beforeAt++, afterAt++) {
      const end = goneEnds[beforeAt];
      if (end && afterAt < ends.length) ends[afterAt] = end;
    }
    [beforeAt, afterAt] = [beforeEnd, afterEnd];
  };
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of diffLines(before, after)) {
    pair(beforeStart, afterStart);
    pair(beforeEnd, afterEnd);
  }
  pair(before.length, after.length);
  return ends;
}
