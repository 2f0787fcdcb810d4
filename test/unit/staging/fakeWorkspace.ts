import type { FileContent, FileListing, ReadFailure, Workspace } from '../../../src/core/ports/workspace';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { fail, ok, type Result } from '../../../src/core/util/result';
import { plainPlace } from '../../fakes/plainPlace';
import { pathOf } from './texts';

/** A workspace in memory; the test changes `files` as a user would. A number stands for a binary file of that size. */
export class FakeWorkspace implements Workspace {
  readonly folders = ['folder'];
  readonly place = plainPlace.place;
  readonly spelling = plainPlace.spelling;
  readonly files: Map<WorkspacePath, string | number>;

  constructor(files: Readonly<Record<string, string | number>>) {
    this.files = new Map(Object.entries(files).map(([path, content]) => [pathOf(path), content]));
  }

  async list({ limit }: { readonly limit: number }): Promise<FileListing> {
    const files = [...this.files.keys()].sort();
    return { files: files.slice(0, limit), truncated: files.length > limit };
  }

  async read(path: WorkspacePath): Promise<Result<FileContent, ReadFailure>> {
    const content = this.files.get(path);
    if (content === undefined) return fail({ reason: 'not-found', message: `There is no ${path}.` });
    if (typeof content === 'number') return ok({ type: 'opaque', why: 'binary', size: content });
    return ok({ type: 'text', text: content });
  }

  async fingerprint(path: WorkspacePath): Promise<Result<string, ReadFailure>> {
    return ok(String(this.files.get(path)).padStart(64, '0'));
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
}
