import * as z from 'zod/mini';

import { describeError, fail, ok, type Result } from '../../core/util/result';

/** A server to ask which models it has. */
export interface ListedServer {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** How long it may take to answer, in milliseconds. */
  readonly patienceMs: number;
}

const listShape = z.object({ data: z.array(z.object({ id: z.string() })) });

/** What a provider lists beside models that hold a conversation: they hear, draw, speak, measure or search. */
const others = /embed|whisper|tts|dall-?e|image|audio|realtime|moderation|transcribe|rerank|sora|davinci|babbage/i;

/** The models that a server lists (`GET /models`), sorted; those that hold no conversation are left out. */
export async function listedModels(
  { baseUrl, apiKey, patienceMs }: ListedServer,
  signal: AbortSignal,
): Promise<Result<readonly string[], string>> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/models`, {
      headers: apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` },
      // The key goes to this address and to no other one.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    if (response.status === 401 || response.status === 403) return fail('It does not accept the API key.');
    if (!response.ok) return fail(`It does not list its models (status ${response.status}).`);
    const parsed = listShape.safeParse(await response.json());
    if (!parsed.success) return fail('It lists its models in a way that is not known here.');
    return ok([...new Set(parsed.data.data.map(({ id }) => id))].filter((id) => !others.test(id)).sort());
  } catch (error) {
    signal.throwIfAborted();
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return fail(
      isLate ? `It does not answer within ${patienceMs / 1000} s.` : `It is not reached: ${describeError(error)}.`,
    );
  }
}
