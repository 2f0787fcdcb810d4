import type { LineEdit } from './lineEdit';

/** Two texts to compare, each line a number: equal lines have equal numbers, from 0 to `distinct - 1`. */
export interface NumberedTexts {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly distinct: number;
}

/** Which lines a diff calls changed (1), on either side; the others are the common lines, pairwise in order. */
export interface ChangedLines {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Texts as numbers: whoever compares one text with several numbers them all at once. */
export function numberLines(texts: readonly (readonly string[])[]): {
  readonly texts: readonly Int32Array[];
  readonly distinct: number;
} {
  const numbers = new Map<string, number>();
  const numbered = texts.map((lines) => {
    const result = new Int32Array(lines.length);
    lines.forEach((line, index) => {
      let number = numbers.get(line);
      if (number === undefined) numbers.set(line, (number = numbers.size));
      result[index] = number;
    });
    return result;
  });
  return { texts: numbered, distinct: numbers.size };
}

interface Numbering {
  readonly numbers: Int32Array;
  readonly byLine: ReadonlyMap<string, number>;
}

/** A base is compared with every version that a key makes of it: as long as it is the same list of lines it is numbered once. */
const numbered = new WeakMap<readonly string[], Numbering>();

/** Two texts as numbers. Only lines of `after` that are not where `before` begins or ends are looked up. */
export function numberBoth(before: readonly string[], after: readonly string[]): NumberedTexts {
  const { numbers, byLine } = numberingOf(before);
  const region = { beforeStart: 0, beforeEnd: before.length, afterStart: 0, afterEnd: after.length };
  const { beforeEnd, afterStart, afterEnd } = withoutCommonEnds({ before, after }, region);
  const numbersAfter = new Int32Array(after.length);
  numbersAfter.set(numbers.subarray(0, afterStart), 0);
  numbersAfter.set(numbers.subarray(beforeEnd), afterEnd);
  const more = new Map<string, number>();
  for (let index = afterStart; index < afterEnd; index++) {
    const line = after[index] ?? '';
    let number = byLine.get(line) ?? more.get(line);
    if (number === undefined) more.set(line, (number = byLine.size + more.size));
    numbersAfter[index] = number;
  }
  return { before: numbers, after: numbersAfter, distinct: byLine.size + more.size };
}

function numberingOf(lines: readonly string[]): Numbering {
  const known = numbered.get(lines);
  if (known) return known;
  const byLine = new Map<string, number>();
  const numbers = new Int32Array(lines.length);
  lines.forEach((line, index) => {
    let number = byLine.get(line);
    if (number === undefined) byLine.set(line, (number = byLine.size));
    numbers[index] = number;
  });
  const numbering = { numbers, byLine };
  numbered.set(lines, numbering);
  return numbering;
}

/** Nothing changed yet. */
export function noneChanged({ before, after }: NumberedTexts): ChangedLines {
  return { before: new Uint8Array(before.length), after: new Uint8Array(after.length) };
}

/** Calls all lines of a region changed, on both sides. */
export function changeAll(changed: ChangedLines, region: LineEdit): void {
  changed.before.fill(1, region.beforeStart, region.beforeEnd);
  changed.after.fill(1, region.afterStart, region.afterEnd);
}

/** A region without the lines that both sides begin and end with. */
export function withoutCommonEnds(
  { before, after }: { readonly before: ArrayLike<string | number>; readonly after: ArrayLike<string | number> },
  region: LineEdit,
): LineEdit {
  let { beforeStart, beforeEnd, afterStart, afterEnd } = region;
  while (beforeStart < beforeEnd && afterStart < afterEnd && before[beforeStart] === after[afterStart]) {
    beforeStart++;
    afterStart++;
  }
  while (beforeStart < beforeEnd && afterStart < afterEnd && before[beforeEnd - 1] === after[afterEnd - 1]) {
    beforeEnd--;
    afterEnd--;
  }
  return { beforeStart, beforeEnd, afterStart, afterEnd };
}

/** The changed lines as edits, in order: what stands between two common lines is one edit. */
export function editsOf(changed: ChangedLines): readonly LineEdit[] {
  const { before, after } = changed;
  const edits: LineEdit[] = [];
  let beforeAt = 0;
  let afterAt = 0;
  while (beforeAt < before.length || afterAt < after.length) {
    const [beforeStart, afterStart] = [beforeAt, afterAt];
    while (before[beforeAt] === 1) beforeAt++;
    while (after[afterAt] === 1) afterAt++;
    if (beforeAt > beforeStart || afterAt > afterStart) {
      edits.push({ beforeStart, beforeEnd: beforeAt, afterStart, afterEnd: afterAt });
    }
    beforeAt++;
    afterAt++;
  }
  return edits;
}
