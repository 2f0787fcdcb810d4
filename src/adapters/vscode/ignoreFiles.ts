import { RelativePattern, Uri, workspace } from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { baseName, dirName } from '../../core/util/paths';
import { walkFolder } from './folderWalk';
import { ignoreFileNames, IgnoreRules, plainlyIgnoredFolders, type IgnoreFile } from './ignoreRules';

// More ignore files than that, and the rest of them is not read.
const mostIgnoreFiles = 1000;
// Where there is no search, all files are looked at to find them.
const mostWalkedFiles = 20_000;

/** The ignore rules of one folder. */
export interface FolderRules {
  readonly rules: IgnoreRules;
  /** Globs, relative to the folder, that a search may skip. */
  readonly skipped: readonly string[];
}

/** Reads ignore files once per folder and again after any of them changed. */
export class IgnoreFiles implements Disposable {
  private readonly known = new Map<string, Promise<FolderRules>>();
  private readonly owned = new DisposableStore();

  constructor() {
    const watcher = this.owned.add(workspace.createFileSystemWatcher(`**/{${ignoreFileNames.join(',')}}`));
    const forget = (): void => this.forget();
    this.owned.add(watcher.onDidChange(forget));
    this.owned.add(watcher.onDidCreate(forget));
    this.owned.add(watcher.onDidDelete(forget));
  }

  /** Has all rules read again: a watcher may be late, or miss a change altogether. */
  forget(): void {
    this.known.clear();
  }

  /** The rules that hold in a workspace folder. */
  async of(root: Uri): Promise<FolderRules> {
    const key = root.toString();
    const known = this.known.get(key);
    if (known) return known;
    const reading = readRules(root);
    this.known.set(key, reading);
    try {
      return await reading;
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  dispose(): void {
    this.owned.dispose();
    this.known.clear();
  }
}

async function readRules(root: Uri): Promise<FolderRules> {
  const uris = root.scheme === 'file' ? await searchIgnoreFiles(root) : await walkToIgnoreFiles(root);
  const files = await Promise.all(uris.map((uri) => readIgnoreFile(root, uri)));
  files.sort((one, other) => ignoreFileNames.indexOf(one.name) - ignoreFileNames.indexOf(other.name));
  const top = files.filter((file) => file.folder === '');
  return { rules: new IgnoreRules(files), skipped: top.flatMap((file) => plainlyIgnoredFolders(file.text)) };
}

async function searchIgnoreFiles(root: Uri): Promise<readonly Uri[]> {
  const include = new RelativePattern(root, `**/{${ignoreFileNames.join(',')}}`);
  const exclude = new RelativePattern(root, '{**/node_modules/**,**/.git/**}');
  return workspace.findFiles(include, exclude, mostIgnoreFiles);
}

async function walkToIgnoreFiles(root: Uri): Promise<readonly Uri[]> {
  const names: readonly string[] = ignoreFileNames;
  const paths = await walkFolder(root, { limit: mostWalkedFiles, skips: isToolFolder, check: () => undefined });
  return paths
    .filter((path) => names.includes(baseName(path)))
    .slice(0, mostIgnoreFiles)
    .map((path) => Uri.joinPath(root, path));
}

/** Folders that tools fill and no agent sees. */
export function isToolFolder(path: string): boolean {
  return ['node_modules', '.git'].includes(baseName(path));
}

async function readIgnoreFile(
  root: Uri,
  uri: Uri,
): Promise<IgnoreFile & { readonly name: (typeof ignoreFileNames)[number] }> {
  const inside = uri.path.slice(root.path.length).replace(/^\//, '');
  const name = baseName(inside) === '.leadworkerignore' ? '.leadworkerignore' : '.gitignore';
  return { name, folder: dirName(inside), text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
}
