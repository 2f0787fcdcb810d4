import type { FileWatch } from '../../src/core/ports/fileWatch';
import { Emitter } from '../../src/core/util/emitter';
import type { WorkspacePath } from '../../src/core/util/paths';

const onError = (error: unknown): void => {
  throw error;
};

/** A watch that hears what the test tells it, and rests when the test says so. */
export class MemoryWatch implements FileWatch {
  private readonly changed = new Emitter<WorkspacePath>(onError);
  private readonly rested = new Emitter<void>(onError);
  readonly onDidChange = this.changed.event;
  readonly onDidRest = this.rested.event;
  followed: ReadonlySet<WorkspacePath> = new Set();

  follow(paths: ReadonlySet<WorkspacePath>): void {
    this.followed = paths;
  }

  /** Something happened to a file; heard when it is followed. */
  touch(path: string): void {
    if (this.followed.has(path as WorkspacePath)) this.changed.fire(path as WorkspacePath);
  }

  /** The user has paused. */
  rest(): void {
    this.rested.fire();
  }

  dispose(): void {
    this.changed.dispose();
    this.rested.dispose();
  }
}
