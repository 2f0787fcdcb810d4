import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

/** What a raw server saw. */
export interface RawServer {
  readonly baseUrl: string;
  /** How many connections were opened. */
  connections(): number;
}

/** A server for answers that no OpenAI server gives, and for what is seen only below HTTP. */
export async function startRawServer(
  handle: (incoming: IncomingMessage, response: ServerResponse) => void,
): Promise<RawServer> {
  let connections = 0;
  const server = createServer((incoming, response) => {
    // The answer waits for the whole request, as answers do.
    incoming.resume().on('end', () => handle(incoming, response));
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, connections: () => connections };
}

/** The events of a Responses stream with nothing in them but one message, as the plainest compatible servers send it. */
export function plainStream(text: string): string {
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text }],
  };
  const events = [
    { type: 'response.output_item.done', output_index: 0, item: message },
    { type: 'response.completed', response: { id: 'resp_1', model: 'local', output: [] } },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
