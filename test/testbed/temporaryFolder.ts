import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that goes with the process at the latest. */
export type TemporaryFolder = {
  /** Absolute, without symbolic links (as in macOS's /var), so that it reads the same everywhere. */
  readonly path: string;
  remove(): Promise<void>;
};

// Processes that write into such a folder are killed right before, but may take a moment to be gone.
const persistently = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;
const present = new Set<string>();
let exitHandlerInstalled = false;

/** Makes a new empty folder for test data, in the system's temporary folder unless told otherwise. */
export async function temporaryFolder(purpose: string, parent: string = tmpdir()): Promise<TemporaryFolder> {
  if (!exitHandlerInstalled) {
    exitHandlerInstalled = true;
    process.on('exit', () => {
      for (const folder of present) rmSync(folder, persistently);
    });
  }
  const folder = await realpath(await mkdtemp(path.join(parent, `lead-worker-${purpose}-`)));
  present.add(folder);
  return {
    path: folder,
    async remove() {
      await rm(folder, persistently);
      present.delete(folder);
    },
  };
}
