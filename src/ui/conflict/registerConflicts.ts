import * as vscode from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { schemes } from '../catalogue';
import type { ReviewDeps } from '../review/services';
import { registerConflictCommands } from './conflictCommands';
import { ConflictFs } from './conflictFs';
import { ConflictLenses } from './conflictLenses';
import { registerConflictNotices } from './conflictNotices';
import { FirstProvider } from './firstProvider';

/** Puts up all with which the user settles conflicts: both sides of the diff, the commands, and word of each new one. */
export function registerConflicts(deps: ReviewDeps): Disposable {
  const owned = new DisposableStore();
  const first = owned.add(new FirstProvider(deps.current));
  owned.add(vscode.workspace.registerTextDocumentContentProvider(schemes.first, first));
  const yours = owned.add(new ConflictFs(deps.current));
  owned.add(vscode.workspace.registerFileSystemProvider(schemes.conflict, yours, { isCaseSensitive: true }));
  owned.add(new ConflictLenses(deps.current));
  owned.add(registerConflictCommands(deps));
  owned.add(registerConflictNotices(deps));
  return owned;
}
