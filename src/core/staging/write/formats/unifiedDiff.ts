import { ok, type Result } from '../../../util/result';
import type { PatchHunk } from '../matching/patchHunk';
import { quotedLines, resultingLines } from '../matching/script';
import { beginsHeader, interruptsHunk, isHunk, readHeader, type DiffHeader } from './diffHeaders';
import { commonPath } from './diffPaths';
import { proseStart } from './diffProse';
import { hunkOf, readHunkBody } from './hunkBody';
import { isCombinedHunk, readHunkHeader, type LineCounts } from './hunkHeader';
import type { EditOperation, EditSyntaxFailure } from './operation';
import { failAt, type EditSection } from './syntaxFailure';

/** A hunk and the line (from 0) it begins at. */
interface PlacedHunk {
  readonly at: number;
  readonly hunk: PatchHunk;
}

/** How the reader is told what holds the diff. */
export interface DiffSurroundings {
  /** The file of hunks that stand below no header. */
  readonly path?: string;
  /** Whether what holds the diff ends at a line. */
  readonly ends: (line: string) => boolean;
}

/** Whether a unified diff begins at a line: a file's header, or a hunk of the file that is known. */
export function beginsDiff(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return isHunk(line) || isCombinedHunk(line) || beginsHeader(lines, at);
}

/**
 * Reads a unified diff from line `start` to where what holds it ends. Numbers and counts are hints only: hunks end where the next
 * one or the next file begins, and files are told apart by their headers.
 */
export function readDiff(
  lines: readonly string[],
  start: number,
  { path, ends }: DiffSurroundings,
): Result<EditSection, EditSyntaxFailure> {
  const operations = new Operations();
  let at = start;
  let isFirst = true;
  while (at < lines.length && !ends(lines[at] ?? '')) {
    if (isCombinedHunk(lines[at] ?? ''))
      return failAt(at, 'unsupported', 'a diff of a merge can’t be applied. Write a diff against the file as it is.');
    const header = beginsHeader(lines, at) ? readHeader(lines, at) : undefined;
    const bare = header === undefined && (isHunk(lines[at] ?? '') || isFirst);
    isFirst = false;
    if (!header && !bare) {
      at++;
      continue;
    }
    const { hunks, next } = readHunksOfFile(lines, header?.next ?? at, ends);
    const read = header ? operationsOf(header, hunks) : bareHunks(path, hunks, at);
    if (!read.ok) return read;
    for (const operation of read.value) operations.add(operation);
    at = Math.max(next, at + 1);
  }
  return operations.value.length > 0
    ? ok({ format: 'unified-diff', operations: operations.value, next: at })
    : failAt(start, 'no-edits', `this diff changes nothing. ${form}`);
}

const form = 'Write `--- a/path`, `+++ b/path`, `@@ -line +line @@`, then each line with ` `, `-` or `+` before it.';

function readHunksOfFile(
  lines: readonly string[],
  start: number,
  ends: (line: string) => boolean,
): { readonly hunks: readonly PlacedHunk[]; readonly next: number } {
  const hunks: PlacedHunk[] = [];
  let at = start;
  for (;;) {
    const header = readHunkHeader(lines[at] ?? '');
    const from = header ? at + 1 : at;
    const end = endOfHunk(lines, from, { counts: header?.counts, ends });
    const body = lines.slice(from, end);
    const read = readHunkBody(body.slice(0, proseStart(body, header?.counts)), header?.counts);
    const anchors = header?.anchor === undefined ? [] : [header.anchor];
    // Lines below a header and above the first hunk are only one when they change something.
    const counts = header !== undefined || read.script.some(({ type }) => type !== 'keep');
    if (read.script.length > 0 && counts) hunks.push({ at, hunk: hunkOf(read, header ?? {}, { anchors }) });
    at = end;
    if (at >= lines.length || !isHunk(lines[at] ?? '') || ends(lines[at] ?? '')) return { hunks, next: at };
  }
}

function endOfHunk(
  lines: readonly string[],
  start: number,
  { counts, ends }: { readonly counts: LineCounts | undefined; readonly ends: (line: string) => boolean },
): number {
  let [old, fresh] = [0, 0];
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (ends(line) || isHunk(line) || isCombinedHunk(line)) return at;
    // The hunk's last two lines may read like a header: then they are just what its counts lack.
    const lacksTwo = counts && counts.old - old === 1 && counts.new - fresh === 1;
    if (!lacksTwo && interruptsHunk(lines, at)) return at;
    if (!/^[+\\]/.test(line)) old++;
    if (!/^[-\\]/.test(line)) fresh++;
  }
  return lines.length;
}

