import type { TaskSize } from '../plan/plan';
import { priceOf, type Price, type PriceTable } from './prices';

/** From what is little to what is much. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What earlier runs of a workspace took. */
export interface Experience {
  /** Tokens of the workers on one task, by its size: all attempts together. */
  readonly bySize: Readonly<Record<TaskSize, readonly number[]>>;
  /** The lead's tokens for each task of a run, planning and judging, run by run. */
  readonly leadPerTask: readonly number[];
}

/** Nothing is known yet. */
export const noExperience: Experience = { bySize: { S: [], M: [], L: [] }, leadPerTask: [] };

/** A task that is planned, with the model that is to work on it. */
export interface PlannedTask {
  readonly id: string;
  readonly size: TaskSize;
  readonly model: string;
}

/** What a plan may take before it runs. */
export interface Estimate {
  /** Tokens of the workers, by task. */
  readonly tasks: ReadonlyMap<string, Range>;
  /** All tokens, the lead's included. */
  readonly tokens: Range;
  /** US dollars; `null` where the price of a model is not known. */
  readonly dollars: Range | null;
  /** Whether runs of this workspace say so, and not a rule of thumb. */
  readonly isFromHere: boolean;
}

/**
 * Where nothing is known of a workspace. A worker sends its conversation again with each turn, so tokens grow with the square of the
 * turns: about 5 for a small task, as in the demo, up to 25 for a large one.
 */
const usual: Readonly<Record<TaskSize, Range>> = {
  S: { low: 5_000, high: 25_000 },
  M: { low: 15_000, high: 80_000 },
  L: { low: 40_000, high: 250_000 },
};
const usualLead: Range = { low: 2_000, high: 10_000 };

/** Fewer than these say nothing of the next. */
const fewestTasks = 3;
const fewestRuns = 2;
/** What came before is no bound for what comes. */
const slack = 1.25;

/** What share of the tokens is output, and of the input what the provider had already: the best and the worst of what runs show. */
const best = { output: 0.1, cached: 0.6 };
const worst = { output: 0.2, cached: 0 };

/** Estimates a plan by the sizes of its tasks, and by what such tasks took before in this workspace. */
export function estimatePlan(
  tasks: readonly PlannedTask[],
  { lead, prices, experience }: { readonly lead: string; readonly prices: PriceTable; readonly experience: Experience },
): Estimate {
  const ranges = tasks.map((task) => ({
    task,
    tokens: rangeOf(experience.bySize[task.size], fewestTasks) ?? usual[task.size],
  }));
  const perTask = rangeOf(experience.leadPerTask, fewestRuns) ?? usualLead;
  const leads: Range = { low: perTask.low * tasks.length, high: perTask.high * tasks.length };
  const parts = [...ranges.map(({ task, tokens }) => ({ model: task.model, tokens })), { model: lead, tokens: leads }];
  const dollars = parts.map(({ model, tokens }) => dollarRange(tokens, priceOf(model, prices)));
  return {
    tasks: new Map(ranges.map(({ task, tokens }) => [task.id, tokens])),
    tokens: sum(parts.map(({ tokens }) => tokens)),
    dollars: dollars.every((range) => range !== null) ? sum(dollars) : null,
    isFromHere: tasks.some(({ size }) => experience.bySize[size].length >= fewestTasks),
  };
}

/** The middle half of what was seen, with some room around it; `undefined` where that is too little. */
function rangeOf(seen: readonly number[], fewest: number): Range | undefined {
  if (seen.length < fewest) return undefined;
  const sorted = [...seen].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(0.25) / slack, high: at(0.75) * slack };
}

function dollarRange(tokens: Range, price: Price | undefined): Range | null {
  if (!price) return null;
  const rate = ({ output, cached }: typeof best): number =>
    (1 - output) * ((1 - cached) * price.input + cached * price.cached) + output * price.output;
  return { low: (tokens.low * rate(best)) / 1_000_000, high: (tokens.high * rate(worst)) / 1_000_000 };
}

function sum(ranges: readonly Range[]): Range {
  return ranges.reduce((all, { low, high }) => ({ low: all.low + low, high: all.high + high }), { low: 0, high: 0 });
}
