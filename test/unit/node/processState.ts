import { existsSync, readFileSync } from 'node:fs';

const patienceMs = 10_000;

/** Whether a process ends while this one does nothing but look: no timer and no promise of ours can have had a part in it. */
export function endsWhileWeBlock(processId: number): boolean {
  const end = performance.now() + patienceMs;
  while (!isGone(processId)) if (performance.now() > end) return false;
  return true;
}

/** Whether a process has ended, though perhaps not been reaped yet by whoever inherited it. */
export function isGone(processId: number): boolean {
  if (process.platform === 'linux') return !existsSync(`/proc/${processId}/stat`) || isZombie(processId);
  try {
    process.kill(processId, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function isZombie(processId: number): boolean {
  try {
    // The state follows the program's name, which stands in brackets and may hold anything.
    return /^.*\) [ZX] /s.test(readFileSync(`/proc/${processId}/stat`, 'utf8'));
  } catch (error) {
    // Reaped between the two looks at it: ENOENT where the file is opened, ESRCH where it is read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
    throw error;
  }
}
