import type { RunEvent } from '../../src/core/run/events';
import { reduceRun } from '../../src/core/run/reducer';
import type { RunState } from '../../src/core/run/state';
import { atMost } from '../testbed/wait';
import { isOver, standstill } from './standstill';

const defaultTimeoutMs = 120_000;

type Moment = { readonly event: RunEvent; readonly state: RunState };

/** A run as its journal tells it: hears each event at once, and answers who waits for a state. */
export class JournalWatch {
  private readonly moments: Moment[] = [];
  /** The moment that was answered last. What comes between two questions is looked at with the second one. */
  private position = -1;
  private end: Error | undefined;
  private wake: () => void = () => undefined;

  /** `onEvent` hears each event once, in their order, with the state after it. */
  constructor(private readonly onEvent: (event: RunEvent, state: RunState) => void) {}

  /** All that has happened so far. */
  get events(): readonly RunEvent[] {
    return this.moments.map(({ event }) => event);
  }

  /** The newest state. */
  get latest(): RunState | undefined {
    return this.moments.at(-1)?.state;
  }

  /** Takes events in until there are no more. It never rejects: whoever waits for a state hears of a journal that broke off. */
  async follow(events: AsyncIterable<RunEvent>): Promise<void> {
    try {
      for await (const event of events) {
        const state = reduceRun(this.latest, event);
        this.moments.push({ event, state });
        this.onEvent(event, state);
        this.wake();
      }
      this.end = new Error('The journal is not followed any more.');
    } catch (error) {
      this.end = error instanceof Error ? error : new Error(String(error));
    }
    this.wake();
  }

  /**
   * Resolves with the first state that fits, from the one that was answered last on. Rejects, saying what was waited for, as
   * soon as nothing further comes of itself, and when the time is over. One at a time may wait.
   */
  async until(what: string, fits: (state: RunState) => boolean, timeoutMs = defaultTimeoutMs): Promise<RunState> {
    const deadline = performance.now() + timeoutMs;
    const current = this.moments[this.position];
    if (current && fits(current.state)) return current.state;
    if (current && isOver(current.state)) throw notSeen(what, `the run is over (${current.state.phase})`);
    for (;;) {
      while (this.position + 1 === this.moments.length) await this.more(what, deadline);
      const { event, state } = this.moments[++this.position]!;
      if (fits(state)) return state;
      // Where more is known already, somebody has gone on from there.
      const isNewest = this.position + 1 === this.moments.length;
      const halt = isNewest ? standstill(event, state) : undefined;
      if (halt !== undefined) throw notSeen(what, halt);
    }
  }

  private async more(what: string, deadline: number): Promise<void> {
    if (this.end) throw this.end;
    const heard = new Promise<void>((resolve) => (this.wake = resolve));
    const { type } = await atMost(Math.max(0, deadline - performance.now()), heard);
    if (type === 'timed-out') throw notSeen(what, 'the time is over');
  }
}

function notSeen(what: string, why: string): Error {
  return new Error(`Not seen in the journal: ${what}. It is not waited for any longer: ${why}.`);
}
