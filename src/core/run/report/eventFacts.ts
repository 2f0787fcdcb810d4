import type { RunEvent } from '../events';
import { applyFacts } from './applyFacts';
import type { Facts } from './facts';
import type { Moment } from '../history';
import { leadFacts } from './leadFacts';
import { toldByState, type Parts } from './parts';
import { workFacts } from './workFacts';

/** A row for every event there is: one that is added does not compile before somebody has said what the report makes of it. */
const parts: Parts<RunEvent['type']> = { ...leadFacts, ...workFacts, ...applyFacts };

/** Whether there is such an event. */
export function isRunEvent(type: string): boolean {
  return Object.hasOwn(parts, type);
}

/** Adds what one event says. */
export function addFacts(facts: Facts, moment: Moment): void {
  const part = parts[moment.event.type];
  if (part === toldByState) return;
  // The table pairs each part with its own event; the compiler can't follow that through the lookup.
  (part as (facts: Facts, moment: Moment) => void)(facts, moment);
}
