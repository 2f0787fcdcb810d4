import * as vscode from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { encodeProposed } from './proposalBytes';
import type { childrenOf } from './proposalFolders';

/** A file as the editor gets it. */
export interface ServedFile {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly mtime: number;
  /** Only words stand for what it holds, and nobody types in those. */
  readonly isReadOnly: boolean;
}

/**
 * Texts of a run as files that can be written and nothing else: no folder is made, and nothing deleted or renamed. Writable, because
 * only then the editor offers Revert Block and quick fixes.
 */
export abstract class TextFileSystem implements vscode.FileSystemProvider, Disposable {
  protected readonly owned = new DisposableStore();
  protected readonly changed = this.owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());

  readonly onDidChangeFile = this.changed.event;

  watch(): vscode.Disposable {
    // All changes come from the run and are announced as they happen.
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.fileAt(uri);
    if (!file) {
      if (!this.childrenAt(uri)) throw vscode.FileSystemError.FileNotFound(uri);
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const { text, mtime, isReadOnly } = file;
    const size = encodeProposed(uri, text).byteLength;
    const permissions = isReadOnly ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, ctime: 0, mtime, size, ...permissions };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const children = this.childrenAt(uri);
    if (!children) throw vscode.FileSystemError.FileNotFound(uri);
    return children.map(({ name, isFolder }) => [name, isFolder ? vscode.FileType.Directory : vscode.FileType.File]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.fileAt(uri);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return encodeProposed(uri, file.text);
  }

  abstract writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void>;

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** The file of an address, if there is one. */
  protected abstract fileAt(uri: vscode.Uri): ServedFile | undefined;

  /** What lies in the folder of an address, if there is one. */
  protected abstract childrenAt(uri: vscode.Uri): ReturnType<typeof childrenOf>;
}
