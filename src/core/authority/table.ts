/** Whether the lead may use a power: on its own, after asking the user, or not at all. */
export type Grant = 'always' | 'ask' | 'never';

/** The powers a lead could have. Waiving a gate, widening a scope, raising a budget and writing are not among them. */
export type Power = 'retry' | 'reassign' | 'revise' | 'resolve' | 'abort';

/** One row: the grant, and how often the power may be used. */
export interface AuthorityRow {
  readonly grant: Grant;
  /** Per task for `retry` and `reassign`, per run else; `null` where counting makes no sense. */
  readonly limit: number | null;
}

/** What the lead may do. Its prompt, the schema of its answers and the guard are derived from this table and from nothing else. */
export type AuthorityTable = Readonly<Record<Power, AuthorityRow>>;

/** The table a run starts with. Powers that are `never` cannot be expressed by the lead. */
export const defaultAuthority: AuthorityTable = {
  retry: { grant: 'always', limit: 2 },
  reassign: { grant: 'never', limit: 0 },
  revise: { grant: 'never', limit: 0 },
  resolve: { grant: 'never', limit: 0 },
  abort: { grant: 'ask', limit: null },
};
