import type { HeaderLookup } from '../rate/limits';
import { APIConnectionError, APIError, APIUserAbortError } from 'openai';

/**
 * What a call threw, as facts. `refused`: the server answered with an error status. `reported`: an error within a stream or an
 * answer. `unconnected`: there was no answer at all. `broken`: the connection went amid one. `unreadable`: what came is not the
 * protocol.
 */
export interface CallError {
  readonly type: 'refused' | 'reported' | 'unconnected' | 'broken' | 'unreadable';
  readonly status: number | null;
  /** The provider's code (`insufficient_quota`) or the system's (`ECONNREFUSED`); empty when there is none. */
  readonly code: string;
  readonly param: string;
  /** The provider's own words. May hold parts of the key. */
  readonly text: string;
  readonly headers: HeaderLookup | null;
}

const noFacts = { status: null, code: '', param: '', text: '', headers: null };

/** An error that the provider reports as part of an answer. */
export function reportedError(code: string, text: string): CallError {
  return { ...noFacts, type: 'reported', code, text };
}

/** Reads the facts out of whatever the SDK or `fetch` threw. */
export function readCallError(error: unknown): CallError {
  if (error instanceof APIUserAbortError) return { ...noFacts, type: 'broken' };
  if (error instanceof APIConnectionError) {
    const code = systemCode(error);
    // The head of the answer was awaited for minutes: the server had the request, and asking again would pay for it twice.
    if (code === 'UND_ERR_HEADERS_TIMEOUT') return { ...noFacts, type: 'broken', code };
    return { ...noFacts, type: 'unconnected', code, text: rootText(error) };
  }
  if (error instanceof APIError) {
    const headers: unknown = error.headers;
    const facts = {
      code: textOf(error.code) || textOf(error.type),
      param: textOf(error.param),
      text: error.message.replace(/^\d{3} /, ''),
      headers: isHeaderLookup(headers) ? headers : null,
    };
    const status: unknown = error.status;
    return typeof status === 'number'
      ? { ...facts, type: 'refused', status }
      : { ...facts, type: 'reported', status: null };
  }
  if (error instanceof SyntaxError) return { ...noFacts, type: 'unreadable', text: error.message };
  return { ...noFacts, type: 'broken', code: systemCode(error), text: rootText(error) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The editor puts a `fetch` of its own in place of Node's, so the class of its headers is not to be relied on. */
function isHeaderLookup(value: unknown): value is HeaderLookup {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
}

/** The errors from the outermost to its root; `fetch` says only "fetch failed" and hides the rest below. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && !causes.includes(next); next = next.cause) causes.push(next);
  return causes;
}

function systemCode(error: unknown): string {
  const codes = causesOf(error).map((cause) => ('code' in cause ? textOf(cause.code) : ''));
  return codes.findLast((code) => code !== '') ?? '';
}

function rootText(error: unknown): string {
  return causesOf(error).at(-1)?.message ?? '';
}
