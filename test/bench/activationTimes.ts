/** What one window measured, in milliseconds. */
export type ActivationTimes = { readonly activationMs: number; readonly runtimeMs: number };

/** The variable that names the file for what the extension host measured. */
export const resultsVariable = 'LEAD_WORKER_RESULTS';

/** Reads what the probe wrote. Throws when it is anything else. */
export function parseActivationTimes(value: unknown): ActivationTimes {
  if (typeof value === 'object' && value !== null && 'activationMs' in value && 'runtimeMs' in value) {
    const { activationMs, runtimeMs } = value;
    if (typeof activationMs === 'number' && typeof runtimeMs === 'number') return { activationMs, runtimeMs };
  }
  throw new Error(`The extension host measured no times: ${JSON.stringify(value)}`);
}
