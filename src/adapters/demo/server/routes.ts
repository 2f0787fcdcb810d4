import type { IncomingMessage } from 'node:http';

import type { Result } from '../../../core/util/result';
import { fail, ok } from '../../../core/util/result';
import type { ApiError } from './apiError';
import { invalidRequest } from './apiError';
import { readChatRequest } from './chat/readRequest';
import type { KeyRequirement } from './credentials';
import { checkKey } from './credentials';
import { describeModel, unknownModel } from './modelAccess';
import type { ProtocolRequest } from './protocol';
import type { Exchange, RequestDesk } from './requestDesk';
import { readResponsesRequest } from './responses/readRequest';
import { sendBody } from './transmission';

const maximumBodyBytes = 64 * 1024 * 1024;
/** A page in a browser may reach loopback under a name of its own; no honest client does. */
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

type Reader = (json: unknown) => Result<ProtocolRequest, ApiError>;
const readers: Readonly<Record<string, Reader>> = {
  '/v1/responses': readResponsesRequest,
  '/v1/chat/completions': readChatRequest,
};

/** What the routes lead to. */
export interface Routes {
  readonly desk: RequestDesk;
  readonly models: readonly string[];
  readonly requireKey: KeyRequirement;
}

/** Carries out one exchange, or says what error to answer with. */
export async function route(exchange: Exchange, routes: Routes): Promise<ApiError | undefined> {
  const { incoming, response, signal } = exchange;
  // All of the body is read before anything is refused, or the client never hears the answer.
  const text = await readText(incoming);
  const path = (incoming.url ?? '').split('?')[0] ?? '';
  const issue = checkHost(incoming) ?? checkKey(incoming.headers, routes.requireKey);
  if (issue) return issue;
  if (text === undefined) return invalidRequest('The request is too large.', { status: 413 });

  if (incoming.method === 'GET') {
    const found = listModels(path, routes.models);
    return found.ok ? sendBody(found.value, 200, { response, signal, fault: undefined }) : found.error;
  }
  const reader = incoming.method === 'POST' ? readers[path] : undefined;
  if (!reader) return unknownAddress(incoming.method, path);
  const json = parseJson(text);
  const read = json.ok ? reader(json.value) : json;
  return read.ok ? routes.desk.answer(read.value, exchange) : read.error;
}

function listModels(path: string, models: readonly string[]): Result<object, ApiError> {
  if (path === '/v1/models') return ok({ object: 'list', data: models.map(describeModel) });
  const named = /^\/v1\/models\/(.+)$/.exec(path)?.[1];
  if (named === undefined) return fail(unknownAddress('GET', path));
  const id = decodeURIComponent(named);
  return models.includes(id) ? ok(describeModel(id)) : fail(unknownModel(id));
}

function checkHost(incoming: IncomingMessage): ApiError | undefined {
  if (loopbackHost.test(incoming.headers.host ?? '')) return undefined;
  return invalidRequest('This server answers on loopback only.', { status: 403 });
}

function unknownAddress(method: string | undefined, path: string): ApiError {
  return invalidRequest(`Invalid URL (${method ?? '?'} ${path})`, { status: 404 });
}

function parseJson(text: string): Result<unknown, ApiError> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail(invalidRequest('We could not parse the JSON body of your request.'));
  }
}

/** The text of the body; nothing when it is larger than any honest request. */
async function readText(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maximumBodyBytes) chunks.push(chunk);
  }
  return bytes > maximumBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}
