import { readdir, readFile, realpath } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { FileContent, FileListing, ReadFailure, Workspace } from '../../src/core/ports/workspace';
import { compileGlobs, type GlobTest } from '../../src/core/util/globs';
import type { WorkspacePlace } from '../../src/core/util/pathPlace';
import type { WorkspacePath } from '../../src/core/util/paths';
import { fail, ok, type Result } from '../../src/core/util/result';
import { plainPlace } from './plainPlace';

/** One folder of the disk as a workspace. Unsaved texts are what the test says; ignored are `.git`, and what globs name. */
export class NodeWorkspace implements Workspace {
  readonly folders: readonly string[];
  /** Texts of documents that differ from what is on disk. */
  readonly unsavedTexts = new Map<WorkspacePath, string>();
  readonly place = async (): Promise<WorkspacePlace> => ({
    ...(await plainPlace.place()),
    roots: [{ name: basename(this.root), location: this.root }],
  });
  readonly spelling = plainPlace.spelling;
  private readonly ignored: GlobTest;

  constructor(
    readonly root: string,
    ignored: readonly string[] = ['node_modules'],
  ) {
    this.folders = [basename(root)];
    this.ignored = compileGlobs(['.git', ...ignored]);
  }

  async list({ limit }: { readonly limit: number }): Promise<FileListing> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true });
    const onDisk = entries
      .filter((entry) => entry.isFile())
      .map((entry) => this.nameOf(join(entry.parentPath, entry.name)));
    const files = [...new Set([...onDisk, ...this.unsavedTexts.keys()])].filter((path) => !this.ignored(path)).sort();
    return { files: files.slice(0, limit), truncated: files.length > limit };
  }

  async read(path: WorkspacePath): Promise<Result<FileContent, ReadFailure>> {
    const unsaved = this.unsavedTexts.get(path);
    if (unsaved !== undefined) return ok({ type: 'text', text: unsaved });
    try {
      return ok({ type: 'text', text: await readFile(join(this.root, path), 'utf8') });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
      return fail({ reason: 'not-found', message: `There is no file ${path}.` });
    }
  }

  async fingerprint(path: WorkspacePath): Promise<Result<string, ReadFailure>> {
    return fail({ reason: 'unreadable', message: `${path} is text here, like all files.` });
  }

  async isIgnored(path: WorkspacePath): Promise<boolean> {
    return this.ignored(path);
  }

  async realPath(path: WorkspacePath): Promise<WorkspacePath> {
    const file = join(this.root, path);
    return existsSync(file) ? this.nameOf(await realpath(file)) : path;
  }

  unsaved(): ReadonlyMap<WorkspacePath, string> {
    return this.unsavedTexts;
  }

  private nameOf(file: string): WorkspacePath {
    return relative(this.root, file).split(sep).join('/') as WorkspacePath;
  }
}
