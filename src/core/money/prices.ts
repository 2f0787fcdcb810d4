import type { TokenUsage } from '../ports/chatModel';

/** What a model costs, in US dollars per million tokens. */
export interface Price {
  readonly input: number;
  /** Input that the provider had from an earlier call. */
  readonly cached: number;
  /** Reasoning included. */
  readonly output: number;
}

/** Prices by the names of models, as providers have them. A model that is not in it has no price that is known. */
export type PriceTable = Readonly<Record<string, Price>>;

/** When {@link listedPrices} were taken, from OpenAI's list (platform.openai.com/docs/pricing, standard tier). */
export const pricesTaken = '2026-03';

/** What providers list. The user's own prices count before these. */
export const listedPrices: PriceTable = {
  o3: { input: 2, cached: 0.5, output: 8 },
  'o3-mini': { input: 1.1, cached: 0.55, output: 4.4 },
  'o4-mini': { input: 1.1, cached: 0.275, output: 4.4 },
  'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cached: 0.025, output: 0.4 },
  'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6 },
  'codex-mini-latest': { input: 1.5, cached: 0.375, output: 6 },
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
  'gpt-5-codex': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5.1': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5.1-codex': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5.1-codex-max': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5.1-codex-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5.2': { input: 1.75, cached: 0.175, output: 14 },
  'gpt-5.3-codex': { input: 1.75, cached: 0.175, output: 14 },
  'gpt-5.4': { input: 2.5, cached: 0.25, output: 15 },
  'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
};

/** What a model costs: by its name, or by that without the date of its version, which costs the same. */
export function priceOf(model: string, prices: PriceTable): Price | undefined {
  const undated = model.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/, '');
  for (const name of [model, undated]) if (Object.hasOwn(prices, name)) return prices[name];
  return undefined;
}

const million = 1_000_000;

/** What calls cost, in US dollars. Cached input is part of the input. */
export function dollarsFor({ input, cached, output }: TokenUsage, price: Price): number {
  return ((input - cached) * price.input + cached * price.cached + output * price.output) / million;
}

/** What some calls came to. */
export interface Cost {
  /** US dollars, for all whose price is known. */
  readonly dollars: number;
  /** Tokens of models without a known price: nothing is said to be free that is not. */
  readonly unpriced: number;
}

/** The start of every sum. */
export const noCost: Cost = { dollars: 0, unpriced: 0 };

/** Adds what a call came to, by the price of the model that answered. */
export function addCost(
  cost: Cost,
  call: { readonly model: string; readonly usage: TokenUsage },
  prices: PriceTable,
): Cost {
  const price = priceOf(call.model, prices);
  if (price) return { ...cost, dollars: cost.dollars + dollarsFor(call.usage, price) };
  return { ...cost, unpriced: cost.unpriced + call.usage.input + call.usage.output };
}

/** What both roles came to. */
export function totalCost({ cost }: { readonly cost: { readonly lead: Cost; readonly worker: Cost } }): Cost {
  const { lead, worker } = cost;
  return { dollars: lead.dollars + worker.dollars, unpriced: lead.unpriced + worker.unpriced };
}

/** A cost in words: `$0.42`, `under $0.01`, `$0.42 and more`; empty where no price is known or nothing was called. */
export function costWords({ dollars, unpriced }: Cost): string {
  if (dollars === 0) return '';
  const amount = dollars < 0.01 ? 'under $0.01' : `$${dollars.toFixed(2)}`;
  return unpriced > 0 ? `${amount} and more` : amount;
}
