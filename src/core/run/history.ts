import * as z from 'zod';
import { describeError } from '../util/result';
import type { RunEvent } from './events';
import { reduceRun } from './reducer';
import type { RunState } from './state';

/** One event of a journal, with the state of the run before it and after it. */
export interface Moment<E extends RunEvent = RunEvent> {
  readonly event: E;
  /** Which entry of the journal it is, from 1. */
  readonly entry: number;
  /** When it was recorded, in milliseconds since 1970; `null` where its journal does not say. */
  readonly at: number | null;
  /** `undefined` before a run was created. */
  readonly before: RunState | undefined;
  readonly after: RunState | undefined;
}

/** A journal as it can be told. */
export interface History {
  readonly moments: readonly Moment[];
  /** The newest state that could be folded. */
  readonly state: RunState | undefined;
  /** Entries that are no event which this version knows. */
  readonly unread: number;
  /** Why the state stands still from some event on; `null` where the journal holds together. */
  readonly broken: string | null;
}

const entrySchema = z.looseObject({ type: z.string(), at: z.number().optional() });

/**
 * Tells a journal. A record is wanted most where something went wrong, so nothing that is in it is an error: entries of another
 * version are counted, and after an event that does not follow from the ones before it the facts are told on, beside a state that stands still.
 * `isKnown` says which types of event there are.
 */
export function historyOf(entries: readonly unknown[], isKnown: (type: string) => boolean): History {
  const moments: Moment[] = [];
  let state: RunState | undefined;
  let unread = 0;
  let broken: string | null = null;
  for (const [index, entry] of entries.entries()) {
    const parsed = entrySchema.safeParse(entry);
    if (!parsed.success || !isKnown(parsed.data.type)) {
      unread += 1;
      continue;
    }
    const event = entry as RunEvent;
    const before: RunState | undefined = state;
    if (broken === null) {
      try {
        state = reduceRun(before, event);
      } catch (error) {
        broken = `${event.type}: ${describeError(error)}`;
      }
    }
    moments.push({ event, entry: index + 1, at: parsed.data.at ?? null, before, after: state });
  }
  return { moments, state, unread, broken };
}
