import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

import * as vscode from 'vscode';

/** Everything that stands in the folders of the window, byte by byte: folders, links and files, `.git` and caches included. */
export async function snapshot(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const entry of await readdir(uri.fsPath, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile()) found.set(file, `file ${await readFile(file, 'base64')}`);
      else if (entry.isSymbolicLink()) found.set(file, `link ${await readlink(file)}`);
      else found.set(file, 'folder');
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
