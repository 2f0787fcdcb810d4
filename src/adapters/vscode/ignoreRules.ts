import ignore, { type Ignore } from 'ignore';

import { dirName } from '../../core/util/paths';

/** Names of the files whose rules leave paths out of what agents see; later names win over earlier ones in one folder. */
export const ignoreFileNames = ['.gitignore', '.leadworkerignore'] as const;

/** Rules of one ignore file; `folder` is relative to the workspace folder, empty for its top. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

/**
 * The ignore files of one workspace folder as git reads them: a deeper file overrides a higher one, and nothing below an
 * ignored folder can be brought back.
 */
export class IgnoreRules {
  private readonly byFolder = new Map<string, Ignore>();
  private readonly folders = new Map<string, boolean>();

  /** `files`: in the order in which they count within one folder. */
  constructor(files: readonly IgnoreFile[]) {
    for (const file of files) {
      const rules = this.byFolder.get(file.folder) ?? ignore({ allowRelativePaths: false });
      this.byFolder.set(file.folder, rules.add(file.text));
    }
  }

  /** Whether a file (a path relative to the workspace folder) is left out. */
  ignores(path: string): boolean {
    if (path === '.git' || path.startsWith('.git/')) return true;
    return this.ignoresFolder(dirName(path)) || this.matches(path);
  }

  /** Whether a folder is left out, and with it all that lies below. */
  ignoresFolder(folder: string): boolean {
    if (folder === '') return false;
    const known = this.folders.get(folder);
    if (known !== undefined) return known;
    const ignored = this.ignoresFolder(dirName(folder)) || this.matches(`${folder}/`);
    this.folders.set(folder, ignored);
    return ignored;
  }

  /** The deepest file that says anything about the path decides. */
  private matches(path: string): boolean {
    let folder = dirName(path.replace(/\/$/, ''));
    for (;;) {
      const rules = this.byFolder.get(folder);
      const result = rules?.test(folder === '' ? path : path.slice(folder.length + 1));
      if (result?.ignored) return true;
      if (result?.unignored) return false;
      if (folder === '') return false;
      folder = dirName(folder);
    }
  }
}

/**
 * Globs of folders that a top-level ignore file plainly leaves out, so that a search need not walk them. Only unmistakable
 * lines count, and none where the file brings anything back; {@link IgnoreRules} stays the judge.
 */
export function plainlyIgnoredFolders(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines.some((line) => line.startsWith('!'))) return [];
  return lines.flatMap((line) => {
    const match = /^(\/?)([\w.-]+)\/?$/.exec(line);
    if (match === null) return [];
    return [`${match[1] === '/' ? '' : '**/'}${match[2] ?? ''}/**`];
  });
}
