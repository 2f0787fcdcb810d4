import * as vscode from 'vscode';

import { MemoryFiles } from '../memoryFiles';

/** A file system that is on no disk and does what a test wants: it waits before it answers, and refuses. */
export class MeddledFiles implements vscode.FileSystemProvider {
  private readonly files = new MemoryFiles();
  /** Every write that was carried out, as `path: text`. */
  readonly written: string[] = [];
  /** Awaited before a file is read; by then the reader waits. */
  beforeRead: (path: string) => Promise<void> = async () => undefined;
  refusesWrite: (path: string, text: string) => boolean = () => false;
  refusesDelete: (path: string) => boolean = () => false;
  /** What it says of a file beforehand. */
  isReadOnly: (path: string) => boolean = () => false;

  readonly onDidChangeFile = this.files.onDidChangeFile;

  watch(): vscode.Disposable {
    return this.files.watch();
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const stat = this.files.stat(uri);
    return this.isReadOnly(uri.path) ? { ...stat, permissions: vscode.FilePermission.Readonly } : stat;
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    return this.files.readDirectory(uri);
  }

  createDirectory(): void {
    this.files.createDirectory();
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    await this.beforeRead(uri.path);
    return this.files.readFile(uri);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const text = new TextDecoder().decode(content);
    if (this.refusesWrite(uri.path, text)) throw vscode.FileSystemError.NoPermissions(uri);
    this.files.writeFile(uri, content);
    this.written.push(`${uri.path}: ${text}`);
  }

  delete(uri: vscode.Uri): void {
    if (this.refusesDelete(uri.path)) throw vscode.FileSystemError.NoPermissions(uri);
    this.files.delete(uri);
  }

  rename(from: vscode.Uri): void {
    this.files.rename(from);
  }

  /** What stands in a file; `null` for none. */
  textAt(uri: vscode.Uri): string | null {
    try {
      return new TextDecoder().decode(this.files.readFile(uri));
    } catch {
      return null;
    }
  }
}
