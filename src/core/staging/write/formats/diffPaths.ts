/** The two names a diff gives a file; `undefined` where it says that there is none. */
export interface DiffPaths {
  readonly old: string | undefined;
  readonly new: string | undefined;
}

/** What tools write before the two paths. */
const prefixes: readonly (readonly [string, string])[] = [
  ['a/', 'b/'],
  ['i/', 'w/'],
  ['c/', 'w/'],
  ['c/', 'i/'],
  ['o/', 'w/'],
];

/** Endings that the old text of a file gets beside the new one. */
const copies = /(?:\.orig|\.old|\.bak|~)$/;

/** Reads the name out of a `---` or `+++` line: without its time stamp, and unquoted. */
export function diffPath(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text.trim());
  if (quoted) return unquote(quoted[1] ?? '');
  const bare = text.split('\t')[0] ?? '';
  return bare
    .replace(/\s\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*$/, '')
    .replace(/\s\((?:revision|working copy)[^)]*\)$/, '')
    .trim();
}

/** Git's quoting, as C has it; bytes in octal are UTF-8. */
function unquote(text: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  const named: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
  for (const [piece, octal, plain] of text.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
    else if (plain !== undefined) bytes.push(...(plain in named ? [named[plain] ?? 0] : encoder.encode(plain)));
    else for (const byte of encoder.encode(piece)) bytes.push(byte);
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/**
 * The paths without what tools write before them. `a/` and `b/` are only that when both stand there (or one, beside `/dev/null`):
 * folders may be called so.
 */
export function plainPaths(old: string | undefined, fresh: string | undefined): DiffPaths {
  const left = old === '/dev/null' ? undefined : old;
  const right = fresh === '/dev/null' ? undefined : fresh;
  for (const [before, after] of prefixes) {
    const fits = (left?.startsWith(before) ?? true) && (right?.startsWith(after) ?? true);
    if (!fits || (left === undefined && right === undefined)) continue;
    return { old: left?.slice(before.length), new: right?.slice(after.length) };
  }
  return { old: left, new: right };
}

/** The one path that both names mean, if they do. */
export function commonPath({ old, new: fresh }: DiffPaths): string | undefined {
  if (old === undefined || fresh === undefined) return fresh ?? old;
  return old === fresh || old.replace(copies, '') === fresh ? fresh : undefined;
}

/** The two paths of a `diff --git` line, as long as they are the same but for their prefixes; quoted ones always. */
export function gitPaths(line: string): readonly [string, string] | undefined {
  const rest = line.slice('diff --git '.length).trim();
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest);
  if (quoted) return [diffPath(quoted[1] ?? ''), diffPath(quoted[2] ?? '')];
  // Names with blanks are as long as each other when they are the same.
  const middle = (rest.length - 1) / 2;
  const [left, right] = [rest.slice(0, middle), rest.slice(middle + 1)];
  return rest[middle] === ' ' && left.slice(2) === right.slice(2) ? [left, right] : undefined;
}