function bareHunks(
  path: string | undefined,
  hunks: readonly PlacedHunk[],
  at: number,
): Result<readonly EditOperation[], EditSyntaxFailure> {
  if (hunks.length === 0) return ok([]);
  if (path === undefined) return failAt(at, 'no-path', `no file is named for this hunk. ${form}`);
  return ok([{ type: 'patch', path, hunks: hunks.map(({ hunk }) => hunk) }]);
}

function operationsOf(
  header: DiffHeader,
  placed: readonly PlacedHunk[],
): Result<readonly EditOperation[], EditSyntaxFailure> {
  const { at, paths, change } = header;
  const hunks = placed.map(({ hunk }) => hunk);
  const path = commonPath(paths);
  switch (change) {
    case 'binary':
      return failAt(
        at,
        'unsupported',
        `${paths.new ?? paths.old ?? 'a file'} is binary here, and patches of those can’t be applied.`,
      );
    case 'copy':
      return failAt(at, 'unsupported', 'copies can’t be applied. Create the new file with its whole text.');
    case 'rename':
      if (paths.old === undefined || paths.new === undefined)
        return failAt(at, 'malformed', 'a rename has both `rename from path` and `rename to path`.');
      return ok([{ type: 'patch', path: paths.old, movedTo: paths.new, hunks }]);
    case 'create':
    case 'delete':
      if (path === undefined) return failAt(at, 'no-path', `no file is named here. ${form}`);
      return wholeText(path, change, { hunks, at: placed[0]?.at ?? at });
    case 'edit': {
      if (path === undefined && paths.old !== undefined)
        return failAt(
          at,
          'malformed',
          `two files are named, ${paths.old} and ${paths.new ?? ''}. To move one, write \`diff --git\`, \`rename from\` and \`rename to\`.`,
        );
      if (path === undefined) return failAt(at, 'no-path', `no file is named here. ${form}`);
      if (hunks.length > 0) return ok([{ type: 'patch', path, hunks }]);
      return header.mode
        ? failAt(at, 'unsupported', `only the mode of ${path} changes here, and modes can’t be changed.`)
        : failAt(at, 'malformed', `no hunk follows for ${path}. ${form}`);
    }
  }
}

/** A file that comes or goes: all its lines are new, or all of them are old. */
function wholeText(
  path: string,
  type: 'create' | 'delete',
  { hunks, at }: { readonly hunks: readonly PatchHunk[]; readonly at: number },
): Result<readonly EditOperation[], EditSyntaxFailure> {
  const script = hunks.flatMap((hunk) => hunk.script);
  const wanted = type === 'create' ? 'add' : 'remove';
  // Blank lines lose their mark most easily.
  if (script.some((line) => line.type !== wanted && line.line.trim() !== ''))
    return failAt(
      at,
      'malformed',
      type === 'create'
        ? `${path} is new, so that each of its lines begins with \`+\`.`
        : `${path} is deleted, so that each of its lines begins with \`-\`.`,
    );
  const lines = type === 'create' ? resultingLines(script) : quotedLines(script);
  const ended = type === 'delete' || hunks.at(-1)?.finalNewline !== false;
  const text = lines.length === 0 ? '' : lines.join('\n') + (ended ? '\n' : '');
  if (type === 'create') return ok([{ type, path, text }]);
  return ok([{ type, path, ...(text === '' ? {} : { text }) }]);
}

/** Operations as they are read. */
class Operations {
  private readonly done: EditOperation[] = [];
  private hunks: PatchHunk[] | undefined;

  get value(): readonly EditOperation[] {
    return this.done;
  }

  /**
   * Headers that are said again for the next hunk of the same file don't begin a second edit of it: its numbers are those of the
   * same text.
   */
  add(operation: EditOperation): void {
    const last = this.done.at(-1);
    if (operation.type !== 'patch' || operation.movedTo !== undefined) {
      this.hunks = undefined;
      this.done.push(operation);
      return;
    }
    const [before, after] = [this.hunks?.at(-1)?.line, operation.hunks[0]?.line];
    const goesOn = before !== undefined && after !== undefined && after > before && last?.path === operation.path;
    if (this.hunks && goesOn) {
      this.hunks.push(...operation.hunks);
      return;
    }
    this.hunks = [...operation.hunks];
    this.done.push({ ...operation, hunks: this.hunks });
  }
}
