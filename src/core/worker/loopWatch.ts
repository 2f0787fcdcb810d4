/** So many times the same call with the same result, one after the other, and the worker is told: twice may be a second look. */
const toldAt = 3;
/** So many times, and the attempt ends: the worker was told twice by then. */
const endedAt = 5;

/** Sees a worker that goes round in circles: the very same call with the very same result, again and again. */
export class LoopWatch {
  private last = '';
  private times = 0;

  /** What a worker hears of a call: its result, and that it has been there before. */
  heard({ name, arguments: given }: { readonly name: string; readonly arguments: string }, output: string): string {
    const seen = JSON.stringify([name, given, output]);
    this.times = seen === this.last ? this.times + 1 : 1;
    this.last = seen;
    if (this.times < toldAt) return output;
    return `${output}\n\nYou made this very call ${this.times} times in a row, with the same result. Do something else, or call blocked and say what is missing.`;
  }

  /** How often it was made in a row, once that is too often to go on. */
  get tooOften(): number | undefined {
    return this.times >= endedAt ? this.times : undefined;
  }
}
