import { ok, type Result } from '../../../util/result';
import type { EditSyntaxFailure } from './operation';
import { readMarker, type Marker } from './searchReplaceMarkers';
import { failAt } from './syntaxFailure';

interface PlacedMarker {
  readonly at: number;
  readonly marker: Marker;
}

/** More lines of equal signs than any file's conflicts have. */
const tooMany = 100;

/**
 * The line that parts a block's two texts. Where several could, those as long as the opening marker come first, and among these the
 * one that leaves only whole merge conflicts in both texts. What nothing tells apart is refused.
 */
export function splitBlock(lines: readonly string[], start: number, end: number): Result<number, EditSyntaxFailure> {
  const markers: PlacedMarker[] = [];
  for (let at = start + 1; at < end; at++) {
    const marker = readMarker(lines[at] ?? '');
    if (marker) markers.push({ at, marker });
  }
  const opening = readMarker(lines[start] ?? '');
  const length = opening?.type === 'search' ? opening.length : 0;
  const dividers = markers.filter(({ marker }) => marker.type === 'divider');
  const alike = dividers.filter(({ marker }) => marker.type === 'divider' && marker.length === length);
  const candidates = alike.length > 0 ? alike : dividers;
  const [only] = candidates;
  if (!only)
    return failAt(
      start,
      'malformed',
      'this block has no `=======` between the lines to find and the lines to put there.',
    );
  if (candidates.length === 1) return ok(only.at);
  const told =
    candidates.length > tooMany ? [] : candidates.filter(({ at }) => partsConflicts(markers, candidates, at));
  const [split] = told;
  if (split && told.length === 1) return ok(split.at);
  return failAt(
    candidates[1]?.at ?? start,
    'malformed',
    `several lines of \`=======\` (${candidates
      .map(({ at }) => at + 1)
      .slice(0, 9)
      .join(', ')}) could part this block. Write a back-slash before those that are text of the file: \`\\=======\`.`,
  );
}

/** Whether the markers on both sides of a line are whole conflicts and nothing else. */
function partsConflicts(markers: readonly PlacedMarker[], candidates: readonly PlacedMarker[], split: number): boolean {
  let expected: 'ours' | 'divider' | 'theirs' = 'ours';
  for (const placed of markers) {
    const { type } = placed.marker;
    if (placed.at === split) {
      if (expected !== 'ours') return false;
    } else if (type === 'divider' && expected === 'ours' && !candidates.includes(placed)) {
      // An underline of another length is text.
    } else {
      if (type !== expected) return false;
      expected = type === 'ours' ? 'divider' : type === 'divider' ? 'theirs' : 'ours';
    }
  }
  return expected === 'ours';
}
