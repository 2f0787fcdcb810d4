import type { AuthorityTable, Grant, Power } from './table';

/** What the lead may do in one call: the table, and what its rows may name there. Everything else is derived from it. */
export interface Mandate {
  readonly table: AuthorityTable;
  /** Names of the worker profiles a task may be reassigned to. */
  readonly reassignTo: readonly string[];
  /** After so many attempts in a row without an accepted one the user is asked before a further one. */
  readonly stallAfter: number;
}

/** A row as it counts: a power that may be used no time, or on nothing, is none. */
export function grantOf({ table, reassignTo }: Mandate, power: Power): Grant {
  const { grant, limit } = table[power];
  if (limit === 0 || (power === 'reassign' && reassignTo.length === 0)) return 'never';
  return grant;
}

/** The same without some of its powers. */
export function withoutPowers({ table, ...rest }: Mandate, taken: readonly Power[]): Mandate {
  const rows = taken.map((power) => [power, { ...table[power], grant: 'never' }] as const);
  return { table: { ...table, ...Object.fromEntries(rows) }, ...rest };
}

const strictness: Readonly<Record<Grant, number>> = { always: 0, ask: 1, never: 2 };

/**
 * The table with each row as strict as the stricter of two. What a repository says of the lead's authority is laid over what the
 * user says like this: it can narrow it and never widen it.
 */
export function narrowed(table: AuthorityTable, by: Partial<AuthorityTable>): AuthorityTable {
  const rows = (Object.keys(table) as Power[]).map((power) => {
    const own = table[power];
    const other = by[power] ?? own;
    const grant = strictness[other.grant] > strictness[own.grant] ? other.grant : own.grant;
    const limits = [own.limit, other.limit].filter((limit) => limit !== null);
    return [power, { grant, limit: limits.length > 0 ? Math.min(...limits) : null }] as const;
  });
  return { ...table, ...Object.fromEntries(rows) };
}
