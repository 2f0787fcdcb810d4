import { workspace, type Uri } from 'vscode';

import type { FileWatch } from '../../core/ports/fileWatch';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/emitter';
import { dirName, type WorkspacePath } from '../../core/util/paths';
import { pathOf } from './workspaceFiles';

// As long as a burst of typing in the proposed text is waited for, and how long somebody may type without a pause before what they
// wrote shows all the same.
const restMs = 300;
const patienceMs = 2000;

/**
 * Listens to documents as they are typed in, and to the disk for what other programs do. Costs a look into a set per key, and a
 * watcher only while there is something to follow.
 */
export class VscodeFileWatch implements FileWatch {
  private readonly owned = new DisposableStore();
  private readonly changed: Emitter<WorkspacePath>;
  private readonly rested: Emitter<void>;
  private followed: ReadonlySet<WorkspacePath> = new Set();
  /** All folders that followed files lie in. */
  private folders: ReadonlySet<string> = new Set();
  private disk: Disposable | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** When the first change came that nobody has been told to look at yet, in milliseconds since 1970. */
  private since: number | undefined;

  readonly onDidChange;
  readonly onDidRest;

  /** `onError` hears what a listener threw. */
  constructor(onError: (error: unknown) => void) {
    this.changed = this.owned.add(new Emitter<WorkspacePath>(onError));
    this.rested = this.owned.add(new Emitter<void>(onError));
    this.onDidChange = this.changed.event;
    this.onDidRest = this.rested.event;
    this.owned.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.hear(document.uri);
      }),
    );
    // What was typed and not saved is gone with its document.
    this.owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.hear(uri)));
  }

  follow(paths: ReadonlySet<WorkspacePath>): void {
    this.followed = paths;
    this.folders = foldersOf(paths);
    if (paths.size > 0) this.disk ??= this.watchDisk();
    else this.release();
  }

  dispose(): void {
    this.release();
    this.owned.dispose();
  }

  private watchDisk(): Disposable {
    const store = new DisposableStore();
    // The editor watches its folders anyway: this only has it tell.
    const watcher = store.add(workspace.createFileSystemWatcher('**/*'));
    const hear = (uri: Uri): void => this.hear(uri);
    store.add(watcher.onDidChange(hear));
    store.add(watcher.onDidCreate(hear));
    store.add(watcher.onDidDelete(hear));
    return store;
  }

  private release(): void {
    this.disk?.dispose();
    this.disk = undefined;
    clearTimeout(this.resting);
    this.since = undefined;
  }

  private hear(uri: Uri): void {
    const path = this.followed.size === 0 ? undefined : pathOf(uri);
    if (path === undefined) return;
    if (this.followed.has(path)) this.tell(path);
    // A folder that goes takes its files along, and of those the disk says nothing.
    else if (this.folders.has(path)) for (const file of this.followed) if (file.startsWith(`${path}/`)) this.tell(file);
  }

  private tell(path: WorkspacePath): void {
    this.changed.fire(path);
    this.since ??= Date.now();
    clearTimeout(this.resting);
    const wait = Math.max(0, Math.min(restMs, this.since + patienceMs - Date.now()));
    this.resting = setTimeout(() => {
      this.since = undefined;
      this.rested.fire();
    }, wait);
  }
}

function foldersOf(paths: ReadonlySet<WorkspacePath>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirName(path); folder !== '' && !folders.has(folder); folder = dirName(folder))
      folders.add(folder);
  }
  return folders;
}
