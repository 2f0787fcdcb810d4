import { workspace } from 'vscode';

import type { Applier, ApplyFailure, ApplyObstacle, FileWrite } from '../../core/ports/applier';
import type { WorkspacePath } from '../../core/util/paths';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import { ApplyWatch } from './applyWatch';
import { restore, takeBeforeImages } from './beforeImages';
import { readFromDisk } from './currentText';
import { closeNewTabs, openTabs } from './ownTabs';
import { findObstacles } from './preflight';
import { sameText } from './sameText';
import { openDocument, statOf, uriOf } from './workspaceFiles';
import { withConfiguredLineEnds, workspaceEditFor, type LocatedWrite } from './workspaceEdit';

/** Writes through the editor, so that language servers, open documents and undo know of it. */
export class VscodeApplier implements Applier {
  /** `onSaveActions` hears of files that the user's own save actions changed beyond what was reviewed. */
  constructor(private readonly onSaveActions: (paths: readonly WorkspacePath[]) => void) {}

  async preflight(writes: readonly FileWrite[]): Promise<readonly ApplyObstacle[]> {
    return findObstacles(writes);
  }

  async apply(writes: readonly FileWrite[]): Promise<Result<void, ApplyFailure>> {
    const obstacles = await findObstacles(writes);
    if (obstacles.length > 0) {
      return failure('obstacles', 'Nothing was written: some files are in the way.', obstacles);
    }
    const located = writes.flatMap((write) => {
      const uri = uriOf(write.path);
      return uri ? [{ ...write, uri }] : [];
    });
    const images = await takeBeforeImages(located);
    const outcome = await this.carryOut(located);
    if (outcome.ok) return outcome;
    const troubles = await restore(images);
    const aftermath = troubles.length === 0 ? 'Everything is as it was.' : troubles.join(' ');
    return fail({ ...outcome.error, message: `${outcome.error.message} ${aftermath}` });
  }

  private async carryOut(writes: readonly LocatedWrite[]): Promise<Result<void, ApplyFailure>> {
    const tabsBefore = openTabs();
    const watch = new ApplyWatch(writes);
    try {
      const edit = await workspaceEditFor(writes);
      // As a refactoring, the editor saves what it changed, and one undo takes all of it back.
      if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) {
        return failure('editor-refused', 'The editor refused the edit; its window log says why.', []);
      }
      const unsaved = await saveAll(writes);
      if (unsaved.length > 0) return failure('verification', 'Not every file could be saved.', unsaved);
      return await this.verify(writes, watch);
    } catch (error) {
      return failure('editor-refused', `Writing failed: ${describeError(error)}`, []);
    } finally {
      watch.dispose();
      const changed = writes.filter((write) => write.after !== null);
      await closeNewTabs(
        changed.map((write) => write.uri),
        tabsBefore,
      );
    }
  }

  private async verify(writes: readonly LocatedWrite[], watch: ApplyWatch): Promise<Result<void, ApplyFailure>> {
    const wrong: ApplyObstacle[] = [];
    const savedDifferently: WorkspacePath[] = [];
    for (const write of writes) {
      if (await standsAs(write)) continue;
      if (write.after !== null && watch.hasReached(write.path) && !openDocument(write.uri)?.isDirty) {
        savedDifferently.push(write.path);
      } else {
        wrong.push({ path: write.path, message: `${write.path} does not read back as it was written.` });
      }
    }
    if (wrong.length > 0) return failure('verification', 'What was written does not read back.', wrong);
    if (savedDifferently.length > 0) this.onSaveActions(savedDifferently);
    return ok(undefined);
  }
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

async function standsAs({ uri, before, after }: LocatedWrite): Promise<boolean> {
  if (after === null) return (await statOf(uri)) === undefined;
  if (!(await statOf(uri))) return false;
  return sameText(await readFromDisk(uri), before === null ? withConfiguredLineEnds(uri, after) : after);
}

function failure(
  reason: ApplyFailure['reason'],
  message: string,
  obstacles: readonly ApplyObstacle[],
): { readonly ok: false; readonly error: ApplyFailure } {
  const details = obstacles.map((obstacle) => obstacle.message);
  return fail({ reason, message: [message, ...details].join(' '), obstacles });
}
