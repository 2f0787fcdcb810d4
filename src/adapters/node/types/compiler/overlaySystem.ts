import type * as TypeScript from 'typescript';

/** Texts by absolute path that stand in for the disk's; `null` for files that are not to be there. */
export type LaidTexts = ReadonlyMap<string, string | null>;

/** What a folder holds, by name. */
interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

type ReadDirectory = TypeScript.System['readDirectory'];

/** How the compiler reads the globs of a configuration. All versions export it, though none declares it. */
interface GlobReader {
  readonly matchFiles: (
    ...query: [
      ...[root: string, ...globs: (readonly string[] | undefined)[]],
      caseSensitive: boolean,
      currentDirectory: string,
      depth: number | undefined,
      entriesOf: (folder: string) => Entries,
      realPath: (path: string) => string,
    ]
  ) => string[];
}

/** The disk as a compiler sees it, with the texts that `laid` gives laid over it. Nothing is ever written. */
export function overlaySystem(ts: typeof TypeScript & Partial<GlobReader>, laid: () => LaidTexts): TypeScript.System {
  const { sys } = ts;
  const isAt = (path: string, other: string): boolean =>
    sys.useCaseSensitiveFileNames ? path === other : path.toLowerCase() === other.toLowerCase();
  const textAt = (path: string): string | null | undefined => {
    const exact = laid().get(path);
    if (exact !== undefined || sys.useCaseSensitiveFileNames) return exact;
    return [...laid()].find(([other]) => isAt(path, other))?.[1];
  };
  /** What a folder has for the sake of laid files. */
  const laidIn = (folder: string): Entries => {
    const files = new Set<string>();
    const directories = new Set<string>();
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    for (const [path, text] of laid()) {
      if (text === null || !isAt(path.slice(0, prefix.length), prefix)) continue;
      const [name = '', ...below] = path.slice(prefix.length).split('/');
      (below.length > 0 ? directories : files).add(name);
    }
    return { files: [...files], directories: [...directories] };
  };
  const isFolder = (path: string): boolean => {
    const { files, directories } = laidIn(path);
    return files.length + directories.length > 0;
  };
  return {
    ...sys,
    writeFile: () => undefined,
    createDirectory: () => undefined,
    fileExists: (path) => {
      const text = textAt(path);
      return text === undefined ? sys.fileExists(path) : text !== null;
    },
    readFile: (path, encoding) => {
      const text = textAt(path);
      return text === undefined ? sys.readFile(path, encoding) : (text ?? undefined);
    },
    directoryExists: (path) => sys.directoryExists(path) || isFolder(path),
    getDirectories: (path) => [...new Set([...sys.getDirectories(path), ...laidIn(path).directories])],
    readDirectory: (...[root, extensions, excludes, includes, depth]: Parameters<ReadDirectory>) => {
      const onDisk = sys.readDirectory(root, extensions, excludes, includes, depth);
      if (!ts.matchFiles) throw new Error(`TypeScript ${ts.version} does not say how it reads globs`);
      const globs = [root, extensions, excludes, includes] as const;
      const place = [sys.useCaseSensitiveFileNames, sys.getCurrentDirectory(), depth] as const;
      const added = ts.matchFiles(...globs, ...place, laidIn, (path) => path);
      return [...new Set([...onDisk.filter((path) => textAt(path) !== null), ...added])];
    },
    realpath: (path) => (typeof textAt(path) === 'string' ? path : (sys.realpath?.(path) ?? path)),
  };
}
