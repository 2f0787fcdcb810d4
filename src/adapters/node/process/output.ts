import { StringDecoder } from 'node:string_decoder';

/**
 * Collects the output of a process in the order it arrives, from several streams, within a fixed size: the beginning and the
 * end are kept (the first error and the summary), the middle is counted.
 */
export class CappedOutput {
  private head = '';
  private tail = '';
  private left = 0;
  private readonly half: number;
  private readonly decoders: StringDecoder[] = [];

  /** `limit` in characters, without the note on what was left out. */
  constructor(limit: number) {
    this.half = Math.max(1, Math.floor(limit / 2));
  }

  /** A place for one stream's chunks: a character that is cut in two by a chunk's end is put together again. */
  stream(): (chunk: Buffer) => void {
    const decoder = new StringDecoder('utf8');
    this.decoders.push(decoder);
    return (chunk) => this.add(decoder.write(chunk));
  }

  /** What was collected so far; call it once, when all streams have ended. */
  finish(): string {
    for (const decoder of this.decoders) this.add(decoder.end());
    this.trimTail(this.half);
    if (this.left === 0) return this.head + this.tail;
    return `${this.head}\n… ${this.left} characters left out …\n${this.tail}`;
  }

  private add(text: string): void {
    const room = this.half - this.head.length;
    this.head += text.slice(0, room);
    this.tail += text.slice(room);
    // Cut only when twice as long as needed, so that many small chunks cost little.
    if (this.tail.length > 2 * this.half) this.trimTail(this.half);
  }

  private trimTail(length: number): void {
    const excess = this.tail.length - length;
    if (excess <= 0) return;
    this.left += excess;
    this.tail = this.tail.slice(excess);
  }
}
