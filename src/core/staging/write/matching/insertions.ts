interface Range {
  readonly start: number;
  readonly end: number;
}

/** Keeps track, over several edits of one text, of what is not as it was at first. Positions are those of the present text. */
export class Insertions {
  private ranges: readonly Range[] = [];

  /** Notes that `[start, end)` was replaced by `length` characters. */
  add(start: number, end: number, length: number): void {
    const by = length - (end - start);
    let merged: Range = { start, end: start + length };
    const others: Range[] = [];
    for (const range of this.ranges) {
      if (range.end < start) others.push(range);
      else if (range.start > end) others.push({ start: range.start + by, end: range.end + by });
      else merged = { start: Math.min(merged.start, range.start), end: Math.max(merged.end, range.end + by) };
    }
    this.ranges = [...others, merged];
  }

  /** Whether `[start, end)` reads as it did before all edits. */
  leave(start: number, end: number): boolean {
    return this.ranges.every((range) => range.end <= start || range.start >= end);
  }
}
