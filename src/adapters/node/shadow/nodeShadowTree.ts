import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../../core/ports/services';
import type { LaidTree, ShadowFailure, ShadowTree, TreeChanges } from '../../../core/ports/shadowTree';
import { isAbort } from '../../../core/util/abort';
import type { Disposable } from '../../../core/util/disposable';
import type { WorkspacePath } from '../../../core/util/paths';
import { describeError, fail, ok, type Result } from '../../../core/util/result';
import { errorCode, explainSystemError } from '../systemError';
import { isInModules, layOver, type CopiedFile, type Layout, type NewContent, type TextFile } from './layout';
import { scanWorkspace, type IgnoreTest } from './scan';
import { newSessionName, sweepSessions } from './sessions';
import { Slot } from './slot';
import { SlotPool } from './slotPool';
import type { RootFolder } from './workspaceRoots';

/** Where copies are made from and where they go. */
export interface ShadowTreeOptions {
  /** Workspace folders by name; `root` is an absolute path. */
  readonly folders: readonly { readonly name: string; readonly root: string }[];
  /** Absolute path of a folder of ours, best outside of the workspace. */
  readonly storage: string;
  /** How many copies there may be at once, and so how many gates. */
  readonly slots: number;
  readonly ignored: IgnoreTest;
  /** Texts of documents that differ from what is on disk. */
  readonly unsaved: () => ReadonlyMap<WorkspacePath, string>;
  /**
   * The bytes that writing a text to a file of the workspace would leave in it, so that gates measure those. UTF-8 unless given,
   * with the byte order mark of the file before.
   */
  readonly encode?: (path: WorkspacePath, text: string) => Promise<Uint8Array>;
  readonly logger: Logger;
}

/** Copies of the workspace on the local disk: see {@link Slot} for how they are kept up to date, `layModules` for packages. */
export class NodeShadowTree implements ShadowTree, Disposable {
  private readonly pool: SlotPool<Slot>;
  private readonly sessions: string;
  private readonly session: string;

  constructor(private readonly options: ShadowTreeOptions) {
    this.sessions = join(options.storage, 'shadow');
    this.session = join(this.sessions, newSessionName());
    const slots = Array.from(
      { length: options.slots },
      (_, number) => new Slot(join(this.session, String(number), 'tree'), options.logger),
    );
    this.pool = new SlotPool(slots);
  }

  async lay(changes: TreeChanges, signal: AbortSignal): Promise<Result<LaidTree, ShadowFailure>> {
    let slot: Slot;
    try {
      slot = await this.pool.acquire(signal);
    } catch (error) {
      return fail(explain(error));
    }
    try {
      const layout = await this.layoutWith(changes, signal);
      return ok(this.lend(slot, layout, await slot.lay(layout, signal)));
    } catch (error) {
      this.pool.release(slot);
      return fail(explain(error));
    }
  }

  /** Removes what earlier sessions left behind. Copies of sessions that still run are not touched. */
  async sweep(): Promise<void> {
    await sweepSessions(this.sessions);
  }

  /** Starts to remove all copies; what an exiting process does not get done, the next session's {@link sweep} does. */
  dispose(): void {
    void rm(this.session, { recursive: true, force: true }).catch((error: unknown) =>
      this.options.logger.warn(`The gate copies in ${this.session} were not removed: ${describeError(error)}`),
    );
  }

  /** What a copy shall hold. */
  private async layoutWith(changes: TreeChanges, signal: AbortSignal): Promise<Layout> {
    // For its owner only: it is source text.
    await mkdir(this.session, { recursive: true, mode: 0o700 });
    const roots = await this.roots();
    const layout = await scanWorkspace({
      roots,
      ignored: this.options.ignored,
      storage: await realpath(this.options.storage),
      logger: this.options.logger,
      signal,
    });
    await this.layUnsaved(layout);
    const copied = new Map<string, CopiedFile | TextFile>();
    for (const [path, content] of changes) {
      if (content !== null && typeof content !== 'string') copied.set(path, fileIn(layout, content.copyOf));
    }
    // First what goes, then what comes: a file may take the place of a folder that is deleted in the same change.
    const inOrder = [...changes].sort((one, other) => Number(one[1] !== null) - Number(other[1] !== null));
    for (const [path, content] of inOrder) {
      const laid = typeof content === 'string' ? await this.encoded(path, content) : (copied.get(path) ?? null);
      const problem = layOver(layout, path, laid);
      if (problem !== null) throw new LayRefused(problem);
    }
    return layout;
  }

  private async roots(): Promise<readonly RootFolder[]> {
    const several = this.options.folders.length > 1;
    return Promise.all(
      this.options.folders.map(async ({ name, root }) => {
        try {
          return { name, real: await realpath(root), path: several ? name : '' };
        } catch (error) {
          throw new LayRefused(explainSystemError(error, `The workspace folder ${root}`));
        }
      }),
    );
  }

  /** Unsaved text of files that are left out stays out: an open `.env` is no business of a gate's. */
  private async layUnsaved(layout: Layout): Promise<void> {
    for (const [path, text] of this.options.unsaved()) {
      if (isInModules(path) || (await this.options.ignored(path, 'file'))) continue;
      const problem = layOver(layout, path, await this.encoded(path, text));
      if (problem !== null) this.options.logger.warn(`Unsaved text left out of gates: ${problem}`);
    }
  }

  private async encoded(path: WorkspacePath, text: string): Promise<NewContent> {
    if (!this.options.encode) return text;
    try {
      return await this.options.encode(path, text);
    } catch (error) {
      throw new LayRefused(`${path} could not be brought into its encoding: ${describeError(error)}`);
    }
  }

  private lend(slot: Slot, layout: Layout, digest: string): LaidTree {
    const several = this.options.folders.length > 1;
    let held = true;
    return {
      root: slot.root,
      folderRoot: (folder) => (several ? join(slot.root, folder) : slot.root),
      digest,
      restore: async (signal) => {
        try {
          return ok(await slot.restore(layout, { ignored: this.options.ignored, signal }));
        } catch (error) {
          return fail(explain(error));
        }
      },
      release: () => {
        if (held) this.pool.release(slot);
        held = false;
      },
    };
  }
}

/** A file of the workspace whose bytes are to stand in another place. */
function fileIn(layout: Layout, path: WorkspacePath): CopiedFile | TextFile {
  const entry = layout.get(path);
  if (entry?.type === 'file' || entry?.type === 'text') return entry;
  throw new LayRefused(`${path} is to be moved, and is no file of the workspace any more.`);
}

/** A copy that can't be made for a reason known in words. */
class LayRefused extends Error {}

/** The one place where what was thrown while laying becomes a value; what is no system error is a bug and goes on. */
function explain(error: unknown): ShadowFailure {
  if (isAbort(error)) return { reason: 'stopped', message: 'Stopped.' };
  if (error instanceof LayRefused) return { reason: 'unavailable', message: `Gates can't run: ${error.message}` };
  if (errorCode(error) === '') throw error;
  return {
    reason: 'disk',
    message: `Gates can't run: ${explainSystemError(error, 'the copy of the workspace that they run in')}`,
  };
}
