import type { FileContent, FileListing, ReadFailure } from '../../ports/workspace';
import type { Digest } from '../../ports/services';
import type { WorkspacePath } from '../../util/paths';
import { fail, ok, type Result } from '../../util/result';
import type { ChangeSet } from '../read/changeSet';
import { keepLineEnds } from '../read/lineEnds';
import type { ListQuery, OverlayView, WorkspaceView } from '../read/overlayView';
import type { SearchFailure, SearchHits, SearchQuery } from '../read/search';
import { changesOf, withMove, type Origins } from './moves';
import { replaceExactly, type EditFailure, type ExactEdit } from './searchReplace';

/** Why a file can't be written: it is neither text nor absent, or something stands where it is to go. */
export interface WriteFailure {
  readonly reason: 'opaque' | 'occupied';
  readonly message: string;
}

/** Whether a write made a file or replaced one. */
export interface Written {
  readonly type: 'created' | 'replaced' | 'unchanged';
}

/**
 * A virtual copy of the workspace that one attempt writes to. A file is pinned by the first look at it: what the worker read is what
 * it edits, and what its change is measured against, whatever the user types meanwhile.
 */
export class Overlay implements OverlayView {
  private readonly seen = new Map<WorkspacePath, string | null>();
  private readonly written = new Map<WorkspacePath, string | null>();
  private origins: Origins = new Map();
  private readonly current: OverlayView;

  constructor(under: WorkspaceView) {
    this.current = under.under(this.seen).under(this.written);
  }

  async read(path: WorkspacePath, signal: AbortSignal): Promise<Result<FileContent, ReadFailure>> {
    const content = await this.current.read(path, signal);
    if (this.seen.has(path)) return this.current.read(path, signal);
    if (content.ok && content.value.type === 'text') this.seen.set(path, content.value.text);
    if (!content.ok && content.error.reason === 'not-found') this.seen.set(path, null);
    return content;
  }

  list(query: ListQuery, signal: AbortSignal): Promise<FileListing> {
    return this.current.list(query, signal);
  }

  search(query: SearchQuery, signal: AbortSignal): Promise<Result<SearchHits, SearchFailure>> {
    return this.current.search(query, signal);
  }

  /** Replaces exact, unique pieces of a file; answers its new text. All edits apply, or none. */
  async edit(
    path: WorkspacePath,
    edits: readonly ExactEdit[],
    signal: AbortSignal,
  ): Promise<Result<string, EditFailure | ReadFailure | WriteFailure>> {
    const pinned = await this.textToChange(path, 'edited', signal);
    if (!pinned.ok) return pinned;
    // From here on nothing waits, so that calls made side by side build on each other.
    const text = this.textNow(path);
    if (text === null) return fail(missing(path));
    const edited = replaceExactly(text, edits);
    if (edited.ok) this.written.set(path, edited.value);
    return edited;
  }

  /**
   * Writes a whole file. Over an existing one this is a replacement: line ends stay the file's own, and whether the last line ends
   * in one is as given.
   */
  async write(
    path: WorkspacePath,
    text: string,
    signal: AbortSignal,
  ): Promise<Result<Written, ReadFailure | WriteFailure>> {
    const pinned = await this.textToChange(path, 'overwritten', signal);
    if (!pinned.ok) return pinned;
    const before = this.textNow(path);
    const after = before === null ? text : keepLineEnds(before, text);
    this.written.set(path, after);
    if (before === null) return ok({ type: 'created' });
    return ok({ type: before === after ? 'unchanged' : 'replaced' });
  }

  /** Deletes a file; one that is not there is a failure. */
  async delete(path: WorkspacePath, signal: AbortSignal): Promise<Result<void, ReadFailure | WriteFailure>> {
    const pinned = await this.textToChange(path, 'deleted', signal);
    if (!pinned.ok) return pinned;
    if (this.textNow(path) === null) return fail(missing(path));
    this.written.set(path, null);
    return ok(undefined);
  }

  /** Moves a file, with what was written to it, to a place where nothing stands. */
  async move(
    from: WorkspacePath,
    to: WorkspacePath,
    signal: AbortSignal,
  ): Promise<Result<void, ReadFailure | WriteFailure>> {
    for (const path of [from, to]) {
      const pinned = await this.textToChange(path, 'moved', signal);
      if (!pinned.ok) return pinned;
    }
    const text = this.textNow(from);
    if (text === null) return fail(missing(from));
    if (from === to) return ok(undefined);
    if (this.textNow(to) !== null) return fail(occupied(to));
    this.written.set(from, null).set(to, text);
    this.origins = withMove(this.origins, from, to);
    return ok(undefined);
  }

  /** All that differs from what was there when the overlay first looked. */
  changeSet(digest: Digest): ChangeSet {
    const changes = changesOf(this.seen, this.written, this.origins);
    const content = changes.map(({ path, before, after, movedFrom }) => [path, before, after, movedFrom]);
    return { digest: digest(JSON.stringify(content)), changes };
  }

  /** Pins a file; fails where it is something that can't be changed as text. */
  private async textToChange(
    path: WorkspacePath,
    verb: string,
    signal: AbortSignal,
  ): Promise<Result<void, ReadFailure | WriteFailure>> {
    const content = await this.read(path, signal);
    if (!content.ok) return content.error.reason === 'not-found' ? ok(undefined) : content;
    return content.value.type === 'opaque' ? fail(opaque(path, content.value, verb)) : ok(undefined);
  }

  private textNow(path: WorkspacePath): string | null {
    return (this.written.has(path) ? this.written : this.seen).get(path) ?? null;
  }
}

function missing(path: WorkspacePath): ReadFailure {
  return { reason: 'not-found', message: `There is no file ${path}, or not any more.` };
}

function occupied(path: WorkspacePath): WriteFailure {
  return { reason: 'occupied', message: `There is a file ${path} already. Delete it first, or move to another path.` };
}

function opaque(path: WorkspacePath, content: FileContent & { type: 'opaque' }, verb: string): WriteFailure {
  const what = content.why === 'binary' ? 'is not text' : `is too large (${content.size} bytes)`;
  return {
    reason: 'opaque',
    message: `${path} ${what} and can't be ${verb} here. Leave it as it is, or report that the task is blocked by it.`,
  };
}
