import { ok, type Result } from '../../../util/result';
import type { EditOperation, EditSyntaxFailure } from './operation';
import { failAt, quote, type EditSection } from './syntaxFailure';
import { readHunkHeader } from './hunkHeader';
import { readHunks } from './v4aHunks';
import { readPatchMarker, type PatchMarker } from './v4aMarkers';

/** One operation of a patch and the line behind it. */
type Step = Result<{ readonly operation: EditOperation; readonly next: number }, EditSyntaxFailure>;

/** Whether a V4A patch begins at a line; one without `*** Begin Patch` begins with a file. */
export function beginsPatch(line: string): boolean {
  const type = readPatchMarker(line.trimStart())?.type;
  return type !== undefined && type !== 'move' && type !== 'end-of-file';
}

/**
 * Reads the patch that begins at line `start`. One with `*** Begin Patch` goes on to `*** End Patch` and is cut off without; else it
 * ends where `ends` says that what holds it does.
 */
export function readPatch(
  lines: readonly string[],
  start: number,
  ends: (line: string) => boolean,
): Result<EditSection, EditSyntaxFailure> {
  const begun = readPatchMarker((lines[start] ?? '').trimStart())?.type === 'begin';
  const isOver = (at: number): boolean => at >= lines.length || (!begun && ends(lines[at] ?? ''));
  const operations: EditOperation[] = [];
  let at = begun ? start + 1 : start;
  while (!isOver(at)) {
    const line = lines[at] ?? '';
    // Between files a marker may stand indented: nothing else could.
    const marker = readPatchMarker(line.trim());
    if (marker?.type === 'end' && at === start)
      return failAt(
        at,
        'malformed',
        'a patch ends here that did not begin. Where this line is text of a file, write `+`, `-` or a space before it.',
      );
    if (marker?.type === 'end') return finish(start, operations, at + 1);
    if (line.trim() === '' || line.startsWith('*** Environment ID:')) {
      at++;
      continue;
    }
    if (!marker) return failAt(at, 'malformed', `${quote(line)} belongs to no file. ${fileForm}`);
    const step = readFile(lines, marker, { at, end: endOfFile(lines, at + 1, isOver) });
    if (!step.ok) return step;
    operations.push(step.value.operation);
    at = step.value.next;
  }
  if (begun) return failAt(start, 'truncated', 'this patch has no `*** End Patch`: it may be cut off.');
  return finish(start, operations, at);
}

const fileForm =
  'Begin each file with `*** Add File: path`, `*** Update File: path` or `*** Delete File: path`, and each of its lines with ` `, `-` or `+`.';

function finish(
  start: number,
  operations: readonly EditOperation[],
  next: number,
): Result<EditSection, EditSyntaxFailure> {
  if (operations.length === 0) return failAt(start, 'no-edits', `this patch changes nothing. ${fileForm}`);
  return ok({ format: 'patch', operations, next });
}

/** The line behind the last one of a file's lines. */
function endOfFile(lines: readonly string[], from: number, isOver: (at: number) => boolean): number {
  let at = from;
  for (; !isOver(at); at++) {
    const line = lines[at] ?? '';
    const type = readPatchMarker(line)?.type;
    if (type !== undefined && type !== 'move' && type !== 'end-of-file') return at;
    if (readPatchMarker(line.trimStart())?.type === 'end' && isLast(lines, at)) return at;
  }
  return at;
}

/** Whether nothing but blank lines, a closing fence or the end of a heredoc follows. */
function isLast(lines: readonly string[], at: number): boolean {
  let next = at + 1;
  while (next < lines.length && lines[next]?.trim() === '') next++;
  return next >= lines.length || /^(?:`{3,}|~{3,}|[A-Z_]+['"]?)\s*$/.test(lines[next] ?? '');
}

function readFile(
  lines: readonly string[],
  { type, path }: PatchMarker,
  { at, end }: { readonly at: number; readonly end: number },
): Step {
  if (type === 'begin')
    return failAt(at, 'truncated', 'a patch begins inside another. End the first one with `*** End Patch`.');
  if (type === 'unknown' || type === 'move' || type === 'end-of-file')
    return failAt(
      at,
      type === 'unknown' ? 'unsupported' : 'malformed',
      `${quote(lines[at] ?? '')} has no meaning here. ${fileForm}`,
    );
  if (path === '') return failAt(at, 'no-path', `this line names no file. ${fileForm}`);
  switch (type) {
    case 'add':
      return readAdded(lines, path, { at, end });
    case 'delete':
      return readDeleted(lines, path, { at, end });
    default:
      return readUpdated(lines, path, { at, end });
  }
}

interface Range {
  readonly at: number;
  readonly end: number;
}

/** A new file's lines have a `+` each, maybe below the `@@` of a hunk; where none has, they are the text itself. */
function readAdded(lines: readonly string[], path: string, { at, end }: Range): Step {
  const all = withoutBlankEnd(lines.slice(at + 1, end).filter((line) => readPatchMarker(line)?.type !== 'end-of-file'));
  const added = all.filter((line) => line.startsWith('+')).length;
  const skipped = added > 0 && readHunkHeader(all[0] ?? '') ? 1 : 0;
  const body = all.slice(skipped);
  const bare = body.findIndex((line) => line.trim() !== '' && !line.startsWith('+'));
  if (added > 0 && bare >= 0)
    return failAt(
      at + 1 + skipped + bare,
      'malformed',
      `${quote(body[bare] ?? '')} has no \`+\` before it. Every line of an added file has one.`,
    );
  const text = body.map((line) => `${line.startsWith('+') ? line.slice(1) : added > 0 ? '' : line}\n`).join('');
  return ok({ operation: { type: 'create', path, text }, next: end });
}

function readDeleted(lines: readonly string[], path: string, { at, end }: Range): Step {
  const body = withoutBlankEnd(lines.slice(at + 1, end));
  const other = body.findIndex((line) => line.trim() !== '' && !line.startsWith('-') && !line.startsWith('@@'));
  if (other >= 0)
    return failAt(
      at + 1 + other,
      'malformed',
      `${quote(body[other] ?? '')} stands below a deleted file. \`*** Delete File: path\` needs no lines.`,
    );
  const text = body.flatMap((line) => (line.startsWith('-') ? [`${line.slice(1)}\n`] : [])).join('');
  return ok({ operation: { type: 'delete', path, ...(text === '' ? {} : { text }) }, next: end });
}

function readUpdated(lines: readonly string[], path: string, { at, end }: Range): Step {
  let start = at + 1;
  while (start < end && lines[start]?.trim() === '') start++;
  const move = start < end ? readPatchMarker((lines[start] ?? '').trim()) : undefined;
  const movedTo = move?.type === 'move' ? move.path : undefined;
  if (movedTo === '') return failAt(start, 'no-path', 'this line names no file: write `*** Move to: path`.');
  const hunks = readHunks(lines, movedTo === undefined ? at + 1 : start + 1, end);
  if (!hunks.ok) return hunks;
  if (hunks.value.length === 0 && movedTo === undefined)
    return failAt(
      at,
      'malformed',
      'nothing changes in this file. Write hunks below it, each of its lines with ` `, `-` or `+`.',
    );
  const operation = { type: 'patch', path, ...(movedTo === undefined ? {} : { movedTo }), hunks: hunks.value } as const;
  return ok({ operation, next: end });
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
}
