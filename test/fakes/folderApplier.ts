import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Applier, ApplyFailure, ApplyObstacle, FileWrite, SavedText } from '../../src/core/ports/applier';
import type { WorkspacePath } from '../../src/core/util/paths';
import { ok, type Result } from '../../src/core/util/result';

/** Writes to a folder of the disk. What stands there must be what the write was planned on. */
export class FolderApplier implements Applier {
  /** Every apply, as it was written. */
  readonly applied: (readonly FileWrite[])[] = [];

  constructor(private readonly root: string) {}

  async preflight(writes: readonly FileWrite[]): Promise<readonly ApplyObstacle[]> {
    const obstacles: ApplyObstacle[] = [];
    for (const { path, before, movedFrom } of writes) {
      if ((await this.text(movedFrom ?? path)) !== before) obstacles.push({ path, message: 'is not as it was read' });
    }
    return obstacles;
  }

  async bytesBefore(writes: readonly FileWrite[]): Promise<ReadonlyMap<WorkspacePath, Uint8Array>> {
    return new Map(writes.map(({ path, before }) => [path, Buffer.from(before ?? '')]));
  }

  async apply(writes: readonly FileWrite[]): Promise<Result<readonly SavedText[], ApplyFailure>> {
    this.applied.push(writes);
    for (const { path, after, movedFrom } of writes) {
      if (movedFrom !== undefined) await rm(join(this.root, movedFrom));
      const file = join(this.root, path);
      if (after === null) {
        await rm(file);
        continue;
      }
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, after);
    }
    return ok([]);
  }

  private async text(path: string): Promise<string | null> {
    try {
      return await readFile(join(this.root, path), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }
}
