import type { Stats } from 'node:fs';

/** A file changed this recently may change again without its time moving: file systems count in steps of some milliseconds. */
const racyWindowMs = 20;

/**
 * What identifies a file's content without reading it: size, times and inode. The time of the last status change is in it since
 * no program can set that back.
 */
export function stampOf(stats: Stats): string {
  return `${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}:${stats.ino}`;
}

/** The same for a file somebody may be writing just now: it equals no other stamp when it is too young to be trusted. */
export function sourceStampOf(stats: Stats, now: number): string {
  return now - stats.mtimeMs < racyWindowMs ? `${stampOf(stats)}:read-at-${now}` : stampOf(stats);
}
