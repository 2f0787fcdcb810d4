import ignore, { type Ignore } from 'ignore';

import { dirName } from '../../core/util/paths';

/** Names of the files whose rules leave paths out of what agents see; later names win over earlier ones in one folder. */
export const ignoreFileNames = ['.gitignore', '.leadworkerignore'] as const;

/** How many folders' ignore files are read at once. */
const readsAtOnce = 16;

/** Rules of a folder that the workspace folder lies in. */
export interface RulesAbove {
  /** The way down from there to the workspace folder: `packages/app`. */
  readonly way: string;
  /** Ignore files in the order in which they count: a later one wins. */
  readonly texts: readonly string[];
}

/** Where rules come from. Paths are relative to the workspace folder, which is the empty path. */
export interface IgnoreSource {
  /** The nearest first. */
  readonly above: readonly RulesAbove[];
  /** Ignore files of one folder, in the order in which they count. Asked once for each folder that a path leads through. */
  textsIn(folder: string): Promise<readonly string[]>;
}

/** The rules of one folder, and how it sees a path of the workspace folder. */
interface Level {
  readonly rules: Ignore;
  readonly seenFrom: (path: string) => string;
}

/**
 * The ignore files of one workspace folder as git reads them: a deeper file overrides a higher one, and nothing below an
 * ignored folder can be brought back. They are read on the way to the paths that are asked about, so none is ever missed.
 */
export class IgnoreRules {
  private readonly levels = new Map<string, Promise<readonly Level[]>>();
  private readonly folders = new Map<string, Promise<boolean>>();

  constructor(private readonly source: IgnoreSource) {}

  /** Whether a file (a path relative to the workspace folder) is left out. */
  async ignores(path: string): Promise<boolean> {
    if (path === '.git' || path.startsWith('.git/')) return true;
    return (await this.ignoresFolder(dirName(path))) || this.matches(path);
  }

  /** Whether a folder is left out, and with it all that lies below. The workspace folder itself never is: the user opened it. */
  async ignoresFolder(folder: string): Promise<boolean> {
    if (folder === '') return false;
    return remembered(this.folders, folder, async () => {
      return (await this.ignoresFolder(dirName(folder))) || this.matches(`${folder}/`);
    });
  }

  /** Those of many files that no rule leaves out, in their order. */
  async visible(paths: readonly string[]): Promise<readonly string[]> {
    const folders = [...new Set(paths.map(dirName))];
    // Reads the rules, a few folders at a time; what is asked below is known by then.
    for (let start = 0; start < folders.length; start += readsAtOnce)
      await Promise.all(folders.slice(start, start + readsAtOnce).map((folder) => this.levelsUnlessIgnored(folder)));
    const verdicts = await Promise.all(paths.map((path) => this.ignores(path)));
    return paths.filter((_path, index) => !verdicts[index]);
  }

  private async levelsUnlessIgnored(folder: string): Promise<void> {
    if (!(await this.ignoresFolder(folder))) await this.levelsOf(folder);
  }

  /** The deepest folder whose rules say anything about the path decides. */
  private async matches(path: string): Promise<boolean> {
    for (const { rules, seenFrom } of await this.levelsOf(dirName(path.replace(/\/$/, '')))) {
      const result = rules.test(seenFrom(path));
      if (result.ignored) return true;
      if (result.unignored) return false;
    }
    return false;
  }

  /** All levels that have a say in a folder, the deepest first. */
  private levelsOf(folder: string): Promise<readonly Level[]> {
    return remembered(this.levels, folder, async () => {
      const higher = folder === '' ? levelsAbove(this.source.above) : await this.levelsOf(dirName(folder));
      const texts = await this.source.textsIn(folder);
      if (texts.length === 0) return higher;
      const below = folder === '' ? 0 : folder.length + 1;
      return [{ rules: compile(texts), seenFrom: (path) => path.slice(below) }, ...higher];
    });
  }
}

/**
 * Rules from above judge what lies in the workspace folder, not the folder itself. Where they leave it out as a whole, whoever
 * opened it wants to work in it all the same: then they count as if they stood in it.
 */
function levelsAbove(above: readonly RulesAbove[]): readonly Level[] {
  const levels = above.map(({ way, texts }) => ({ way, rules: compile(texts) }));
  const verdicts = levels.map(({ way, rules }) => rules.test(`${way}/`));
  const isLeftOut = verdicts.find(({ ignored, unignored }) => ignored || unignored)?.ignored ?? false;
  return levels.map(({ way, rules }) => ({ rules, seenFrom: (path) => (isLeftOut ? path : `${way}/${path}`) }));
}

function compile(texts: readonly string[]): Ignore {
  const rules = ignore({ allowRelativePaths: false });
  for (const text of texts) rules.add(text);
  return rules;
}

/** A value that is worked out once. What failed is tried again. */
function remembered<T>(known: Map<string, Promise<T>>, key: string, workOut: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found) return found;
  const value = workOut();
  known.set(key, value);
  value.catch(() => known.delete(key));
  return value;
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
