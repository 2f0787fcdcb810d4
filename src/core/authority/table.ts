/** Whether the lead may use a power: on its own, after asking the user, or not at all. */
export type Grant = 'always' | 'ask' | 'never';

/** The powers a lead could have. Waiving a gate, widening a scope, raising a budget and writing are not among them. */
export type Power = 'retry' | 'reassign' | 'revise' | 'resolve' | 'abort';

/** One row: the grant, and how often the power may be used. */
export interface AuthorityRow {
  readonly grant: Grant;
  /** How often, counted as {@link powerWords} says; `null` for as often as the rest of the table lets it. */
  readonly limit: number | null;
}

/** What the lead may do. Its prompt, the schema of its answers and the guard are derived from this table and from nothing else. */
export type AuthorityTable = Readonly<Record<Power, AuthorityRow>>;

/** A power in the table's own words: the lead's prompt, its refusals and the user's documents name it so. */
export interface PowerWords {
  /** What the lead does by it: `retry a task with feedback`. */
  readonly does: string;
  /** What its limit is counted by. */
  readonly per: 'task' | 'conflict' | 'run';
}

/**
 * So many attempts in a row without an accepted task, over the whole run, and every further one needs the user's word, whatever the
 * table says: two for each worker, and no fewer than for three. Beyond that a run that leads nowhere only costs.
 */
export function stallAfter(workers: number): number {
  return 2 * Math.max(3, workers);
}

/** The words for each power, in the order of the table. */
export const powerWords: Readonly<Record<Power, PowerWords>> = {
  retry: { does: 'retry a task with feedback', per: 'task' },
  reassign: { does: 'reassign a task to another worker profile', per: 'task' },
  revise: { does: 'change the plan while it runs', per: 'run' },
  resolve: { does: 'resolve conflicts', per: 'conflict' },
  abort: { does: 'abort the run', per: 'run' },
};

/** All powers, in the order of the table. */
export const powers = Object.keys(powerWords) as readonly Power[];

/** The table a run starts with, unless the user sets another. Powers that are `never` cannot be expressed by the lead. */
export const defaultAuthority: AuthorityTable = {
  retry: { grant: 'always', limit: 2 },
  reassign: { grant: 'always', limit: null },
  revise: { grant: 'ask', limit: 2 },
  resolve: { grant: 'always', limit: 2 },
  abort: { grant: 'ask', limit: null },
};
