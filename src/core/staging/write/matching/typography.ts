/** Characters that models write plainly, one for one: dashes, quotation marks and spaces of fixed or no breaking width. */
const plainCharacters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '-': '‐‑‒–—―−',
    "'": '‘’‚‛',
    '"': '“”„‟',
    ' ': '\u00A0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000',
  }).flatMap(([plain, fancy]) => Array.from(fancy, (character): [string, string] => [character, plain])),
);
const fancyCharacters = new RegExp(`[${[...plainCharacters.keys()].join('')}]`, 'g');

/** A text with typographic punctuation and fixed spaces written plainly. Every character keeps its place. */
export function plainPunctuation(text: string): string {
  return text.replace(fancyCharacters, (character) => plainCharacters.get(character) ?? character);
}

/** The same, with ellipses spelt out and combining characters composed: for comparing, as places are not kept. */
export function plainText(text: string): string {
  return plainPunctuation(text).replaceAll('…', '...').normalize('NFC');
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * What `changed` makes of `found`, when the author wrote `searched` for it, which reads the same but for typography: characters at
 * both ends that the author did not change stay as they are in the file.
 */
export function keepTypography(found: string, searched: string, changed: string): string {
  if (found === searched) return changed;
  const pieces = [...graphemes.segment(found)].map(({ segment }) => ({ segment, plain: plainText(segment) }));
  const plain = plainText(changed);
  // Where the plain form is longer or shorter than what was written, places don't match: then the author's text stands.
  if (plain.length !== changed.length || pieces.map((piece) => piece.plain).join('') !== plainText(searched))
    return changed;
  let head = 0;
  let start = 0;
  for (const piece of pieces) {
    if (!plain.startsWith(piece.plain, start)) break;
    start += piece.plain.length;
    head++;
  }
  let tail = pieces.length;
  let end = plain.length;
  while (tail > head) {
    const piece = pieces[tail - 1]?.plain ?? '';
    if (end - piece.length < start || !plain.endsWith(piece, end)) break;
    end -= piece.length;
    tail--;
  }
  const kept = (from: number, to?: number): string =>
    pieces
      .slice(from, to)
      .map(({ segment }) => segment)
      .join('');
  return kept(0, head) + changed.slice(start, end) + kept(tail);
}
