/**
 * Counts what a search does, line by line, and says when it is enough. A count and no clock: the same texts give the same answer on
 * a busy machine.
 */
export class Work {
  private done = 0;

  constructor(private readonly limit: number) {}

  /** Lines looked at so far. */
  get count(): number {
    return this.done;
  }

  get isExhausted(): boolean {
    return this.done > this.limit;
  }

  add(lines: number): void {
    this.done += lines;
  }
}
