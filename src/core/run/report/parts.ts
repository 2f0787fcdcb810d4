import type { RunEvent } from '../events';
import type { Facts } from './facts';
import type { Moment } from '../history';

/** Takes out of one event what the report tells of it. */
export type Part<Type extends RunEvent['type']> = (
  facts: Facts,
  moment: Moment<Extract<RunEvent, { type: Type }>>,
) => void;

/** What is told by the state of the run at the end, and not event by event. */
export const toldByState = 'told-by-state';

/** A table of parts for some types of events. */
export type Parts<Type extends RunEvent['type']> = { readonly [Each in Type]: Part<Each> | typeof toldByState };
