/** What becomes of tasks that may write the same files: one after the other, or together, their changes merged. */
export type Overlap = 'serialise' | 'parallel';

/** What a plan's reader is told of two tasks that may write the same files. */
export function overlapWarning(one: string, other: string, overlap: Overlap): string {
  return overlap === 'serialise'
    ? `${one} and ${other} may write the same files, so they run one after the other.`
    : `${one} and ${other} may write the same files, and run together: where their changes clash, the conflict is settled.`;
}

/** What a plan's reader is told of a task that may write anywhere. */
export function wideScopeWarning(task: string, overlap: Overlap): string {
  return overlap === 'serialise'
    ? `${task} may write anywhere, so nothing else runs beside it.`
    : `${task} may write anywhere, so its change may clash with any other.`;
}

/** What the lead is told of write scopes when it plans. */
export function scopeRule(overlap: Overlap): string {
  return overlap === 'serialise'
    ? 'Keep write scopes narrow and disjoint: tasks that may write the same file run one after the other.'
    : 'Keep write scopes narrow, and disjoint where you can: tasks that may write the same file run at once, and where their changes clash, merging them costs another attempt.';
}
