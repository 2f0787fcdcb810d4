import { copyFile, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { excessOf, packageBudget } from '../../budgets.mjs';
import { mustRun } from './command';
import { npmCommand } from './npmCommand';
import { inRepository, repositoryRoot } from './repository';

/** What a packaged extension may weigh. */
export const packageBudgetBytes = packageBudget;

/** A packaged extension and its size. */
export type PackagedExtension = { readonly file: string; readonly bytes: number };

/** Builds for production and packages with vsce, as a release does: `lead-worker-<version>.vsix` in the root. */
export async function packageExtension(): Promise<PackagedExtension> {
  const npm = npmCommand(['run', '--silent', 'package']);
  await mustRun(npm.command, npm.args, { cwd: repositoryRoot });
  const { name, version } = JSON.parse(await readFile(inRepository('package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = inRepository(`${name}-${version}.vsix`);
  const { size: bytes } = await stat(file);
  const excess = excessOf({ name: path.basename(file), bytes, budget: packageBudgetBytes });
  if (excess !== undefined) throw new Error(excess);
  return { file, bytes };
}

/** Copies a package to a folder outside the repository, so that nothing can be loaded from the repository's node_modules. */
export async function copyPackage(packaged: PackagedExtension, folder: string): Promise<string> {
  const copy = path.join(folder, path.basename(packaged.file));
  await copyFile(packaged.file, copy);
  return copy;
}
