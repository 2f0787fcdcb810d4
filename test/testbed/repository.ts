import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The root folder of this repository, found upwards from the working folder: the same code runs bundled, under Playwright and
 * under Vitest, so its own location says nothing.
 */
export const repositoryRoot = findRoot(process.cwd());

function findRoot(from: string): string {
  const manifest = path.join(from, 'package.json');
  if (
    existsSync(manifest) &&
    (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'lead-worker'
  ) {
    return from;
  }
  const parent = path.dirname(from);
  if (parent === from) throw new Error('Run this inside the lead-worker repository: no package.json of it was found.');
  return findRoot(parent);
}

/** An absolute path inside the repository. */
export function inRepository(...segments: readonly string[]): string {
  return path.join(repositoryRoot, ...segments);
}
