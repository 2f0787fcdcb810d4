import type { ReachablePlace } from '../../core/setup/reachable';
import { throwIfAborted } from '../../core/util/abort';
import { listedModels } from './listedModels';

/** A server that people run on their own machine, by the port it takes unless told otherwise. */
export interface LocalServer {
  readonly name: string;
  readonly port: number;
}

/** The usual ones, by their own documentation. */
export const localServers: readonly LocalServer[] = [
  { name: 'Ollama', port: 11434 },
  { name: 'LM Studio', port: 1234 },
  { name: 'vLLM', port: 8000 },
  { name: 'llama.cpp', port: 8080 },
];

/** Where to look for models. */
export interface Whereabouts {
  /** The server in use; `null` is OpenAI, which is asked only with a key. */
  readonly baseUrl: string | null;
  readonly apiKey: string;
  readonly localServers: readonly LocalServer[];
  /** The models that the editor offers, by vendor. */
  readonly editorPlaces: () => Promise<readonly ReachablePlace[]>;
}

const openAiBaseUrl = 'https://api.openai.com/v1';
const patienceMs = 5_000;
/** What runs on this machine answers at once or is not there. */
const localPatienceMs = 700;

/** Asks everywhere at once, and tells of each place as soon as it has answered. A local server that is not there is no place. */
export async function* reachablePlaces(where: Whereabouts, signal: AbortSignal): AsyncGenerator<ReachablePlace> {
  const asked = new Map<number, Promise<readonly [number, readonly ReachablePlace[]]>>();
  const ask = (places: Promise<readonly ReachablePlace[]>): void => {
    const index = asked.size;
    asked.set(
      index,
      places.then((found) => [index, found] as const),
    );
  };
  ask(where.editorPlaces());
  ask(serverInUse(where, signal));
  for (const server of where.localServers) ask(localPlace(server, where, signal));
  while (asked.size > 0) {
    const [index, places] = await Promise.race(asked.values());
    asked.delete(index);
    throwIfAborted(signal);
    yield* places;
  }
}

async function serverInUse({ baseUrl, apiKey }: Whereabouts, signal: AbortSignal): Promise<readonly ReachablePlace[]> {
  // Without a key OpenAI lists nothing, and a person with none does not miss it.
  if (baseUrl === null && apiKey === '') return [];
  const place = baseUrl === null ? 'OpenAI' : new URL(baseUrl).host;
  const listed = await listedModels({ baseUrl: baseUrl ?? openAiBaseUrl, apiKey, patienceMs }, signal);
  if (!listed.ok) return [{ place, models: [], failure: listed.error }];
  return [{ place, models: listed.value.map((name) => ({ name, baseUrl })) }];
}

/** Keys are for the server in use, and go to no other one. */
async function localPlace(
  { name, port }: LocalServer,
  { baseUrl: inUse }: Whereabouts,
  signal: AbortSignal,
): Promise<readonly ReachablePlace[]> {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  if (inUse !== null && new URL(inUse).port === String(port)) return [];
  const listed = await listedModels({ baseUrl, apiKey: '', patienceMs: localPatienceMs }, signal);
  if (!listed.ok || listed.value.length === 0) return [];
  return [{ place: `${name} on this machine`, models: listed.value.map((model) => ({ name: model, baseUrl })) }];
}
