import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { RunEvent } from '../../src/core/run/events';
import { reduceRun } from '../../src/core/run/reducer';
import type { RunState } from '../../src/core/run/state';

const pollMs = 50;
const defaultTimeoutMs = 180_000;

/** Reads the journal of a window's run as it grows: what the demo prints of a run comes from here. */
export class JournalWatch {
  private seen = 0;
  private state: RunState | undefined;

  /** `userData`: the editor's user data folder, fresh, so that there is but one run. `onEvent` hears each event once. */
  constructor(
    private readonly userData: string,
    private readonly onEvent: (event: RunEvent, state: RunState) => void,
  ) {}

  /** Resolves with the first state that fits; rejects, saying what was waited for, when none does within the time. */
  async until(
    what: string,
    fits: (state: RunState) => boolean,
    timeoutMs: number = defaultTimeoutMs,
  ): Promise<RunState> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      if (this.state && fits(this.state)) return this.state;
      for (const event of await this.newEvents()) {
        this.seen++;
        this.state = reduceRun(this.state, event);
        this.onEvent(event, this.state);
        if (fits(this.state)) return this.state;
      }
      if (Date.now() > deadline) throw new Error(`Not seen within ${timeoutMs / 1000} s: ${what}.`);
      await delay(pollMs);
    }
  }

  private async newEvents(): Promise<readonly RunEvent[]> {
    const file = await this.file();
    if (file === undefined) return [];
    // What follows the last line end is half written yet.
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    return lines.slice(this.seen).map((line) => JSON.parse(line) as RunEvent);
  }

  private async file(): Promise<string | undefined> {
    const storages = path.join(this.userData, 'User/workspaceStorage');
    for (const storage of await namesIn(storages)) {
      const journals = path.join(storages, storage, 'lead-worker.lead-worker/journals');
      const [name] = (await namesIn(journals)).filter((each) => each.endsWith('.jsonl'));
      if (name !== undefined) return path.join(journals, name);
    }
    return undefined;
  }
}

/** The entries of a folder; none when it is not there yet. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
