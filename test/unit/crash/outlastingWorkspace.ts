import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileWrite, SavedText, ApplyFailure } from '../../../src/core/ports/applier';
import type { Result } from '../../../src/core/util/result';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';

/** A workspace in memory whose files are in a folder as well, where the next process finds them. */
export class OutlastingWorkspace extends MemoryWorkspace {
  /** Called after each file that an apply has written. */
  onWritten: () => void = () => undefined;

  constructor(private readonly folder: string) {
    super(textsIn(folder));
  }

  override type(path: string, text: string): void {
    super.type(path, text);
    this.keep(path, text);
  }

  override async apply(writes: readonly FileWrite[]): Promise<Result<readonly SavedText[], ApplyFailure>> {
    for (const write of writes) {
      const written = await super.apply([write]);
      if (!written.ok) return written;
      this.keep(write.path, write.after);
      this.onWritten();
    }
    return { ok: true, value: [] };
  }

  private keep(path: string, text: string | null): void {
    const file = join(this.folder, path);
    if (text === null) rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

function textsIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file, 'utf8')];
    }),
  );
}
