import { chmod, writeFile } from 'node:fs/promises';

import { inRepository } from './repository';

/** The executable that stands in for a desktop VS Code: the built `electronShim`, in a form the platform can start. */
export async function shimExecutable(): Promise<string> {
  const built = inRepository('out/testbed/electronShim.mjs');
  if (process.platform !== 'win32') {
    await chmod(built, 0o755);
    return built;
  }
  const batchFile = inRepository('out/testbed/electronShim.cmd');
  await writeFile(batchFile, `@"${process.execPath}" "${built}" %*\r\n`);
  return batchFile;
}
