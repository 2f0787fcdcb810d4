import type { Applier, ApplyFailure, ApplyObstacle, FileWrite, SavedText } from '../../src/core/ports/applier';
import type { FileContent, FileListing, ReadFailure, Workspace } from '../../src/core/ports/workspace';
import type { WorkspacePath } from '../../src/core/util/paths';
import { contentOf } from '../../src/core/staging/read/standIn';
import { fail, ok, type Result } from '../../src/core/util/result';
import { plainPlace } from './plainPlace';

/** A workspace that is a map of texts (what stands for a file that is none is one, too), and the applier that writes to it. The test may change files at any moment. */
export class MemoryWorkspace implements Workspace, Applier {
  readonly folders = ['workspace'];
  readonly place = plainPlace.place;
  readonly spelling = plainPlace.spelling;
  readonly files: Map<WorkspacePath, string>;
  /** Paths that preflight shall refuse. */
  readonly readOnly = new Set<string>();
  /** What a read waits for: set, it is under way until the test lets it end. */
  reading: Promise<void> | undefined;
  /** What a write waits for: set, an apply is under way until the test lets it end. */
  writing: Promise<void> | undefined;
  /** What the user's save actions make of a text. */
  saving: (text: string) => string = (text) => text;
  /** Why an apply fails and puts everything back. */
  failing: string | undefined;
  /** Each apply, as it was written. */
  readonly applied: (readonly FileWrite[])[] = [];

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files)) as Map<WorkspacePath, string>;
  }

  /** A file's text, for assertions. */
  text(path: string): string | undefined {
    return this.files.get(path as WorkspacePath);
  }

  /** What the user types or saves meanwhile. */
  type(path: string, text: string): void {
    this.files.set(path as WorkspacePath, text);
  }

  async list({ limit }: { readonly limit: number }): Promise<FileListing> {
    const files = [...this.files.keys()].sort();
    return { files: files.slice(0, limit), truncated: files.length > limit };
  }

  async read(path: WorkspacePath): Promise<Result<FileContent, ReadFailure>> {
    await this.reading;
    const text = this.files.get(path);
    return text === undefined ? fail({ reason: 'not-found', message: `There is no ${path}.` }) : ok(contentOf(text));
  }

  async fingerprint(path: WorkspacePath): Promise<Result<string, ReadFailure>> {
    return ok(this.files.get(path)?.split(' ').at(-1) ?? '');
  }

  async isIgnored(): Promise<boolean> {
    return false;
  }

  async realPath(path: WorkspacePath): Promise<WorkspacePath> {
    return path;
  }

  unsaved(): ReadonlyMap<WorkspacePath, string> {
    return new Map();
  }

  async preflight(writes: readonly FileWrite[]): Promise<readonly ApplyObstacle[]> {
    return writes.filter(({ path }) => this.readOnly.has(path)).map(({ path }) => ({ path, message: 'is read-only' }));
  }

  async bytesBefore(writes: readonly FileWrite[]): Promise<ReadonlyMap<WorkspacePath, Uint8Array>> {
    return new Map(writes.map(({ path, before }) => [path, new TextEncoder().encode(before ?? '')]));
  }

  async apply(writes: readonly FileWrite[]): Promise<Result<readonly SavedText[], ApplyFailure>> {
    await this.writing;
    if (this.failing !== undefined) return fail({ reason: 'editor-refused', message: this.failing, obstacles: [] });
    this.applied.push(writes);
    const saved: SavedText[] = [];
    for (const { path, after, movedFrom } of writes) {
      if (movedFrom !== undefined) this.files.delete(movedFrom);
      if (after === null) {
        this.files.delete(path);
        continue;
      }
      const text = this.saving(after);
      this.files.set(path, text);
      if (text !== after) saved.push({ path, text });
    }
    return ok(saved);
  }
}
