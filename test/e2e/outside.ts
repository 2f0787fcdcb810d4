import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between a window and the internet: a proxy that lets nobody out and keeps who was asked for. */
export class Outside {
  private readonly asked: string[] = [];

  private constructor(private readonly server: Server) {
    server.on('connect', (request, socket) => {
      this.asked.push(request.url ?? '');
      socket.on('error', () => undefined).end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    server.on('request', (request, response) => {
      this.asked.push(request.url ?? '');
      response.writeHead(403).end();
    });
  }

  /** Starts on a free port of the loopback interface. */
  static async open(): Promise<Outside> {
    const outside = new Outside(createServer());
    outside.server.listen(0, '127.0.0.1');
    await once(outside.server, 'listening');
    return outside;
  }

  /** What a process needs in its environment to go this way. */
  get environment(): Record<string, string> {
    const address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    // Node's own fetch goes by these names only when it is told to.
    return { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: 'localhost,127.0.0.1' };
  }

  /** Hosts that somebody wanted to reach, with their ports, in the order they were asked for. */
  get hosts(): readonly string[] {
    return this.asked;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
