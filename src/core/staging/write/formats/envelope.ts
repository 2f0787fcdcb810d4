/** How often a text may be wrapped as JSON. */
const deepest = 3;

/** The text that was meant: with `\n` only, without a byte order mark, and out of the JSON string that it plainly is. */
export function unwrapText(text: string): string {
  let plain = asPlain(text);
  for (let depth = 0; depth < deepest; depth++) {
    const inner = textInJson(plain.trim());
    if (inner === undefined) break;
    plain = asPlain(inner);
  }
  return plain;
}

function asPlain(text: string): string {
  return (text.startsWith('\uFEFF') ? text.slice(1) : text).replaceAll('\r\n', '\n');
}

/** A string, the arguments of a command or of a call; or such a string without its quotes: one line with `\n` written out in it. */
function textInJson(text: string): string | undefined {
  if (/^"[^]*"$/.test(text) || /^\[\s*"[^]*\]$/.test(text) || /^\{\s*"[^]*\}$/.test(text)) return textIn(parse(text));
  const isEscaped =
    !text.includes('\n') && /^(?:\*\*\* Begin Patch|[<-]{5,9} ?SEARCH|diff --git .*|--- .*)\\n/.test(text);
  return isEscaped ? textIn(parse(`"${text}"`)) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It only looked like JSON: then it is the edit itself.
    return undefined;
  }
}

/** The only string of several lines in a JSON value. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const texts = Object.values(value).filter((part): part is string => typeof part === 'string' && part.includes('\n'));
  return texts.length === 1 ? texts[0] : undefined;
}

/** The word that ends a heredoc, where a line hands one to a command that applies patches. */
export function heredocTag(line: string): string | undefined {
  if (!/^\s*<<|\b(?:apply_?patch|patch|git apply)\b/.test(line)) return undefined;
  return /<<-?\s*(["']?)([A-Za-z_]\w*)\1/.exec(line)?.[2];
}

/** Whether a line ends a heredoc; quotes of a command around it may follow. */
export function endsHeredoc(line: string, tag: string): boolean {
  const text = line.trim();
  return text.startsWith(tag) && /^["')\]}]*$/.test(text.slice(tag.length));
}
