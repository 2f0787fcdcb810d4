import type { RunEvent } from '../../../src/core/run/events';
import type { RunState } from '../../../src/core/run/state';
import type { Bench, Sketch } from '../run/harness';

/** Types of the events that a run's journal holds so far. */
export type Did = (type: RunEvent['type']) => boolean;

/** What a person does when the run is in such a state. A step that answers with a bench goes on with that one. */
export interface Step {
  readonly when: (state: RunState) => boolean;
  /** What it starts may go on for long, and is not waited for. */
  readonly act: (b: Bench) => Promise<Bench | undefined>;
}

/**
 * A run and the person before it, both as functions of what is on record: whoever takes it up in another process goes on where it
 * stands.
 */
export interface Scenario {
  readonly sketch: Sketch;
  readonly steps: readonly Step[];
}

const isBusy = ({ phase }: RunState): boolean => phase === 'planning' || phase === 'running' || phase === 'stopping';

/** Far more than a scenario needs, and few enough to see one that goes round in circles. */
const mostSteps = 100;

/** Carries a scenario out to its end: until no step applies, and nothing is under way. */
export async function carryThrough(start: Bench, { steps }: Pick<Scenario, 'steps'>): Promise<Bench> {
  let b = start;
  for (let taken = 0; ;) {
    const seen = b.run.state;
    const step = steps.find(({ when }) => when(seen));
    if (step && ++taken > mostSteps) throw new Error(`The scenario does not end: ${step.act.toString()}`);
    if (step) b = (await step.act(b)) ?? b;
    // A step may have changed nothing yet, as one that starts something long: the next change is waited for then.
    if (b.run.state !== seen) continue;
    if (!isBusy(seen)) return b;
    await b.until((state) => state !== seen);
  }
}

/** The steps of every scenario: planning, approval, and going on after an interruption. */
export const usual: readonly Step[] = [
  {
    when: ({ phase, leadModels }) => phase === 'planning' && leadModels.length === 0,
    act: started((b) => b.run.plan()),
  },
  { when: ({ phase }) => phase === 'plan-ready', act: started((b) => b.run.approve()) },
  { when: ({ phase }) => phase === 'interrupted', act: started((b) => b.run.resume()) },
];

/** Starts something that goes on beside the steps; resolves when the run has moved. */
export function started(begin: (b: Bench) => Promise<unknown>): Step['act'] {
  return async (b) => {
    const seen = b.run.state;
    const work = begin(b);
    await Promise.race([work, b.until((state) => state !== seen)]);
    return undefined;
  };
}

/** Does something and waits for its end. */
export function done(act: (b: Bench) => Promise<unknown>): Step['act'] {
  return async (b) => {
    await act(b);
    return undefined;
  };
}
