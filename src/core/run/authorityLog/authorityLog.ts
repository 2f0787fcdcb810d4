import type { RunEvent } from '../events';
import { historyOf, type Moment } from '../history';
import type { RunState } from '../state';
import { leadActs } from './leadActs';
import { noAuthority, type Act, type LogLine, type Wordings } from './line';
import { runActs } from './runActs';
import { userActs } from './userActs';

/** A row for every event there is: one that is added does not compile before somebody has said who exercises authority by it. */
const wordings: Wordings<RunEvent['type']> = { ...leadActs, ...userActs, ...runActs };

/** Who did what in a run, by which authority, and what came of it. */
export interface AuthorityLog {
  /** The newest state of the run; `undefined` for a journal in which none begins. */
  readonly state: RunState | undefined;
  readonly lines: readonly LogLine[];
  readonly unread: number;
  readonly broken: string | null;
}

/** The authority log of a journal: one line for each event by which somebody exercises authority, in order. */
export function authorityLogOf(entries: readonly unknown[]): AuthorityLog {
  const { moments, state, unread, broken } = historyOf(entries, (type) => Object.hasOwn(wordings, type));
  const lines = moments.flatMap((moment): LogLine[] => {
    const worded = wordingOf(moment);
    return worded ? [{ entry: moment.entry, at: moment.at, ...worded }] : [];
  });
  return { state, lines, unread, broken };
}

function wordingOf(moment: Moment): Act | undefined {
  const wording = wordings[moment.event.type];
  if (wording === noAuthority) return undefined;
  // The table pairs each wording with its own event; the compiler can't follow that through the lookup.
  return (wording as (moment: Moment) => Act)(moment);
}
