/** Looks a header up by its name, whatever its case. */
export interface HeaderLookup {
  get(name: string): string | null;
}

/** What a provider says of its limits in the head of an answer; `null` where it says nothing that can be read. */
export interface StatedLimits {
  readonly requestsPerMinute: number | null;
  readonly requestsLeft: number | null;
  /** Until there is another request, at the latest, in milliseconds. */
  readonly requestsResetMs: number | null;
  readonly tokensLeft: number | null;
  readonly tokensResetMs: number | null;
}

/** Reads the rate headers that OpenAI introduced and gateways copy: `x-ratelimit-remaining-requests` and its kin. */
export function statedLimits(headers: HeaderLookup | null): StatedLimits {
  const number = (name: string): number | null => {
    const text = headers?.get(`x-ratelimit-${name}`)?.trim() ?? '';
    return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
  };
  const duration = (name: string): number | null => durationMs(headers?.get(`x-ratelimit-${name}`) ?? '');
  return {
    requestsPerMinute: number('limit-requests'),
    requestsLeft: number('remaining-requests'),
    requestsResetMs: duration('reset-requests'),
    tokensLeft: number('remaining-tokens'),
    tokensResetMs: duration('reset-tokens'),
  };
}

/** Reads Retry-After, in seconds or as a date, and its finer cousin in milliseconds; `null` when absent or unreadable. */
export function retryAfterMs(headers: HeaderLookup | null, nowMs: number): number | null {
  const fine = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(fine)) return Math.max(0, fine);
  const header = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a duration as Go prints it (`6m0s`, `1.5s`, `20ms`), or a bare number of seconds. */
export function durationMs(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(trimmed)) return null;
  return [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)].reduce(
    (sum, [, amount = '0', unit = 's']) => sum + Number(amount) * (unitMs[unit] ?? 0),
    0,
  );
}
