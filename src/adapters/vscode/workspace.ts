import { RelativePattern, Uri, workspace } from 'vscode';

import type { FileContent, FileListing, ReadFailure, Workspace } from '../../core/ports/workspace';
import { throwIfAborted } from '../../core/util/abort';
import type { Disposable } from '../../core/util/disposable';
import type { WorkspacePlace } from '../../core/util/pathPlace';
import type { PathRules } from '../../core/util/pathRules';
import { dirName, type WorkspacePath } from '../../core/util/paths';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import { withToken } from './cancellation';
import { locate, pathIn } from './folders';
import { walkFolder } from './folderWalk';
import { IgnoreFiles, isToolFolder, type FolderRules } from './ignoreFiles';
import { measurePathRules } from './pathRules';
import { spellingOnDisk } from './spelling';
import { fingerprintOf, largestKeptBytes, largestTextBytes, readText } from './textContent';
import * as files from './workspaceFiles';

// The search counts files before the ignore rules are applied, so it is asked for more than is wanted.
const searchSurplus = 5;

/** The window's workspace with its unsaved text, through the editor's file service: local, remote and virtual folders alike. */
export class VscodeWorkspace implements Workspace, Disposable {
  private readonly ignoreFiles = new IgnoreFiles();
  /** Measured once for the folders of the moment. */
  private measured: { readonly folders: string; readonly rules: Promise<PathRules> } | undefined;

  get folders(): readonly string[] {
    return files.workspaceFolders().map((folder) => folder.name);
  }

  async place(): Promise<WorkspacePlace> {
    const folders = files.workspaceFolders();
    const roots = folders.map(({ name, root }) => ({
      name,
      location: root.scheme === 'file' ? root.fsPath : root.toString(),
    }));
    return { roots, rules: await this.rulesOf(folders) };
  }

  async list(options: { readonly limit: number }, signal: AbortSignal): Promise<FileListing> {
    const listed: WorkspacePath[] = [];
    let cutShort = false;
    for (const folder of files.workspaceFolders()) {
      const found = await this.search(folder, options.limit * searchSurplus, signal);
      throwIfAborted(signal);
      cutShort ||= found.cutShort;
      listed.push(...found.paths);
    }
    listed.sort(byCodeUnits);
    const truncated = cutShort || listed.length > options.limit;
    return { files: listed.slice(0, options.limit), truncated };
  }

  async read(path: WorkspacePath, signal: AbortSignal): Promise<Result<FileContent, ReadFailure>> {
    const uri = files.uriOf(path);
    if (!uri) return fail({ reason: 'not-found', message: `There is no file ${path}.` });
    try {
      if (!(await files.isInsideWorkspace(uri))) {
        return fail({
          reason: 'outside',
          message: `${path} is a link that leads out of the workspace. It is not followed.`,
        });
      }
      const content = await contentOf(uri);
      throwIfAborted(signal);
      return content ? ok(content) : fail({ reason: 'not-found', message: `There is no file ${path}.` });
    } catch (error) {
      throwIfAborted(signal);
      return fail({ reason: 'unreadable', message: `${path} could not be read: ${describeError(error)}` });
    }
  }

  async fingerprint(path: WorkspacePath, signal: AbortSignal): Promise<Result<string, ReadFailure>> {
    const uri = files.uriOf(path);
    const stat = uri && (await files.statOf(uri));
    throwIfAborted(signal);
    if (!uri || !stat) return fail({ reason: 'not-found', message: `There is no file ${path}.` });
    if (stat.size > largestKeptBytes) {
      return fail({ reason: 'too-large', message: `${path} is too large to be brought back (${stat.size} bytes).` });
    }
    try {
      const bytes = await workspace.fs.readFile(uri);
      throwIfAborted(signal);
      return ok(fingerprintOf(bytes));
    } catch (error) {
      throwIfAborted(signal);
      return fail({ reason: 'unreadable', message: `${path} could not be read: ${describeError(error)}` });
    }
  }

  /** Has ignore files read again, whether or not a change of theirs was heard. */
  refresh(): void {
    this.ignoreFiles.forget();
  }

