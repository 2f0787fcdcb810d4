const headerEnd = Buffer.from('\r\n\r\n');

/** A message with its length before it, as language servers read it. */
export function framed(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Puts together the messages of a stream in which each has its length in bytes before it. */
export class MessageFrames {
  private pending: Buffer = Buffer.alloc(0);

  /** The messages that `chunk` completes, parsed. Throws on what is no such stream. */
  add(chunk: Buffer): readonly unknown[] {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const messages: unknown[] = [];
    for (;;) {
      const end = this.pending.indexOf(headerEnd);
      if (end < 0) return messages;
      const length = /content-length: *(\d+)/i.exec(this.pending.subarray(0, end).toString('latin1'))?.[1];
      if (length === undefined) throw new Error('a message without its length');
      const start = end + headerEnd.length;
      const next = start + Number(length);
      if (this.pending.length < next) return messages;
      messages.push(JSON.parse(this.pending.subarray(start, next).toString('utf8')));
      this.pending = this.pending.subarray(next);
    }
  }
}
