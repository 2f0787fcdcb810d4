import * as z from 'zod/mini';

import { narrowed } from '../../core/authority/mandate';
import {
  defaultAuthority,
  powers,
  type AuthorityRow,
  type AuthorityTable,
  type Power,
} from '../../core/authority/table';
import { ok, type Result } from '../../core/util/result';
import { checkSetting, type SettingsFailure } from './settingsSchema';

const name = 'leadWorker.authority';

const row = z.strictObject({
  grant: z.optional(z.enum(['never', 'ask', 'always'])),
  limit: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(100)))),
});

const rows = z.strictObject({
  retry: z.optional(row),
  reassign: z.optional(row),
  revise: z.optional(row),
  resolve: z.optional(row),
  abort: z.optional(row),
});

type Rows = z.infer<typeof rows>;

/** Where the editor found values of `leadWorker.authority`; `undefined` where nothing was set. */
export interface AuthorityValues {
  /** The user's own, which only the user can write. */
  readonly user: unknown;
  /** From workspace and folder: whoever wrote the repository wrote them. */
  readonly workspace: readonly unknown[];
}

/**
 * The lead's authority: the defaults with what the user says laid over them, row by row, and then as much stricter as the workspace
 * wants it. A workspace cannot make it wider.
 */
export function chooseAuthority({ user, workspace }: AuthorityValues): Result<AuthorityTable, SettingsFailure> {
  const own = checkSetting(name, rows, user ?? {});
  if (!own.ok) return own;
  let table = laidOver(defaultAuthority, own.value);
  for (const value of workspace) {
    const strict = checkSetting(name, rows, value ?? {});
    if (!strict.ok) return strict;
    table = narrowed(table, laidOver(table, strict.value));
  }
  return ok(table);
}

function laidOver(table: AuthorityTable, over: Rows): AuthorityTable {
  const rowOf = (power: Power): AuthorityRow => {
    const { grant, limit } = over[power] ?? {};
    return { grant: grant ?? table[power].grant, limit: limit === undefined ? table[power].limit : limit };
  };
  return { ...table, ...Object.fromEntries(powers.map((power) => [power, rowOf(power)])) };
}
