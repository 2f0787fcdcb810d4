import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../digest';
import { concurrently } from '../shadow/concurrently';

/** What package managers leave where packages were installed: it changes with them. */
const installations = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];

/**
 * Stands for what a folder has on the disk: sizes and times of the given files (relative to `root`), and of what says which packages
 * are installed. Another stamp means that something was written since.
 */
export async function diskStamp(root: string, files: readonly string[], signal: AbortSignal): Promise<string> {
  const all = [...files, ...installations.map((name) => `node_modules/${name}`)];
  const stamps = new Map<string, string>();
  await concurrently(all, signal, async (file) => void stamps.set(file, await stampOf(join(root, file))));
  return sha256(JSON.stringify(all.map((file) => [file, stamps.get(file)])));
}

async function stampOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch {
    // Not there. What is and can't be read the server can't read either, and says so.
    return '';
  }
}
