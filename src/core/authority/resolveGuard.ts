import { ok } from '../util/result';
import { guardPower, type Ruling } from './guard';
import type { Mandate } from './mandate';

/** Whether the lead is called about a conflict at all, of which it has settled so many rounds; else it is the user's. */
export function mayResolve(mandate: Mandate, roundsUsed: number): boolean {
  return guardPower(mandate, 'resolve', roundsUsed).ok;
}

/** The guard's word on a way out of a conflict; the refusal is worded for the lead. Leaving it to the user needs no power. */
export function guardResolution(
  mandate: Mandate,
  roundsUsed: number,
  resolution: { readonly type: 'order' | 'delegate' | 'leave' },
): Ruling {
  return resolution.type === 'leave' ? ok('take') : guardPower(mandate, 'resolve', roundsUsed);
}
