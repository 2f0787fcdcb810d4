import { RateGate } from './rateGate';
import type { Timing } from './timing';

/** Calls at once to a provider that is not known yet. */
const startingParallel = 4;
/** Calls at once, however well it goes: as many as there can be workers, twice. */
const mostParallel = 32;

/** Whose limits they are: a server, and the account behind a key. */
export interface Provider {
  /** Base URL. */
  readonly address: string;
  readonly apiKey: string;
}

/**
 * One gate for each provider, shared by all runs of a window. A server on this machine is asked one thing at a time unless the user says
 * otherwise: most answer slower, and no sooner, when they are asked for more.
 */
export class RateGates {
  private readonly gates = new Map<string, RateGate>();

  /** `parallel`: calls at once to any of them, as the user wants it. */
  constructor(
    private readonly timing: Timing,
    private readonly parallel: () => number | undefined = () => undefined,
  ) {}

  /** The gate to a provider. Another number of calls at once, another gate: nothing holds for it that was learnt. */
  to({ address, apiKey }: Provider): RateGate {
    const chosen = this.parallel();
    const key = JSON.stringify([address, apiKey, chosen]);
    const known = this.gates.get(key);
    if (known) return known;
    const isHere = isLoopback(address);
    const parallel = chosen ?? (isHere ? 1 : startingParallel);
    const most = chosen ?? (isHere ? 1 : mostParallel);
    const gate = new RateGate({ timing: this.timing, parallel, most });
    this.gates.set(key, gate);
    return gate;
  }
}

/** Whether an address is on this machine. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
