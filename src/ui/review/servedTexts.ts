import { editClash } from '../../core/run/failures';
import { mergeTexts } from '../../core/staging/write/merge';
import type { WorkspacePath } from '../../core/util/paths';
import { fail, ok, type Result } from '../../core/util/result';

/** A text as the editor was last given it. */
export interface ServedText {
  readonly text: string;
  /** Rises with every change, in milliseconds since 1970: the editor takes an unchanged time for an unchanged file. */
  readonly mtime: number;
}

/** Texts differ in a way that cannot be merged; the message is for people. */
export interface EditClash {
  readonly message: string;
}

/**
 * What the editor has been given of each file of the right side. A document that the user is typing in must not change
 * underneath, so its text is held back here until it is saved.
 */
export class ServedTexts {
  private readonly served = new Map<WorkspacePath, ServedText>();

  /** `now`: milliseconds since 1970. */
  constructor(private readonly now: () => number) {}

  /** Files the editor has asked for. */
  get paths(): readonly WorkspacePath[] {
    return [...this.served.keys()];
  }

  get(path: WorkspacePath): ServedText | undefined {
    return this.served.get(path);
  }

  /** What the editor gets from now on; answers whether that differs from what it had. */
  serve(path: WorkspacePath, text: string): boolean {
    const last = this.served.get(path);
    if (last?.text === text) return false;
    this.stamp(path, text);
    return true;
  }

  /** Makes the editor read a file again although its text is the same. */
  touch(path: WorkspacePath): void {
    const last = this.served.get(path);
    if (last) this.stamp(path, last.text);
  }

  forget(path: WorkspacePath): void {
    this.served.delete(path);
  }

  /**
   * What the user typed, brought onto the present text: while they typed, a task may have been merged in, and taking the
   * typed text for the whole truth would throw that away.
   */
  reconcile(path: WorkspacePath, typed: string, present: string): Result<string, EditClash> {
    const base = this.served.get(path)?.text ?? present;
    if (base === present) return ok(typed);
    const merged = mergeTexts(base, present, typed);
    if (merged.type === 'clean') return ok(merged.text);
    return fail({ message: editClash(path) });
  }

  private stamp(path: WorkspacePath, text: string): void {
    this.served.set(path, { text, mtime: Math.max(this.now(), (this.served.get(path)?.mtime ?? 0) + 1) });
  }
}
