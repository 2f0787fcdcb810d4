import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where a command stands, as the system would find it in PATH; `undefined` where it is not, or may not be run. A sandbox is started in
 * the command's place, and would tell of a missing one as if the command itself had failed.
 */
export function findOnPath(command: string, cwd: string, path: string): string | undefined {
  if (command.includes('/')) return runnable(resolve(cwd, command));
  for (const folder of path.split(':').filter(isAbsolute)) {
    const found = runnable(join(folder, command));
    if (found !== undefined) return found;
  }
  return undefined;
}

function runnable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? file : undefined;
  } catch {
    // Not there, or not to be run: the next folder may have one.
    return undefined;
  }
}
