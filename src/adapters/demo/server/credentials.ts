import type { IncomingHttpHeaders } from 'node:http';

import type { ApiError } from './apiError';
import { invalidRequest } from './apiError';

const secretHeaders = new Set(['authorization', 'proxy-authorization', 'api-key', 'x-api-key', 'cookie']);

/** Which key a server wants: any at all (`true`), none (`false`), or exactly this one. */
export type KeyRequirement = boolean | string;

/** Whether a request presents a key, whatever its value. */
export function isAuthorized(headers: IncomingHttpHeaders): boolean {
  return presentedKey(headers) !== '';
}

/** Refuses a request without the key that is wanted. The key that was presented is not repeated. */
export function checkKey(headers: IncomingHttpHeaders, requirement: KeyRequirement): ApiError | undefined {
  if (requirement === false) return undefined;
  const key = presentedKey(headers);
  if (key === '') {
    const message =
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
    return invalidRequest(message, { status: 401 });
  }
  if (requirement === true || key === requirement) return undefined;
  return invalidRequest('Incorrect API key provided.', { status: 401, code: 'invalid_api_key' });
}

/** The headers that may be kept. */
export function withoutSecrets(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !secretHeaders.has(name)) kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}

function presentedKey(headers: IncomingHttpHeaders): string {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}
