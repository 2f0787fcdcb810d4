import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

import type { Event } from '../../../core/util/emitter';
import { describeError } from '../../../core/util/result';
import { serverError } from './apiError';
import type { KeyRequirement } from './credentials';
import type { FaultPlan } from './faults';
import type { Latency } from './heldAnswers';
import { newIdentifier } from './identifiers';
import type { ModelScript, ScriptedRequest } from './modelScript';
import { RequestDesk } from './requestDesk';
import type { RecordedRequest } from './requestLog';
import type { Routes } from './routes';
import { route } from './routes';
import { sendError } from './transmission';

/** How a server behaves beyond its script. All but the script may be left out. */
export interface ModelServerOptions {
  readonly script: ModelScript;
  readonly faults?: FaultPlan;
  readonly latency?: Latency;
  /** Models to offer besides those of the script. */
  readonly models?: readonly string[];
  /** Any key is wanted unless told otherwise. */
  readonly requireKey?: KeyRequirement;
  /** Models that refuse to stream, as OpenAI's do for organisations it has not verified. */
  readonly unverifiedForStreaming?: readonly string[];
  /** Models that refuse an effort and sealed reasoning, as OpenAI's do that do not reason. */
  readonly withoutReasoning?: readonly string[];
  /** Further headers of every answer, for rate limits. */
  readonly responseHeaders?: (request: ScriptedRequest, index: number) => Readonly<Record<string, string>>;
}

/** A running server. */
export interface ModelServer {
  /** What the SDK wants as `baseURL`, e.g. `http://127.0.0.1:49152/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Every well-formed request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly onDidReceive: Event<RecordedRequest>;
  /** Stops listening, ends every open answer, and resolves when the port is free. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of loopback that speaks the OpenAI protocol and answers from a script. The demo runs on
 * it, and so do the tests: what it accepts and refuses is what OpenAI does, as far as a client can tell.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const models = [...new Set([...options.script.models, ...(options.models ?? [])])];
  const desk = new RequestDesk({
    script: options.script,
    access: {
      models,
      unverifiedForStreaming: options.unverifiedForStreaming ?? [],
      withoutReasoning: options.withoutReasoning ?? [],
    },
    faults: options.faults ?? (() => undefined),
    latency: options.latency ?? (() => 0),
    responseHeaders: options.responseHeaders ?? (() => ({})),
  });
  const routes: Routes = { desk, models, requireKey: options.requireKey ?? true };
  const open = new Set<AbortController>();
  const server = createServer((incoming, response) => void exchange({ incoming, response, routes, open }));
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('The model server has no address.'));
    });
  });

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      for (const controller of open) controller.abort(new Error('The model server has closed.'));
      server.closeAllConnections();
    });
    return closed;
  };
  const { requests, onDidReceive } = desk.log;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, port, requests, onDidReceive, close };
}

interface OpenExchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly routes: Routes;
  readonly open: Set<AbortController>;
}

/** Carries out one exchange; its signal is aborted when the client goes before the answer has ended. */
async function exchange({ incoming, response, routes, open }: OpenExchange): Promise<void> {
  const controller = new AbortController();
  open.add(controller);
  response.on('close', () => {
    open.delete(controller);
    if (!response.writableFinished) controller.abort(new Error('The client has gone away.'));
  });
  try {
    response.setHeader('x-request-id', newIdentifier('req'));
    const issue = await route({ incoming, response, signal: controller.signal }, routes);
    if (issue) sendError(response, issue);
  } catch (error) {
    // With no one left to hear it, an error of reading or writing is only the way a connection ends.
    if (controller.signal.aborted || response.destroyed) return;
    if (response.headersSent) response.destroy();
    else sendError(response, serverError(describeError(error)));
  }
}
