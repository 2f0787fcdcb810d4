import { execFile } from 'node:child_process';
import { errorCode } from '../systemError';

/** How long a process group may take to end by itself after SIGTERM before it is killed. */
export const killGraceMs = 2_000;
/** How long to wait for a killed group to be gone; longer only where nobody reaps dead processes. */
const goneWithinMs = 1_000;
const pollMs = 10;

/** Sends a signal to a process and all its descendants. `pid` must lead its own group, as detached processes do. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    // There is no gentle way for processes without a window, and no group: taskkill walks the tree of children.
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: all gone already. EPERM: what is left has ended and waits to be reaped (macOS).
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}

/** Kills what a finished leader left running in its group, and resolves when that is gone. */
export async function endGroup(pid: number): Promise<void> {
  if (process.platform === 'win32') return;
  signalGroup(pid, 'SIGKILL');
  for (let waited = 0; waited < goneWithinMs && groupExists(pid); waited += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH' || errorCode(error) === 'EPERM') return false;
    throw error;
  }
}
