import type { FileChange, Texts } from '../read/changeSet';
import type { WorkspacePath } from '../../util/paths';

/** New places of moved files, each with the place where the file stood at first, however often it was moved. */
export type Origins = ReadonlyMap<WorkspacePath, WorkspacePath>;

/** The origins after one more move. What stands in a place from which a file was moved away is a new one, and has none. */
export function withMove(origins: Origins, from: WorkspacePath, to: WorkspacePath): Origins {
  const next = new Map(origins);
  const isNew = !next.has(from) && [...next.values()].includes(from);
  const origin = next.get(from) ?? from;
  next.delete(from);
  next.delete(to);
  return isNew || origin === to ? next : next.set(to, origin);
}

/**
 * All that was written, against what was seen, sorted by path. A move counts as one where the old place stayed empty and the new
 * one was empty before; otherwise it is what it looks like: a file gone, a file made.
 */
export function changesOf(seen: Texts, written: Texts, origins: Origins): readonly FileChange[] {
  const moved = new Map<WorkspacePath, FileChange>();
  for (const [path, movedFrom] of origins) {
    const before = seen.get(movedFrom) ?? null;
    const after = written.get(path) ?? null;
    const isMove = before !== null && after !== null && written.get(movedFrom) === null;
    if (isMove && (seen.get(path) ?? null) === null) moved.set(path, { path, before, after, movedFrom });
  }
  const left = new Set([...moved.values()].map(({ movedFrom }) => movedFrom));
  return [...written]
    .filter(([path]) => !left.has(path))
    .map(([path, after]) => moved.get(path) ?? { path, before: seen.get(path) ?? null, after })
    .filter(({ before, after, movedFrom }) => movedFrom !== undefined || before !== after)
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
