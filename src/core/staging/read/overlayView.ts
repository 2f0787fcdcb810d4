import { compileScope } from '../../authority/scope';
import type { FileContent, FileListing, ReadFailure, Workspace } from '../../ports/workspace';
import { throwIfAborted } from '../../util/abort';
import type { WorkspacePath } from '../../util/paths';
import { fail, ok, type Result } from '../../util/result';
import { countOf } from '../../util/text';
import { contentOf, readHeld } from './standIn';
import {
  compileSearch,
  hitTextLimit,
  type SearchFailure,
  type SearchHit,
  type SearchHits,
  type SearchQuery,
} from './search';

/** Which files to list; one that `allow` refuses is left out. */
export interface ListQuery {
  readonly allow?: (path: WorkspacePath) => Promise<boolean>;
  readonly limit: number;
  readonly glob?: string;
}

/** What agents read: the workspace with the user's unsaved text, and what is proposed laid over it. */
export interface OverlayView {
  read(path: WorkspacePath, signal: AbortSignal): Promise<Result<FileContent, ReadFailure>>;
  list(query: ListQuery, signal: AbortSignal): Promise<FileListing>;
  search(query: SearchQuery, signal: AbortSignal): Promise<Result<SearchHits, SearchFailure>>;
}

/** Proposed texts; `null` stands for a file that is to be deleted. */
export type TextLayer = ReadonlyMap<WorkspacePath, string | null>;

/** How many files one listing or search looks at, before globs narrow them. */
export const listedFilesLimit = 20_000;

/** How many characters one search reads. */
export const searchedTextLimit = 50_000_000;

const readsAtOnce = 16;

/** The workspace under any number of layers; the last layer wins. Layers may grow while the view is in use. */
export class WorkspaceView implements OverlayView {
  private readonly layers: readonly TextLayer[];

  constructor(
    private readonly workspace: Workspace,
    ...layers: readonly TextLayer[]
  ) {
    this.layers = layers;
  }

  /** The same view with one more layer on top. */
  under(layer: TextLayer): WorkspaceView {
    return new WorkspaceView(this.workspace, ...this.layers, layer);
  }

  async read(path: WorkspacePath, signal: AbortSignal): Promise<Result<FileContent, ReadFailure>> {
    const layered = this.layered(path);
    if (layered === undefined) return this.workspace.read(path, signal);
    return layered === null ? gone(path) : ok(contentOf(layered));
  }

  /** What is held of a file: its text, or what stands for one that is none. */
  async held(path: WorkspacePath, signal: AbortSignal): Promise<Result<string, ReadFailure>> {
    const layered = this.layered(path);
    if (layered === undefined) return readHeld(this.workspace, path, signal);
    return layered === null ? gone(path) : ok(layered);
  }

  async list({ limit, glob, allow }: ListQuery, signal: AbortSignal): Promise<FileListing> {
    const listing = await this.workspace.list({ limit: listedFilesLimit }, signal);
    const files = new Set(listing.files);
    for (const path of this.layers.flatMap((layer) => [...layer.keys()])) {
      if (this.layered(path) === null) files.delete(path);
      else files.add(path);
    }
    const matches =
      glob === undefined ? (): boolean => true : compileScope([glob], (await this.workspace.place()).rules);
    const found: WorkspacePath[] = [];
    for (const path of [...files].filter((file) => matches(file)).sort()) {
      if (found.length > limit) break;
      if (!allow || (await allow(path))) found.push(path);
    }
    return { files: found.slice(0, limit), truncated: listing.truncated || found.length > limit };
  }

  async search(query: SearchQuery, signal: AbortSignal): Promise<Result<SearchHits, SearchFailure>> {
    const test = compileSearch(query);
    if (!test.ok) return test;
    const { files, truncated } = await this.list(
      {
        limit: listedFilesLimit,
        ...(query.glob === undefined ? {} : { glob: query.glob }),
        ...(query.allow ? { allow: query.allow } : {}),
      },
      signal,
    );
    const hits: SearchHit[] = [];
    let searched = 0;
    for (let start = 0; start < files.length; start += readsAtOnce) {
      throwIfAborted(signal);
      const batch = files.slice(start, start + readsAtOnce);
      const contents = await Promise.all(batch.map((path) => this.read(path, signal)));
      for (const [index, path] of batch.entries()) {
        const content = contents[index];
        // A file that vanished or is not text has no lines to find.
        if (!content?.ok || content.value.type !== 'text') continue;
        searched += content.value.text.length;
        for (const [line, text] of content.value.text.split(/\r?\n/).entries()) {
          if (!test.value(text)) continue;
          if (hits.length === query.limit)
            return ok({ hits, truncated: `there are more than ${countOf(query.limit, 'hit')}` });
          hits.push({ path, line: line + 1, text: text.slice(0, hitTextLimit) });
        }
        if (searched > searchedTextLimit) {
          return ok({ hits, truncated: `only ${countOf(start + index + 1, 'file')} of ${files.length} were searched` });
        }
      }
    }
    return ok({
      hits,
      truncated: truncated ? `only the first ${countOf(listedFilesLimit, 'file')} were searched` : null,
    });
  }

  /** What the layers say of a path; `undefined` when they say nothing. */
  private layered(path: WorkspacePath): string | null | undefined {
    return this.layers.findLast((layer) => layer.has(path))?.get(path);
  }
}

function gone(path: WorkspacePath): Result<never, ReadFailure> {
  return fail({ reason: 'not-found', message: `There is no file ${path}, or not any more.` });
}
