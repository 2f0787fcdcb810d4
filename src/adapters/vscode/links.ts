import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether a file lies in one of the folders once all links are followed. A file that is not there yet is where its nearest
 * existing parent is. All paths are absolute, of the local file system.
 */
export async function staysInside(file: string, folders: readonly string[]): Promise<boolean> {
  const [real, ...roots] = await Promise.all([realPathOf(file), ...folders.map(realPathOf)]);
  return roots.some((root) => contains(root, real));
}

function contains(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Where a file is once all links are followed; for one that is not there yet, where it would be made. Absolute paths. */
export async function realPathOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    const parent = path.dirname(file);
    if (!isMissing(error) || parent === file) throw error;
    // A link to nowhere: writing to it would make a file at its far end, wherever that is.
    if (await isLink(file)) return path.parse(file).root;
    return path.join(await realPathOf(parent), path.basename(file));
  }
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
