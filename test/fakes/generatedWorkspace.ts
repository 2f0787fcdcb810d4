import type { FileContent, FileListing, ReadFailure } from '../../src/core/ports/workspace';
import type { WorkspacePath } from '../../src/core/util/paths';
import { ok, type Result } from '../../src/core/util/result';
import { MemoryWorkspace } from './memoryWorkspace';

/** A workspace of any size that holds no text itself: what it was not given by an apply is made anew for each read. */
export class GeneratedWorkspace extends MemoryWorkspace {
  private readonly known: ReadonlySet<WorkspacePath>;

  constructor(
    private readonly paths: readonly WorkspacePath[],
    private readonly textOf: (path: WorkspacePath) => string,
  ) {
    super({});
    this.known = new Set(paths);
  }

  override async list({ limit }: { readonly limit: number }): Promise<FileListing> {
    return { files: this.paths.slice(0, limit), truncated: this.paths.length > limit };
  }

  override async read(path: WorkspacePath): Promise<Result<FileContent, ReadFailure>> {
    if (this.files.has(path) || !this.known.has(path)) return super.read(path);
    return ok({ type: 'text', text: this.textOf(path) });
  }
}
