/**
 * Text of a model or a file as Markdown that shows exactly that text: no link, no image, no heading comes of it. Icons and HTML
 * stay off in the tooltip itself.
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&$@]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replaceAll(/\r?\n/g, '  \n');
}

/** Inline code that no back-tick in the text can end. */
export function inlineCode(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A block of code that no fence in the text can end. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
