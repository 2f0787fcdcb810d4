import { diffLines } from '../../read/lineDiff';
import type { LineSplice } from './editableText';
import type { LineMatch } from './lineSteps';
import { keepTypography } from './typography';

/** One line of an edit: quoted lines stay or go, new ones come between. */
export type ScriptLine =
  { readonly type: 'keep' | 'remove'; readonly line: string } | { readonly type: 'add'; readonly line: string };

/** What a replacement does to the lines it quotes. */
export function scriptOf(quoted: readonly string[], replacement: readonly string[]): readonly ScriptLine[] {
  const script: ScriptLine[] = [];
  let position = 0;
  const put = (type: ScriptLine['type'], lines: readonly string[]): void => {
    for (const line of lines) script.push({ type, line });
  };
  for (const edit of diffLines(quoted, replacement)) {
    put('keep', quoted.slice(position, edit.beforeStart));
    put('remove', quoted.slice(edit.beforeStart, edit.beforeEnd));
    put('add', replacement.slice(edit.afterStart, edit.afterEnd));
    position = edit.beforeEnd;
  }
  put('keep', quoted.slice(position));
  return script;
}

/** The quoted lines of a script: those that must stand in the file. */
export function quotedLines(script: readonly ScriptLine[]): readonly string[] {
  return script.flatMap(({ type, line }) => (type === 'add' ? [] : [line]));
}

/** The lines a script leaves. */
export function resultingLines(script: readonly ScriptLine[]): readonly string[] {
  return script.flatMap(({ type, line }) => (type === 'remove' ? [] : [line]));
}

/**
 * A script without the blank lines that it quotes at its beginning and end; `undefined` where there are none, or where nothing would
 * be left to do.
 */
export function withoutBlankEdges(script: readonly ScriptLine[]): readonly ScriptLine[] | undefined {
  const says = ({ type, line }: ScriptLine): boolean => type === 'add' || line.trim() !== '';
  const first = script.findIndex(says);
  const inner = first < 0 ? [] : script.slice(first, script.findLastIndex(says) + 1);
  return inner.length < script.length && inner.some(({ type }) => type !== 'keep') ? inner : undefined;
}

/**
 * Carries a script out where its quoted lines were found: kept lines stay as the file has them, new ones get the file's indentation
 * and, beside what they replace, its typography. `undefined` where it can't be told how a new line is to be indented.
 */
export function splicesOf(
  file: readonly string[],
  match: LineMatch,
  script: readonly ScriptLine[],
): readonly LineSplice[] | undefined {
  const splices: LineSplice[] = [];
  let position = match.start;
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): boolean => {
    if (removed.length === 0 && added.length === 0) return true;
    const start = position - removed.length;
    const lines: string[] = [];
    for (const [index, line] of added.entries()) {
      const indented = match.reindent(line);
      const counterpart = removed[index];
      if (indented === undefined) return false;
      const searched = counterpart === undefined ? undefined : match.reindent(counterpart);
      lines.push(searched === undefined ? indented : keepTypography(file[start + index] ?? '', searched, indented));
    }
    splices.push({ start, end: position, lines });
    [removed, added] = [[], []];
    return true;
  };
  for (const { type, line } of script) {
    if (type === 'add') added.push(line);
    else if (type === 'remove') {
      // Between two removals an addition ends the stretch: what is replaced stands in one piece.
      if (added.length > 0 && !flush()) return undefined;
      removed.push(line);
      position++;
    } else {
      if (!flush()) return undefined;
      position++;
    }
  }
  return flush() ? splices : undefined;
}
