import { visibleText } from './visibleText';

/**
 * Text of a model or a file as Markdown that shows exactly that text: no link, no image, no heading comes of it. What means nothing
 * where it stands stays as it is, since Markdown is read as it is, too. Icons and HTML stay off in the tooltip itself.
 */
export function plainMarkdown(text: string): string {
  return (
    visibleText(text)
      .replace(/[\\`*_{}[\]#!|<>~&$@=^]/g, '\\$&')
      // Lists, numbered or not, and lines under a heading or a table.
      .replace(/^([ \t]*)([-+:])/gm, '$1\\$2')
      .replace(/^([ \t]*\d+)([.)])/gm, '$1\\$2')
      // Addresses that a renderer would make links of by itself.
      .replaceAll('//', '/\\/')
      .replaceAll(/(www)\./gi, '$1\\.')
      .replaceAll(/\r?\n/g, '  \n')
  );
}

/** The same on one line, for a table, a heading or a list. */
export function plainLine(text: string): string {
  // Named first: some of what hides itself counts as white space.
  return plainMarkdown(visibleText(text).replaceAll(/\s+/g, ' ').trim());
}

/** A quotation: all of the text, and nothing but it, is in it. */
export function quoteBlock(text: string): string {
  return visibleText(text)
    .trim()
    .split(/\r?\n/)
    .map((line) => `> ${plainLine(line)}`.trimEnd())
    .join('  \n');
}

/** Inline code that no back-tick in the text can end; nothing for no text, as two back-ticks would be shown. */
export function inlineCode(text: string): string {
  const line = visibleText(text).replaceAll(/\s+/g, ' ');
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The same in a cell of a table, which a bar would end even there. */
export function cellCode(text: string): string {
  return inlineCode(text).replaceAll('|', '\\|');
}

/** A block of code that no fence in the text can end. */
export function codeBlock(text: string, language: 'text' | 'diff' = 'text'): string {
  const shown = visibleText(text);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}
