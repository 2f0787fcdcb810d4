import { constants } from 'node:os';

import { stopAllGroups } from './processGroup';

const parentPollMs = 500;

/** The variable in which a program of ours tells the ones it starts its process id. */
export const parentVariable = 'LEAD_WORKER_PARENT';

let leaving = false;

/** Whether the program was told to end and is on its way out: then what it found out so far is no result. */
export function isLeaving(): boolean {
  return leaving;
}

/** Runs a top-level program to its exit code, ending cleanly. An error becomes its message and code 1. */
export async function runProgram(program: () => Promise<number>): Promise<void> {
  endCleanly();
  try {
    const code = await program();
    // Told to end, we are on the way out with another code.
    if (!leaving) process.exitCode = code;
  } catch (error) {
    if (!leaving) console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * Makes a top-level program clean up when it is told to end, by Ctrl+C or a termination, and when the program of ours that
 * started it is gone: ends what it started, and lets the exit handlers remove its temporary folders. Node alone would end at
 * once, with no handler run.
 */
export function endCleanly(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => leave(128 + constants.signals[signal]));
  }
  if (process.env[parentVariable] === String(process.ppid)) {
    const parent = process.ppid;
    // A killed parent sends no signal; its orphans get another parent.
    setInterval(() => {
      if (process.ppid !== parent) leave(1);
    }, parentPollMs).unref();
  }
}

function leave(code: number): void {
  leaving = true;
  stopAllGroups()
    .catch((error: unknown) => console.error(error))
    .finally(() => process.exit(code));
}
