import { OpenAI } from 'openai';

import type { ModelFailure } from '../../core/ports/chatModel';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import { setUpHint } from './failures';

/** Where to send a call and with which key. No `baseUrl` means OpenAI itself; `apiKey` may be empty for a server of one's own. */
export interface Credentials {
  readonly apiKey: string;
  readonly baseUrl: string | null;
}

/** Knows the credentials; asked before each call, so that a changed key counts at once. */
export interface CredentialsProvider {
  resolve(): Promise<Result<Credentials, ModelFailure>>;
}

/** A client ready for calls, with the name people know its server by. */
export interface Connection {
  readonly client: OpenAI;
  readonly service: string;
  /** The base URL: what was learnt about a server is kept by it. */
  readonly address: string;
  /** Whether it is OpenAI itself, of which all is known. */
  readonly isOpenAi: boolean;
  /** For masking only. */
  readonly apiKey: string;
}

const openAiBaseUrl = 'https://api.openai.com/v1';

/** How long the SDK waits for the head of an answer. Models that think without streaming are silent for minutes. */
const headLimitMs = 600_000;

/** Opens connections, keeping the latest client for as long as key and address stay the same. */
export class Connections {
  private latest: { readonly credentials: Credentials; readonly connection: Connection } | null = null;

  constructor(private readonly provider: CredentialsProvider) {}

  /** The connection for a call that starts now. */
  async current(): Promise<Result<Connection, ModelFailure>> {
    const resolved = await this.resolve();
    if (!resolved.ok) return resolved;
    const credentials = resolved.value;
    const { apiKey, baseUrl } = credentials;
    if (this.latest?.credentials.apiKey === apiKey && this.latest.credentials.baseUrl === baseUrl) {
      return ok(this.latest.connection);
    }
    const wrong = complaintAbout(credentials);
    if (wrong) return fail(wrong);
    const connection = {
      client: createClient(credentials),
      service: serviceName(baseUrl),
      address: baseUrl ?? openAiBaseUrl,
      isOpenAi: baseUrl === null,
      apiKey,
    };
    this.latest = { credentials, connection };
    return ok(connection);
  }

  private async resolve(): Promise<Result<Credentials, ModelFailure>> {
    try {
      return await this.provider.resolve();
    } catch (error) {
      // A locked or missing keyring of the system throws from within the editor.
      const message = `The API key could not be read (${describeError(error)}). ${setUpHint}`;
      return fail({ reason: 'no-key', message, retryable: false });
    }
  }
}

/** Finds what the SDK would only find while throwing, with the key in the text of its error. */
function complaintAbout({ apiKey, baseUrl }: Credentials): ModelFailure | null {
  if (baseUrl !== null && !/^https?:$/.test(parseUrl(baseUrl)?.protocol ?? '')) {
    return {
      reason: 'bad-request',
      message: `The base URL "${baseUrl}" is not a web address like http://127.0.0.1:11434/v1. ${setUpHint}`,
      retryable: false,
    };
  }
  if (apiKey === '' && baseUrl === null) {
    return { reason: 'no-key', message: `No API key for OpenAI is set. ${setUpHint}`, retryable: false };
  }
  if (!/^[\x21-\x7e]*$/.test(apiKey)) {
    return {
      reason: 'unauthorized',
      message: `The API key holds spaces or characters that no key has; it may have been pasted with something else. ${setUpHint}`,
      retryable: false,
    };
  }
  return null;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function serviceName(baseUrl: string | null): string {
  return baseUrl === null ? 'OpenAI' : new URL(baseUrl).host;
}

/**
 * All that the SDK would otherwise take from environment variables is given, the address and organisation first of all: only
 * what the user set for this product says where source text goes.
 */
function createClient({ apiKey, baseUrl }: Credentials): OpenAI {
  return new OpenAI({
    // The SDK refuses to start without a key; servers that need none ignore this one.
    apiKey: apiKey === '' ? 'none' : apiKey,
    baseURL: baseUrl ?? openAiBaseUrl,
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    // Repeating is ours, so that a stop ends the waiting too.
    maxRetries: 0,
    timeout: headLimitMs,
    // It writes to the console, which no one reads and where nothing of a prompt belongs.
    logLevel: 'off',
    // The user agreed to this address and to no other one.
    fetchOptions: { redirect: 'manual' },
  });
}
