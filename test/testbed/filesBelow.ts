import { isUtf8 } from 'node:buffer';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * All that stands in a folder, byte by byte, by its path in it with slashes: texts as they are, what is no UTF-8 under
 * `<path> (bytes)` in base64, links as `<path> (link)` with where they lead, and empty folders as `<path>/`. So two folders are
 * the same exactly when these are. Rejects when something vanishes while it looks: try again then.
 */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const parents = new Set(entries.map((entry) => entry.parentPath));
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly [string, string] | undefined> => {
      const absolute = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, absolute).replaceAll(path.sep, '/');
      if (entry.isDirectory()) return parents.has(absolute) ? undefined : [`${name}/`, ''];
      if (entry.isSymbolicLink()) return [`${name} (link)`, await readlink(absolute)];
      if (!entry.isFile()) throw new Error(`${absolute} is neither a file, a folder nor a link.`);
      const bytes = await readFile(absolute);
      return isUtf8(bytes) ? [name, bytes.toString('utf8')] : [`${name} (bytes)`, bytes.toString('base64')];
    }),
  );
  return new Map(found.filter((one) => one !== undefined).sort(([one], [other]) => (one < other ? -1 : 1)));
}
