import { aboutSquareRoot } from './comparableLines';
import type { LineEdit } from './lineEdit';
import type { NumberedTexts } from './numberedLines';
import type { Work } from './work';

/** Whether the shortest edit script is wanted (it is known to be short), or a good one will do where that takes too long. */
export type Thoroughness = 'shortest' | 'good-enough';

/** A point that the edit script shall lead through, and how to go on above and below it. */
export interface Meeting {
  readonly before: number;
  readonly after: number;
  readonly above: Thoroughness;
  readonly below: Thoroughness;
}

/** The number of lines removed and added from which on a good way is taken for the best, in texts of any size. */
const leastCostLimit = 256;

const unreachable = 0x7fffffff;

/** A range of diagonals, both ends included. */
interface Range {
  low: number;
  high: number;
}

/**
 * Finds a point on the shortest edit script of a region: two searches, from its upper and from its lower corner, go one more changed
 * line in each step until they meet. Giving up at a cost that grows with the square root of the size, and going through the point
 * that is furthest on its way then, keeps a diff from being quadratic (as in GNU diff and git).
 */
export class MeetingSearch {
  /**
   * By diagonal (line before minus line after): the line before that either search has reached on it. Lines count from 0; a place
   * is the one above the line of that number.
   */
  private readonly down: Int32Array;
  private readonly up: Int32Array;
  /** Index of diagonal 0. */
  private readonly zero: number;
  private readonly costLimit: number;

  constructor(
    private readonly texts: Pick<NumberedTexts, 'before' | 'after'>,
    private readonly work: Work,
  ) {
    const diagonals = texts.before.length + texts.after.length + 3;
    this.down = new Int32Array(diagonals);
    this.up = new Int32Array(diagonals);
    this.zero = texts.after.length + 1;
    this.costLimit = Math.max(leastCostLimit, aboutSquareRoot(diagonals));
  }

  /** Both ends of the region must differ. */
  meet(region: LineEdit, thoroughness: Thoroughness): Meeting {
    const start = region.beforeStart - region.afterStart;
    const end = region.beforeEnd - region.afterEnd;
    const limits = { low: region.beforeStart - region.afterEnd, high: region.beforeEnd - region.afterStart };
    const reachedDown = { low: start, high: start };
    const reachedUp = { low: end, high: end };
    // Only then can the searches meet in a step down; in the other case they do in a step up.
    const isOdd = ((start - end) & 1) !== 0;
    this.down[this.zero + start] = region.beforeStart;
    this.up[this.zero + end] = region.beforeEnd;
    for (let cost = 1; ; cost++) {
      widen(reachedDown, limits, (diagonal) => (this.down[this.zero + diagonal] = -1));
      const metDown = this.stepDown(region, reachedDown, isOdd ? reachedUp : undefined);
      if (metDown) return metDown;
      widen(reachedUp, limits, (diagonal) => (this.up[this.zero + diagonal] = unreachable));
      const metUp = this.stepUp(region, reachedUp, isOdd ? undefined : reachedDown);
      if (metUp) return metUp;
      this.work.add(reachedDown.high - reachedDown.low + reachedUp.high - reachedUp.low + 2);
      if (thoroughness === 'good-enough' && cost >= this.costLimit)
        return this.furthest(region, reachedDown, reachedUp);
    }
  }

  private stepDown(region: LineEdit, range: Range, others: Range | undefined): Meeting | undefined {
    const { down, up, zero } = this;
    const { before, after } = this.texts;
    for (let diagonal = range.high; diagonal >= range.low; diagonal -= 2) {
      const index = zero + diagonal;
      const [left, right] = [down[index - 1] ?? 0, down[index + 1] ?? 0];
      let at = left >= right ? left + 1 : right;
      while (at < region.beforeEnd && at - diagonal < region.afterEnd && before[at] === after[at - diagonal]) at++;
      down[index] = at;
      if (others && others.low <= diagonal && diagonal <= others.high && (up[index] ?? 0) <= at) {
        return { before: at, after: at - diagonal, above: 'shortest', below: 'shortest' };
      }
    }
    return undefined;
  }

  private stepUp(region: LineEdit, range: Range, others: Range | undefined): Meeting | undefined {
    const { down, up, zero } = this;
    const { before, after } = this.texts;
    for (let diagonal = range.high; diagonal >= range.low; diagonal -= 2) {
      const index = zero + diagonal;
      const [left, right] = [up[index - 1] ?? 0, up[index + 1] ?? 0];
      let at = left < right ? left : right - 1;
      while (
        at > region.beforeStart &&
        at - diagonal > region.afterStart &&
        before[at - 1] === after[at - diagonal - 1]
      )
        at--;
      up[index] = at;
      if (others && others.low <= diagonal && diagonal <= others.high && at <= (down[index] ?? 0)) {
        return { before: at, after: at - diagonal, above: 'shortest', below: 'shortest' };
      }
    }
    return undefined;
  }

  /** The point that one of the searches has got furthest to, counted in lines of both texts. */
  private furthest(region: LineEdit, reachedDown: Range, reachedUp: Range): Meeting {
    const { beforeStart, beforeEnd, afterStart, afterEnd } = region;
    let lowest = { before: beforeStart, after: afterStart };
    for (let diagonal = reachedDown.high; diagonal >= reachedDown.low; diagonal -= 2) {
      const before = Math.min(this.down[this.zero + diagonal] ?? 0, beforeEnd, afterEnd + diagonal);
      if (before + before - diagonal > lowest.before + lowest.after) lowest = { before, after: before - diagonal };
    }
    let highest = { before: beforeEnd, after: afterEnd };
    for (let diagonal = reachedUp.high; diagonal >= reachedUp.low; diagonal -= 2) {
      const before = Math.max(this.up[this.zero + diagonal] ?? 0, beforeStart, afterStart + diagonal);
      if (before + before - diagonal < highest.before + highest.after) highest = { before, after: before - diagonal };
    }
    const down = lowest.before + lowest.after - beforeStart - afterStart;
    const up = beforeEnd + afterEnd - highest.before - highest.after;
    return down > up
      ? { ...lowest, above: 'shortest', below: 'good-enough' }
      : { ...highest, above: 'good-enough', below: 'shortest' };
  }
}

/** One more diagonal on each side; at the edge of the region, where there is none, one less, which keeps every other one. */
function widen(range: Range, limits: Range, rule: (outside: number) => void): void {
  if (range.low > limits.low) rule(--range.low - 1);
  else range.low++;
  if (range.high < limits.high) rule(++range.high + 1);
  else range.high--;
}
