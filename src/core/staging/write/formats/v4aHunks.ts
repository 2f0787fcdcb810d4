import { ok, type Result } from '../../../util/result';
import type { PatchHunk } from '../matching/patchHunk';
import { interruptsHunk } from './diffHeaders';
import { hunkOf, readHunkBody } from './hunkBody';
import { readHunkHeader, type HunkHeader } from './hunkHeader';
import type { EditSyntaxFailure } from './operation';
import { failAt } from './syntaxFailure';
import { readPatchMarker } from './v4aMarkers';

/**
 * Reads the hunks in `lines[start, end)`. Anchors in a row, with no other lines between, are for the same hunk; hunks do not hand
 * theirs on. Lines before the first `@@` are a hunk without anchors.
 */
export function readHunks(
  lines: readonly string[],
  start: number,
  end: number,
): Result<readonly PatchHunk[], EditSyntaxFailure> {
  const hunks: PatchHunk[] = [];
  let anchors: string[] = [];
  let header: HunkHeader = {};
  /** Where a header stands that no lines followed yet. */
  let open: number | undefined;
  // The names that a unified diff would have here say nothing new.
  const first = interruptsHunk(lines, start) ? start + 2 : start;
  let bodyStart = first;
  const finish = (at: number, atEnd = false): boolean => {
    const body = readHunkBody(lines.slice(bodyStart, at), header.counts);
    bodyStart = at + 1;
    if (body.script.length === 0) return false;
    hunks.push(hunkOf(body, header, { anchors, atEnd }));
    anchors = [];
    header = {};
    open = undefined;
    return true;
  };
  for (let at = first; at < end; at++) {
    const line = lines[at] ?? '';
    const next = readHunkHeader(line);
    if (next) {
      finish(at);
      if (next.anchor !== undefined) anchors.push(next.anchor);
      header = { ...header, ...next };
      open = at;
      continue;
    }
    const type = readPatchMarker(line)?.type;
    if (type === 'move')
      return failAt(at, 'malformed', '`*** Move to: path` stands directly below `*** Update File: path`.');
    if (type === 'end-of-file') {
      if (!finish(at, true))
        return failAt(
          at,
          'malformed',
          '`*** End of File` stands below the lines of a hunk, and there are none above it.',
        );
    }
  }
  finish(end);
  return open === undefined
    ? ok(hunks)
    : failAt(
        open,
        'malformed',
        'this `@@` has no lines below it. Write context with a space, `-` or `+` before each line.',
      );
}
