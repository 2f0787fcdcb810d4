import { estimatePlan, type Estimate, type Range } from '../../core/money/estimate';
import { defaultProfile } from '../../core/plan/profile';
import { experienceOf } from '../../core/run/health/experience';
import type { RunHealth } from '../../core/run/health/runHealth';
import type { RunState } from '../../core/run/state';
import { compactTokens } from '../status/words';

/** What the plan of a run may take; `undefined` where there is none to approve, or where it costs nothing. */
export function estimateOf({ phase, plan, setup }: RunState, runs: readonly RunHealth[]): Estimate | undefined {
  if (phase !== 'plan-ready' || !plan || setup.scripted) return undefined;
  const modelOf = (profile: string): string =>
    setup.profiles?.find(({ name }) => name === profile)?.model ?? setup.worker;
  const tasks = plan.tasks.map(({ id, size, profile }) => ({ id, size, model: modelOf(profile ?? defaultProfile) }));
  return estimatePlan(tasks, { lead: setup.lead, prices: setup.prices ?? {}, experience: experienceOf(runs) });
}

/** What each task of a plan that waits may take, in words. */
export function taskEstimates(state: RunState, runs: readonly RunHealth[]): ReadonlyMap<string, string> {
  const estimate = estimateOf(state, runs);
  return new Map([...(estimate?.tasks ?? [])].map(([id, tokens]) => [id, tokenWords(tokens)]));
}

/** An estimate as a note on the plan. */
export function estimateNote({ tokens, dollars, isFromHere }: Estimate): string {
  const cost = dollars === null ? '' : `, ${dollarWords(dollars)}`;
  const why = isFromHere ? 'going by earlier runs here' : 'a rule of thumb, until a few runs here tell more';
  return `It may take ${tokenWords(tokens)}${cost} (${why}).`;
}

/** A range of tokens: `12k to 60k tokens`. */
export function tokenWords({ low, high }: Range): string {
  return `${compactTokens(Math.round(low))} to ${compactTokens(Math.round(high))} tokens`;
}

function dollarWords({ low, high }: Range): string {
  return `$${low.toFixed(2)} to $${high.toFixed(2)}`;
}
