import { FileSystemError, RelativePattern, Uri, workspace } from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { baseName } from '../../core/util/paths';
import { ignoreFileNames, IgnoreRules, plainlyIgnoredFolders, type RulesAbove } from './ignoreRules';
import { excludeFilesOf, foldersUpToRepository } from './repository';

const anyIgnoreFile = `{${ignoreFileNames.join(',')}}`;

/** Leaves everything out: what the rules of a folder are that cannot be read nobody can say, so nothing of it is shown. */
const everything = '*';

/** The ignore rules of one folder. */
export interface FolderRules {
  readonly rules: IgnoreRules;
  /** Globs, relative to the folder, that a search may skip. */
  readonly skipped: readonly string[];
}

/**
 * Reads ignore files once per folder and again after any of them changed. They are read one by one where paths lead through, and
 * not searched for: the editor's search obeys `files.exclude`, by which people hide the very files, and without that it would
 * walk all packages.
 */
export class IgnoreFiles implements Disposable {
  private readonly known = new Map<string, Promise<FolderRules>>();
  private readonly owned = new DisposableStore();
  /** Watchers of folders above those of the window. */
  private above = new DisposableStore();

  constructor() {
    this.watch(`**/${anyIgnoreFile}`, this.owned);
  }

  /** Has all rules read again: a watcher may be late, or miss a change altogether. */
  forget(): void {
    this.known.clear();
    this.above.dispose();
    this.above = new DisposableStore();
  }

  /** The rules that hold in a workspace folder. */
  async of(root: Uri): Promise<FolderRules> {
    const key = root.toString();
    const known = this.known.get(key);
    if (known) return known;
    const reading = this.read(root);
    this.known.set(key, reading);
    try {
      return await reading;
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  dispose(): void {
    this.forget();
    this.owned.dispose();
  }

  private async read(root: Uri): Promise<FolderRules> {
    const watchers = this.above;
    const above = root.scheme === 'file' ? await rulesAbove(root) : [];
    for (const { folder } of above) this.watch(new RelativePattern(folder, anyIgnoreFile), watchers);
    const rules = new IgnoreRules({ above, textsIn: (folder) => textsIn(Uri.joinPath(root, folder)) });
    const here = (await textsIn(root)).flatMap(plainlyIgnoredFolders);
    // Of the lines above only those hold here whose folder may lie anywhere.
    const everywhere = above.flatMap(({ texts }) => texts.flatMap(plainlyIgnoredFolders)).filter(isAnywhere);
    return { rules, skipped: [...here, ...everywhere] };
  }

  private watch(files: string | RelativePattern, owner: DisposableStore): void {
    const watcher = owner.add(workspace.createFileSystemWatcher(files));
    const forget = (): void => this.forget();
    owner.add(watcher.onDidChange(forget));
    owner.add(watcher.onDidCreate(forget));
    owner.add(watcher.onDidDelete(forget));
  }
}

function isAnywhere(glob: string): boolean {
  return glob.startsWith('**/');
}

/** The rules of the folders above, up to the one that the repository starts in. */
async function rulesAbove(root: Uri): Promise<readonly (RulesAbove & { readonly folder: Uri })[]> {
  const above = await foldersUpToRepository(root.fsPath);
  return Promise.all(
    above.map(async ({ folder, way }) => ({ folder: Uri.file(folder), way, texts: await textsIn(Uri.file(folder)) })),
  );
}

/** Ignore files of one folder in the order in which they count: git's own lists come first, and so any file wins over them. */
async function textsIn(folder: Uri): Promise<readonly string[]> {
  const files = ignoreFileNames.map((name) => Uri.joinPath(folder, name));
  try {
    const excludes = folder.scheme === 'file' ? await excludeFilesOf(folder.fsPath) : [];
    const texts = await Promise.all([...excludes.map((file) => Uri.file(file)), ...files].map(textOf));
    return texts.filter((text) => text !== undefined);
  } catch {
    return [everything];
  }
}

async function textOf(file: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof FileSystemError && noFile.has(error.code)) return undefined;
    throw error;
  }
}

const noFile: ReadonlySet<string> = new Set(['FileNotFound', 'FileNotADirectory', 'FileIsADirectory']);

/** Folders that tools fill and no agent sees. */
export function isToolFolder(path: string): boolean {
  return ['node_modules', '.git'].includes(baseName(path));
}
