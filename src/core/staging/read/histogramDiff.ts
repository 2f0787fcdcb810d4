import type { LineEdit } from './lineEdit';
import { diffByMyers } from './myersDiff';
import { changeAll, noneChanged, type ChangedLines, type NumberedTexts } from './numberedLines';
import { diffByPatience } from './patienceDiff';
import { Work } from './work';

/** Lines that occur more often than this are no landmarks. JGit's and git's figure. */
const commonestLandmark = 64;

/**
 * Which lines of two texts differ, by histogram diff: the longest common stretch around the rarest lines is kept, and what stands
 * above and below it is compared in the same way. Where nothing but very common lines is common, the shortest edit script decides.
 *
 * Source: Shawn Pearce's `HistogramDiff` for JGit (2010), which extends Bram Cohen's patience diff to lines that occur more than
 * once; git merges by the same search since 2.33 ("merge-ort"), and the details are chosen to give its answers.
 *
 * Splitting off one stretch at a time is quadratic in the worst case. Where that costs too much, the regions that are left are
 * compared by {@link diffByPatience}.
 */
export function diffByHistogram(texts: NumberedTexts, work: Work = workFor(texts)): ChangedLines {
  const changed = noneChanged(texts);
  const search = new LandmarkSearch(texts, work);
  const open: LineEdit[] = [
    { beforeStart: 0, beforeEnd: texts.before.length, afterStart: 0, afterEnd: texts.after.length },
  ];
  for (let region = open.pop(); region; region = open.pop()) {
    if (isOneSided(region)) changeAll(changed, region);
    else if (work.isExhausted) diffByPatience(texts, region, { changed, work });
    else {
      const found = search.longestAroundRarest(region);
      if (found === 'nothing-common') changeAll(changed, region);
      else if (found === 'too-common') diffByMyers(texts, region, { changed, work });
      else open.push(below(region, found), above(region, found));
    }
  }
  return changed;
}

/** So much that only texts made for it need more, and little enough not to be noticed (a fifth of a second for 20,000 lines). */
function workFor({ before, after }: NumberedTexts): Work {
  return new Work(20_000_000 + 500 * (before.length + after.length));
}

function isOneSided({ beforeStart, beforeEnd, afterStart, afterEnd }: LineEdit): boolean {
  return beforeStart === beforeEnd || afterStart === afterEnd;
}

function above(region: LineEdit, { beforeStart, afterStart }: LineEdit): LineEdit {
  return { ...region, beforeEnd: beforeStart, afterEnd: afterStart };
}

function below(region: LineEdit, { beforeEnd, afterEnd }: LineEdit): LineEdit {
  return { ...region, beforeStart: beforeEnd, afterStart: afterEnd };
}

/** The histogram of one region after the other; its arrays are made once. */
class LandmarkSearch {
  /** By number: how often the line occurs in the region of the text before, and where first. */
  private readonly counts: Int32Array;
  private readonly firsts: Int32Array;
  /** By line of the text before: where the same line occurs next in the region; -1 after the last. */
  private readonly nexts: Int32Array;
  private best: LineEdit | undefined;
  /** How often the rarest line of the best stretch occurs. */
  private rarest = 0;
  private hasCommon = false;

  constructor(
    private readonly texts: NumberedTexts,
    private readonly work: Work,
  ) {
    this.counts = new Int32Array(texts.distinct);
    this.firsts = new Int32Array(texts.distinct);
    this.nexts = new Int32Array(texts.before.length);
  }

  longestAroundRarest(region: LineEdit): LineEdit | 'nothing-common' | 'too-common' {
    this.index(region);
    const best = this.bestOf(region);
    this.forget(region);
    this.work.add(region.beforeEnd - region.beforeStart + region.afterEnd - region.afterStart);
    if (this.hasCommon && this.rarest > commonestLandmark) return 'too-common';
    return best ?? 'nothing-common';
  }

  private bestOf(region: LineEdit): LineEdit | undefined {
    this.best = undefined;
    this.rarest = commonestLandmark + 1;
    this.hasCommon = false;
    for (let at = region.afterStart; at < region.afterEnd;) at = this.tryFrom(at, region);
    return this.best;
  }

  private index({ beforeStart, beforeEnd }: LineEdit): void {
    const { counts, firsts, nexts } = this;
    const { before } = this.texts;
    for (let at = beforeEnd - 1; at >= beforeStart; at--) {
      const number = before[at] ?? 0;
      nexts[at] = counts[number] === 0 ? -1 : (firsts[number] ?? -1);
      firsts[number] = at;
      counts[number] = (counts[number] ?? 0) + 1;
    }
  }

  private forget({ beforeStart, beforeEnd }: LineEdit): void {
    const { before } = this.texts;
    for (let at = beforeStart; at < beforeEnd; at++) this.counts[before[at] ?? 0] = 0;
  }

  /**
   * Tries all stretches through one line of the text after, and answers the line to go on with: the first one below the longest of
   * them. A stretch is better when it is longer, or has a rarer line in it.
   */
  private tryFrom(at: number, region: LineEdit): number {
    const { counts, nexts } = this;
    const { before, after } = this.texts;
    const number = after[at] ?? 0;
    const count = counts[number] ?? 0;
    let goOn = at + 1;
    if (count === 0) return goOn;
    this.hasCommon = true;
    if (count > this.rarest) return goOn;

    for (let start = this.firsts[number] ?? -1; start >= 0;) {
      let beforeStart = start;
      let afterStart = at;
      let rarest = count;
      while (
        beforeStart > region.beforeStart &&
        afterStart > region.afterStart &&
        before[beforeStart - 1] === after[afterStart - 1]
      ) {
        beforeStart--;
        afterStart--;
        rarest = Math.min(rarest, counts[before[beforeStart] ?? 0] ?? 0);
      }
      let beforeEnd = start + 1;
      let afterEnd = at + 1;
      while (beforeEnd < region.beforeEnd && afterEnd < region.afterEnd && before[beforeEnd] === after[afterEnd]) {
        rarest = Math.min(rarest, counts[before[beforeEnd] ?? 0] ?? 0);
        beforeEnd++;
        afterEnd++;
      }
      if (afterEnd > goOn) goOn = afterEnd;
      const length = beforeEnd - beforeStart;
      this.work.add(length);
      // One line alone is no longer than nothing: it must be rarer.
      const longest = this.best ? this.best.beforeEnd - this.best.beforeStart : 1;
      if (length > longest || rarest < this.rarest) {
        this.best = { beforeStart, beforeEnd, afterStart, afterEnd };
        this.rarest = rarest;
      }
      let next = nexts[start] ?? -1;
      while (next >= 0 && next < beforeEnd) next = nexts[next] ?? -1;
      start = next;
    }
    return goOn;
  }
}
