import type { AttemptKey, RunEvent } from '../events';
import type { Moment } from '../history';

/** Who did something. `guard` is the state machine that rules on the lead, `run` what follows from a decision by itself. */
export type Actor = 'you' | 'lead' | 'guard' | 'gate' | 'worker' | 'run';

/** One act, in words. Texts of models and files stand in it as they are. */
export interface Act {
  readonly who: Actor;
  /** What was done or decided: `retry`. */
  readonly act: string;
  /** What it is about: `T1 #2` is the second attempt on T1. */
  readonly on: string;
  /** What came of it: `allowed`. */
  readonly outcome: string;
  /** How often the power may be used after it: `1 of 2`. */
  readonly left: string;
  readonly reason: string;
}

/** An act with its place in the journal. */
export interface LogLine extends Act {
  readonly entry: number;
  /** Milliseconds since 1970; `null` where the journal does not say. */
  readonly at: number | null;
}

/** For events by which nobody exercises authority: they are in the journal and not in this log. */
export const noAuthority = 'no-authority';

/** Puts one event into words. */
export type Wording<Type extends RunEvent['type']> = (moment: Moment<Extract<RunEvent, { type: Type }>>) => Act;

/** A table of wordings for some types of events. */
export type Wordings<Type extends RunEvent['type']> = { readonly [Each in Type]: Wording<Each> | typeof noAuthority };

/** An act, of the parts that say something. */
export function act(who: Actor, what: string, rest: Partial<Omit<Act, 'who' | 'act'>> = {}): Act {
  return { who, act: what, on: '', outcome: '', left: '', reason: '', ...rest };
}

/** `T1 #2`: the second attempt on T1. */
export function attemptName({ taskId, attempt }: AttemptKey): string {
  return `${taskId} #${attempt}`;
}
