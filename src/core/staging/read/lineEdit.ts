/** One place where two texts differ: lines `before[beforeStart, beforeEnd)` became `after[afterStart, afterEnd)`. Counted from 0. */
export interface LineEdit {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}
