/** What the plan view and the status bar show of a run at one moment, in the words that a screen reader gets. */
export type Standing = {
  /** The rows of the plan view. */
  readonly rows: readonly string[];
  /** The item in the status bar. */
  readonly status: string;
};

/**
 * Whether both say the same of where the run stands. Each is drawn anew a few times a second, so for a moment one may be ahead of
 * the other.
 */
export function isInStep({ rows, status }: Standing): boolean {
  const stand = /^Lead\/Worker: ([^·]+?) ·/.exec(status)?.[1];
  return stand !== undefined && rows.some((row) => row.toLowerCase().startsWith(`run: ${stand}, `));
}

/** The tasks whose rows say that a worker is at them, with what else they say. */
export function workingRows({ rows }: Standing): readonly string[] {
  return rows.filter((row) => /^Task .*, working(?: ·|$)/.test(row));
}
