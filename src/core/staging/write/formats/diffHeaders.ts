import { diffPath, gitPaths, plainPaths, type DiffPaths } from './diffPaths';
import { readHunkHeader } from './hunkHeader';

/** What stands above the hunks of one file in a unified diff. */
export interface DiffHeader {
  readonly paths: DiffPaths;
  readonly change: 'edit' | 'create' | 'delete' | 'rename' | 'copy' | 'binary';
  /** It says that the file's mode changes. */
  readonly mode: boolean;
  /** The line (from 0) it begins at, and the one behind it. */
  readonly at: number;
  readonly next: number;
}

const extended =
  /^(?:old mode|new mode|new file mode|deleted file mode|similarity index|dissimilarity index|rename from|rename to|copy from|copy to|index|Binary files|GIT binary patch)\b/;

/** Whether the header of a file begins at a line where no hunk is open. */
export function beginsHeader(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.startsWith('diff --git ')) return true;
  const next = lines[at + 1] ?? '';
  if (/^--- \S/.test(line)) return /^\+\+\+ \S/.test(next) || isNumberedHunk(next);
  return /^\+\+\+ \S/.test(line) && isNumberedHunk(next);
}

/** Whether a line among those of a hunk begins another file: code may begin with `-- ` or `++ `, but not all three lines in a row. */
export function interruptsHunk(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.startsWith('diff --git ') || (line.startsWith('Index: ') && /^={9,}$/.test(lines[at + 1] ?? '')))
    return true;
  return /^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[at + 1] ?? '') && isHunk(lines[at + 2] ?? '');
}

/** Whether a line begins a hunk. */
export function isHunk(line: string): boolean {
  return readHunkHeader(line) !== undefined;
}

function isNumberedHunk(line: string): boolean {
  return readHunkHeader(line)?.start !== undefined;
}

/** Reads the header at a line where one begins. */
export function readHeader(lines: readonly string[], start: number): DiffHeader {
  let at = start;
  let names: readonly [string | undefined, string | undefined] = [undefined, undefined];
  let change: DiffHeader['change'] = 'edit';
  let mode = false;
  let renamed: DiffPaths | undefined;
  const first = lines[at] ?? '';
  if (first.startsWith('diff --git ')) {
    names = gitPaths(first) ?? names;
    for (at++; extended.test(lines[at] ?? ''); at++) {
      const line = lines[at] ?? '';
      const [, verb, which, path = ''] = /^(rename|copy) (from|to) (.*)$/.exec(line) ?? [];
      if (verb !== undefined) {
        change = verb === 'rename' ? 'rename' : 'copy';
        renamed = { old: undefined, new: undefined, ...renamed, [which === 'from' ? 'old' : 'new']: diffPath(path) };
      } else if (line.startsWith('new file')) change = 'create';
      else if (line.startsWith('deleted file')) change = 'delete';
      else if (/^(?:old|new) mode/.test(line)) mode = true;
      else if (/^(?:Binary files|GIT binary)/.test(line)) change = 'binary';
    }
  }
  const old = /^--- (\S.*)$/.exec(lines[at] ?? '')?.[1];
  const hasOld = old !== undefined && beginsHeader(lines, at);
  if (hasOld) names = [diffPath(old), names[1]];
  if (hasOld) at++;
  const fresh = /^\+\+\+ (\S.*)$/.exec(lines[at] ?? '')?.[1];
  if (fresh !== undefined && (hasOld || beginsHeader(lines, at))) {
    names = [names[0], diffPath(fresh)];
    at++;
  }
  const paths = renamed ?? pathsOf(names);
  if (change === 'edit' && paths.old !== paths.new) {
    if (names[0] === '/dev/null') change = 'create';
    if (names[1] === '/dev/null') change = 'delete';
  }
  return { paths, change, mode, at: start, next: at };
}

/** A header of one line names both sides. */
function pathsOf([old, fresh]: readonly [string | undefined, string | undefined]): DiffPaths {
  if (old === undefined && fresh !== undefined) return oneSided(fresh, /^b\//);
  if (fresh === undefined && old !== undefined) return oneSided(old, /^a\//);
  return plainPaths(old, fresh);
}

function oneSided(name: string, prefix: RegExp): DiffPaths {
  const path = name.replace(prefix, '');
  return { old: path, new: path };
}
