import { workspace, type WorkspaceEdit } from 'vscode';

import type { Applier, ApplyFailure, ApplyObstacle, FileWrite, SavedText } from '../../core/ports/applier';
import { isStandIn } from '../../core/staging/read/standIn';
import type { WorkspacePath } from '../../core/util/paths';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import { ApplyWatch } from './applyWatch';
import { restore, takeBeforeImages, type BeforeImage } from './beforeImages';
import { heldTextOf, readFromDisk } from './currentText';
import { isOnDisk, readBytesBefore, writeExactBytes } from './exactBytes';
import { findMovedOn } from './movedOn';
import { hasLeft } from './moving';
import { closeNewTabs, openTabs } from './ownTabs';
import { findObstacles } from './preflight';
import { sameText } from './sameText';
import { openDocument, statOf, uriOf } from './workspaceFiles';
import {
  prepareWrites,
  withConfiguredLineEnds,
  workspaceEditFor,
  type LocatedWrite,
  type PreparedWrite,
} from './workspaceEdit';

/** Writes through the editor, so that language servers, open documents and undo know of it. */
export class VscodeApplier implements Applier {
  async preflight(writes: readonly FileWrite[]): Promise<readonly ApplyObstacle[]> {
    return findObstacles(writes);
  }

  async bytesBefore(writes: readonly FileWrite[]): Promise<ReadonlyMap<WorkspacePath, Uint8Array>> {
    return readBytesBefore(writes);
  }

  async apply(writes: readonly FileWrite[]): Promise<Result<readonly SavedText[], ApplyFailure>> {
    const obstacles = await findObstacles(writes);
    if (obstacles.length > 0) {
      return failure('obstacles', 'Nothing was written: some files are in the way.', obstacles);
    }
    const located = writes.flatMap((write): LocatedWrite[] => {
      const uri = uriOf(write.path);
      const from = write.movedFrom === undefined ? undefined : uriOf(write.movedFrom);
      return uri ? [{ ...write, uri, ...(from && { from }) }] : [];
    });
    const tabsBefore = movedAlong(openTabs(), located);
    const watch = new ApplyWatch(located);
    try {
      return await this.writeAll(located, watch);
    } finally {
      watch.dispose();
      const changed = located.filter((write) => write.after !== null);
      await closeNewTabs(
        changed.map((write) => write.uri),
        tabsBefore,
      );
    }
  }

  /** All or nothing: what failed half-way is taken back, but for what somebody else put there meanwhile. */
  private async writeAll(
    located: readonly LocatedWrite[],
    watch: ApplyWatch,
  ): Promise<Result<readonly SavedText[], ApplyFailure>> {
    let writes: readonly PreparedWrite[];
    let images: readonly BeforeImage[];
    try {
      writes = await prepareWrites(located);
      images = await takeBeforeImages(located);
    } catch (error) {
      return failure('obstacles', `Nothing was written: ${describeError(error)}`, []);
    }
    // Invariant 7: from this look to the editor's own of the versions nothing is awaited.
    const movedOn = findMovedOn(writes, images);
    if (movedOn.length > 0) return failure('obstacles', 'Nothing was written: files changed in that moment.', movedOn);
    const outcome = await this.carryOut(writes, workspaceEditFor(writes), watch);
    if (outcome.ok) return outcome;
    const troubles = await restore(images, (path) => watch.hasReached(path));
    const aftermath = troubles.length === 0 ? ['Everything is as it was.'] : [...troubles, 'All else is as it was.'];
    return fail({ ...outcome.error, message: [outcome.error.message, ...aftermath].join(' ') });
  }

  private async carryOut(
    writes: readonly LocatedWrite[],
    edit: WorkspaceEdit,
    watch: ApplyWatch,
  ): Promise<Result<readonly SavedText[], ApplyFailure>> {
    try {
      // As a refactoring, the editor saves what it changed, and one undo takes all of it back.
      if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) {
        return failure('editor-refused', 'The editor refused the edit; its window log says why.', []);
      }
      const unsaved = await saveAll(writes);
      if (unsaved.length > 0) return failure('verification', 'Not every file could be saved.', unsaved);
      await writeExactBytes(writes);
      return await this.verify(writes, watch);
    } catch (error) {
      return failure('editor-refused', `Writing failed: ${describeError(error)}`, []);
    }
  }

  private async verify(
    writes: readonly LocatedWrite[],
    watch: ApplyWatch,
  ): Promise<Result<readonly SavedText[], ApplyFailure>> {
    const wrong: ApplyObstacle[] = [];
    const saved: SavedText[] = [];
    for (const write of writes) {
      const { path, uri, after } = write;
      const mayBeOther = after !== null && watch.hasReached(path) && !openDocument(uri)?.isDirty;
      if (!(await standsAs(write)) && !mayBeOther) {
        wrong.push({ path, message: `${path} does not read back as it was written.` });
      } else if (after !== null) {
        const text = isStandIn(after) ? after : await readFromDisk(uri);
        if (text !== after) saved.push({ path, text });
      }
    }
    return wrong.length > 0 ? failure('verification', 'What was written does not read back.', wrong) : ok(saved);
  }
}

/** A tab goes along with the file that it shows: it is none that the apply opened. */
function movedAlong(tabs: ReadonlySet<string>, writes: readonly LocatedWrite[]): ReadonlySet<string> {
  const moved = writes.filter(({ from }) => from && tabs.has(from.toString()));
  return new Set([...tabs, ...moved.map(({ uri }) => uri.toString())]);
}

/**
 * Saves what the editor left dirty: it saves by itself only when an edit touches several files and
 * `files.refactoring.autoSave` is on.
 */
async function saveAll(writes: readonly LocatedWrite[]): Promise<readonly ApplyObstacle[]> {
  const unsaved: ApplyObstacle[] = [];
  for (const { path, uri, after } of writes) {
    const document = after === null ? undefined : openDocument(uri);
    if (document?.isDirty && !(await document.save())) unsaved.push({ path, message: `${path} could not be saved.` });
  }
  return unsaved;
}

async function standsAs({ uri, from, before, after, afterBytes }: LocatedWrite): Promise<boolean> {
  if (after === null) return (await statOf(uri)) === undefined;
  if (!(await statOf(uri)) || (from && !(await hasLeft(from, uri)))) return false;
  if (afterBytes) return isOnDisk(uri, afterBytes);
  if (isStandIn(after)) return (await heldTextOf(await workspace.fs.readFile(uri), uri)) === after;
  return sameText(
    await readFromDisk(uri),
    before === null || isStandIn(before) ? withConfiguredLineEnds(uri, after) : after,
  );
}

function failure(
  reason: ApplyFailure['reason'],
  message: string,
  obstacles: readonly ApplyObstacle[],
): { readonly ok: false; readonly error: ApplyFailure } {
  const details = obstacles.map((obstacle) => obstacle.message);
  return fail({ reason, message: [message, ...details].join(' '), obstacles });
}
