import { readFence } from './fences';

/** A file name that was read off a line. */
export interface NamedFile {
  readonly path: string;
  /** Whether it can hardly be anything else; a bare word may also be prose. */
  readonly certain: boolean;
}

const label = /^(?:file ?name|file ?path|file|path)\s*[:=]\s*/i;
const listMark = /^(?:\d+[.)]|[-+*])\s+/;
const wrappings = [
  /^`+([^`]+)`+$/,
  /^\*\*(.+)\*\*$/,
  /^\*([^*]+)\*$/,
  /^__(.+)__$/,
  /^"(.+)"$/,
  /^'(.+)'$/,
  /^<path>(.+)<\/path>$/,
];
const usualNames =
  /^(?:(?:Make|Docker|Container|Gem|Rake|Proc|Pip|Jenkins|Vagrant|Brew|Pod|Tilt|Just)file|LICEN[CS]E|README|CHANGELOG|CODEOWNERS|\.\w[\w.-]*)$/;

/** No path is longer. */
const longest = 400;

/**
 * Reads a line that names a file and does nothing else: bare, as a heading, in back-ticks, asterisks or quotes, after `File:`, with a
 * colon at its end. Blanks are only part of a name that is wrapped, or that has slashes before them and an ending.
 */
export function readFileName(line: string): NamedFile | undefined {
  if (line.length > longest) return undefined;
  let name = line
    .trim()
    .replace(/^(?:#+|\/\/)\s*/, '')
    .replace(listMark, '');
  let marked = false;
  // Decorations nest a few deep: `### **File:** \`a.ts\`:`.
  for (let depth = 0; depth < 5; depth++) {
    const bare = name.replace(/:$/, '').trim();
    const inner = innerOf(bare);
    const labelled = /^(?:\*\*|__)[\w ]+:(?:\*\*|__)\s*/.exec(bare)?.[0] ?? label.exec(bare)?.[0];
    const next = labelled ? bare.slice(labelled.length) : (inner ?? bare);
    marked ||= labelled !== undefined || inner !== undefined;
    if (next === name) break;
    name = next.trim();
  }
  if (name === '' || /[`*<>|"]/.test(name) || /^[-+@.…]+$/.test(name) || readFence(line)) return undefined;
  // Markdown escapes underscores; where other back-slashes stand, they part folders.
  const path = /\\[^_]/.test(name) ? name : name.replaceAll('\\_', '_');
  if (/\s/.test(path)) return marked && hasEnding(path) ? { path, certain: true } : pathWithBlanks(path);
  const isInFolder = /[/\\]/.test(path);
  if (/[,;!?]$|\.$/.test(path) || /^\w+:\/\//.test(path) || (!isInFolder && /[(){}=;,]/.test(path))) return undefined;
  return { path, certain: marked || isInFolder || hasEnding(path) || usualNames.test(path) };
}

function innerOf(text: string): string | undefined {
  for (const wrapping of wrappings) {
    const found = wrapping.exec(text);
    if (found) return found[1];
  }
  return undefined;
}

function pathWithBlanks(path: string): NamedFile | undefined {
  const [first = ''] = path.split(/\s/);
  return first.includes('/') && hasEnding(path) && !/:\s/.test(path) ? { path, certain: true } : undefined;
}

function hasEnding(path: string): boolean {
  return /[^\s.]\.\w{1,12}$/.test(path);
}

/** Lines that come between a name and what it names. */
function isBetween(line: string): boolean {
  return line.trim() === '' || readFence(line) !== undefined || /^\s*(?:<\/?[\w-]+>|<!\[CDATA\[)\s*$/.test(line);
}

/** So many lines may come between a name and what it names. */
const furthest = 6;

/** The file named above a line, with nothing but blank lines and fences between; not above `floor`. */
export function fileNamedAbove(
  lines: readonly string[],
  index: number,
  { floor }: { readonly floor: number },
): NamedFile | undefined {
  for (let at = index - 1; at >= Math.max(floor, index - furthest); at--) {
    const line = lines[at] ?? '';
    const fence = readFence(line);
    const inFence = fence && fence.info !== '' ? fileNamedByFence(fence.info) : undefined;
    if (inFence) return inFence;
    if (!isBetween(line)) return readFileName(line);
  }
  return undefined;
}

/** The file that a fence names behind its language: `ts src/a.ts`, `ts:src/a.ts`, `src/a.ts`, `ts title="src/a.ts"`. */
export function fileNamedByFence(info: string): NamedFile | undefined {
  const [, titled] = /\b(?:title|file|filename|path)\s*=\s*["']?([^"']+)["']?/i.exec(info) ?? [];
  const candidate = titled ?? /^[\w+#-]+[: ]\s*(\S+)$/.exec(info)?.[1] ?? info;
  if (/\s/.test(candidate)) return undefined;
  const named = readFileName(candidate);
  return named && (titled !== undefined || /[/\\.]/.test(named.path)) ? { ...named, certain: true } : undefined;
}
