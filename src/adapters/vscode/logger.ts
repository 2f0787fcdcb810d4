import type { LogOutputChannel } from 'vscode';

import type { Logger } from '../../core/ports/services';

/** Writes to the extension's output channel, which the user sees under "Output" and filters by level. */
export class ChannelLogger implements Logger {
  constructor(private readonly channel: LogOutputChannel) {}

  trace(message: string): void {
    this.channel.trace(message);
  }

  info(message: string): void {
    this.channel.info(message);
  }

  warn(message: string): void {
    this.channel.warn(message);
  }

  error(message: string): void {
    this.channel.error(message);
  }
}
