import type { FileWrite } from '../../src/core/ports/applier';
import { existingSpelling, samePath } from '../../src/core/util/pathIdentity';
import type { WorkspacePlace } from '../../src/core/util/pathPlace';
import type { PathRules } from '../../src/core/util/pathRules';
import type { WorkspacePath } from '../../src/core/util/paths';
import { MemoryWorkspace } from './memoryWorkspace';

/** A workspace on a disk that knows no case and no Unicode forms, as on macOS: any spelling reaches a file, and it keeps the first. */
export class InsensitiveWorkspace extends MemoryWorkspace {
  readonly rules: PathRules = { platform: 'posix', caseSensitive: false };

  override place = async (): Promise<WorkspacePlace> => ({
    rules: this.rules,
    roots: [{ name: 'workspace', location: '/Users/me/Workspace' }],
  });

  override spelling = async (path: WorkspacePath): Promise<WorkspacePath> =>
    existingSpelling(path, this.files.keys(), this.rules);

  override read: MemoryWorkspace['read'] = async (path) => super.read(this.reached(path));

  override apply: MemoryWorkspace['apply'] = async (writes) =>
    super.apply(writes.map((write): FileWrite => ({ ...write, path: this.reached(write.path) })));

  private reached(path: WorkspacePath): WorkspacePath {
    return [...this.files.keys()].find((file) => samePath(file, path, this.rules)) ?? path;
  }
}
