import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder, absolute and without links in its path, that goes when the test does. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lead-worker-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