  async isIgnored(path: WorkspacePath): Promise<boolean> {
    const found = locate(files.workspaceFolders(), path);
    if (!found) return false;
    return (await this.ignoreFiles.of(found.folder.root)).rules.ignores(found.inside);
  }

  async spelling(path: WorkspacePath): Promise<WorkspacePath> {
    const folders = files.workspaceFolders();
    const found = locate(folders, path);
    if (!found) return path;
    const inside = await spellingOnDisk(found.inside, await this.rulesOf(folders), (folder) =>
      files.namesIn(Uri.joinPath(found.folder.root, folder)),
    );
    return pathIn(folders, found.folder, inside) ?? path;
  }

  async realPath(path: WorkspacePath): Promise<WorkspacePath> {
    return files.realPathOf(path);
  }

  unsaved(): ReadonlyMap<WorkspacePath, string> {
    const texts = new Map<WorkspacePath, string>();
    for (const document of workspace.textDocuments) {
      const path = document.isDirty && !document.isUntitled ? files.pathOf(document.uri) : undefined;
      if (path !== undefined) texts.set(path, document.getText());
    }
    return texts;
  }

  dispose(): void {
    this.ignoreFiles.dispose();
  }

  private rulesOf(folders: readonly files.WorkspaceFolderName[]): Promise<PathRules> {
    const local = folders.filter(({ root }) => root.scheme === 'file').map(({ root }) => root.fsPath);
    const key = local.join('\0');
    if (this.measured?.folders !== key) this.measured = { folders: key, rules: measurePathRules(local) };
    return this.measured.rules;
  }

  private async search(
    folder: files.WorkspaceFolderName,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ readonly paths: readonly WorkspacePath[]; readonly cutShort: boolean }> {
    const folders = files.workspaceFolders();
    const rules = await this.ignoreFiles.of(folder.root);
    const found = await (folder.root.scheme === 'file' ? searchFolder : walk)(folder.root, { rules, limit }, signal);
    const inside = await rules.rules.visible(found);
    const reachable = await withoutForeignFolders(folder.root, inside);
    const paths = reachable.map((path) => pathIn(folders, folder, path)).filter((path) => path !== undefined);
    return { paths, cutShort: found.length >= limit };
  }
}

interface FolderSearch {
  readonly rules: FolderRules;
  readonly limit: number;
}

async function searchFolder(
  root: Uri,
  { rules, limit }: FolderSearch,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const include = new RelativePattern(root, '**/*');
  const exclude = new RelativePattern(root, `{${['**/.git/**', '**/node_modules/**', ...rules.skipped].join(',')}}`);
  const uris = await withToken(signal, (token) => workspace.findFiles(include, exclude, limit, token));
  return uris.map((uri) => uri.path.slice(root.path.length).replace(/^\//, ''));
}

async function walk(root: Uri, { rules, limit }: FolderSearch, signal: AbortSignal): Promise<readonly string[]> {
  return walkFolder(root, {
    limit,
    skips: async (folder) => isToolFolder(folder) || rules.rules.ignoresFolder(folder),
    check: () => throwIfAborted(signal),
  });
}

async function contentOf(uri: Uri): Promise<FileContent | undefined> {
  const document = files.openDocument(uri);
  // Without unsaved text the disk counts: a document may lag behind it for a moment.
  if (document?.isDirty) {
    const text = document.getText();
    if (text.length > largestTextBytes) return { type: 'opaque', why: 'too-large', size: text.length };
    return { type: 'text', text };
  }
  const stat = await files.statOf(uri);
  if (!stat || !files.isFile(stat)) return undefined;
  if (stat.size > largestTextBytes) return { type: 'opaque', why: 'too-large', size: stat.size };
  return readText(await workspace.fs.readFile(uri), (bytes) => workspace.decode(bytes, { uri }));
}

/** The search follows links to folders; what it found beyond one that leads out is dropped. */
async function withoutForeignFolders(root: Uri, paths: readonly string[]): Promise<readonly string[]> {
  const foreign = new Set<string>();
  for (const folder of new Set(paths.map(dirName))) {
    if (!(await files.isInsideWorkspace(Uri.joinPath(root, folder)))) foreign.add(folder);
  }
  return foreign.size === 0 ? paths : paths.filter((path) => !foreign.has(dirName(path)));
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
