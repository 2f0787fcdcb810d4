import type { FileContent, FileListing, ReadFailure } from '../../ports/workspace';
import type { Digest } from '../../ports/services';
import type { WorkspacePath } from '../../util/paths';
import { samePath } from '../../util/pathIdentity';
import { posixRules, type PathRules } from '../../util/pathRules';
import { fail, ok, type Result } from '../../util/result';
import type { ChangeSet } from '../read/changeSet';
import type { ListQuery, OverlayView, WorkspaceView } from '../read/overlayView';
import type { SearchFailure, SearchHits, SearchQuery } from '../read/search';
import { applyOperations, type FileOutcome } from './applyOperations';
import type { EditOperation } from './formats/operation';
import { changesOf, withMove, type Origins } from './moves';
import { tooLarge, type OperationFailure } from './operationFailure';

/** What an earlier attempt made of a file, and where it moved it from. */
export interface EarlierText {
  readonly path: WorkspacePath;
  readonly text: string | null;
  readonly movedFrom?: WorkspacePath;
}

/**
 * A virtual copy of the workspace that one attempt writes to. A file is pinned by the first look at it: what the worker read is what
 * it edits, and what its change is measured against, whatever the user types meanwhile.
 */
export class Overlay implements OverlayView {
  private readonly seen = new Map<WorkspacePath, string | null>();
  private readonly written = new Map<WorkspacePath, string | null>();
  private origins: Origins = new Map();
  private readonly current: WorkspaceView;

  /** `rules` tell which paths name one file. */
  constructor(
    under: WorkspaceView,
    private readonly rules: Pick<PathRules, 'caseSensitive'> = posixRules,
  ) {
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

  /** Carries out all operations of one call, or none; answers what became of each file. */
  async apply(
    operations: readonly EditOperation<WorkspacePath>[],
    signal: AbortSignal,
  ): Promise<Result<readonly FileOutcome[], readonly OperationFailure[]>> {
    for (const operation of operations) this.expectRename(operation);
    const failures: OperationFailure[] = [];
    for (const path of new Set(operations.flatMap(pathsOf))) {
      const failure = await this.pin(path, signal);
      if (failure) failures.push(failure);
    }
    if (failures.length > 0) return fail(failures);
    // From here on nothing waits, so that calls made side by side build on each other.
    const applied = applyOperations((path) => this.textNow(path), operations);
    if (!applied.ok) return applied;
    for (const [path, text] of applied.value.texts) this.written.set(path, text);
    for (const { from, to } of applied.value.moves) this.origins = withMove(this.origins, from, to);
    return ok(applied.value.outcomes);
  }

  /** Files that were written here. */
  get made(): readonly WorkspacePath[] {
    return [...this.written].flatMap(([path, text]) => (text === null ? [] : [path]));
  }

  /** Takes over texts that an earlier attempt wrote, to the letter; `null` where it left no file. */
  async takeOver(files: readonly EarlierText[], signal: AbortSignal): Promise<void> {
    for (const { path, text, movedFrom } of files) {
      await this.read(path, signal);
      if (movedFrom !== undefined) {
        await this.read(movedFrom, signal);
        this.written.set(movedFrom, null);
        this.origins = withMove(this.origins, movedFrom, path);
      }
      this.written.set(path, text);
    }
  }

  /** All that differs from what was there when the overlay first looked. */
  changeSet(digest: Digest): ChangeSet {
    const changes = changesOf(this.seen, this.written, this.origins);
    const content = changes.map(({ path, before, after, movedFrom }) => [path, before, after, movedFrom]);
    return { digest: digest(JSON.stringify(content)), changes };
  }

  /** Where the disk knows no case, it has a file in the place of one whose name changes in case alone: the file itself. */
  private expectRename(operation: EditOperation<WorkspacePath>): void {
    const [path, target] = pathsOf(operation);
    if (path === undefined || target === undefined || path === target || this.seen.has(target)) return;
    if (samePath(path, target, this.rules)) this.seen.set(target, null);
  }

  /** Looks at a file before it is changed; says where it is something that can't be changed at all. */
  private async pin(path: WorkspacePath, signal: AbortSignal): Promise<OperationFailure | undefined> {
    await this.read(path, signal);
    if (this.seen.has(path)) return undefined;
    const held = await this.current.held(path, signal);
    if (held.ok) {
      this.seen.set(path, held.value);
      return undefined;
    }
    if (held.error.reason === 'too-large') return tooLarge(path);
    return { path, reason: 'unreadable', message: held.error.message, blocks: [] };
  }

  private textNow(path: WorkspacePath): string | null {
    return (this.written.has(path) ? this.written : this.seen).get(path) ?? null;
  }
}

/** Every path that an operation reads or writes. */
export function pathsOf<Path extends string>(operation: EditOperation<Path>): readonly Path[] {
  return operation.type === 'patch' && operation.movedTo !== undefined
    ? [operation.path, operation.movedTo]
    : [operation.path];
}
