// A stop reaches whatever is under way, in each state in which something can be; nothing begins after it.
import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { reviewProposal } from '../../../src/core/review/fold';
import type { RunPhase, TaskStatus } from '../../../src/core/run/state';
import {
  bench,
  isAssessment,
  isConsultation,
  isResolving,
  isSummary,
  isWorker,
  taskIn,
  writes,
  type Bench,
  type Sketch,
} from './harness';

const isPlan = ({ schema }: ChatRequest): boolean => schema?.name === 'plan';
const A = 'A' as TaskId;

interface Activity {
  readonly sketch?: Partial<Sketch>;
  /** Brings the run to where it is under way; resolves then. */
  readonly reach: (b: Bench) => Promise<unknown>;
  /** Where the run stands after the stop. */
  readonly ends?: RunPhase;
}

/** In flight with a model, from the moment on that the model has the request. */
const asked = (hold: (request: ChatRequest) => boolean, sketch: Partial<Sketch> = {}): Activity => ({
  sketch: { ...sketch, hold },
  reach: async (b) => {
    begin(b);
    await b.model.waitFor();
  },
});

const begin = (b: Bench): void => void b.run.plan().then(() => b.run.approve());

const until = (status: TaskStatus): Activity['reach'] => {
  return async (b) => {
    begin(b);
    await b.until(({ tasks }) => tasks.get(A)?.status === status);
  };
};

/** Gates run until somebody ends them. */
const endless = (b: Bench): void => void (b.shadow.running = new Promise(() => undefined));

/** All that a task may be at, and what a run may be at beside its tasks. A new status does not compile before it has a row. */
const activities: Readonly<Record<TaskStatus | 'planning' | 'proposal' | 'apply' | 'summary', Activity | 'nothing'>> = {
  planning: asked(isPlan),
  waiting: 'nothing',
  working: asked(isWorker),
  gating: {
    reach: async (b) => {
      endless(b);
      begin(b);
      await b.shadow.started(1);
    },
  },
  held: { sketch: { gate: () => undefined, base: () => undefined }, reach: until('held') },
  assessing: asked(isAssessment),
  resolving: asked(isResolving, {
    files: { 'x.ts': 'one\n' },
    tasks: ['A', 'B'].map((id) => ({ id, writeScope: ['x.ts'] })),
    overlap: 'parallel',
    worker: (task, turn) => writes('x.ts', `${task}\n`)(turn),
  }),
  asking: { sketch: { assess: () => ({ type: 'abort', reason: 'No use.' }) }, reach: until('asking') },
  accepted: 'nothing',
  failed: asked(isConsultation, { worker: () => ({ calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] }) }),
  blocked: 'nothing',
  conflict: 'nothing',
  skipped: 'nothing',
  stopped: 'nothing',
  interrupted: 'nothing',
  proposal: {
    // Each is measured before the other is accepted: nobody has measured both together.
    sketch: { tasks: [{ id: 'A' }, { id: 'B' }], hold: isAssessment },
    reach: async (b) => {
      begin(b);
      await b.model.waitForCount(2);
      endless(b);
      for (let released = 0; released < 2; released++) (await b.model.waitFor()).release();
      await b.shadow.started(3);
    },
  },
  apply: {
    sketch: { tasks: [{ id: 'A' }, { id: 'B' }] },
    reach: async (b) => {
      await b.run.plan();
      await b.run.approve();
      const [first] = reviewProposal(b.run.state.proposal, b.run.state.choices).flatMap(({ hunks }) => hunks);
      await b.run.choose(first ? [first.hunk.id] : [], 'accepted');
      const ran = b.shadow.ran.length;
      endless(b);
      void b.run.apply({ without: [] });
      await b.shadow.started(ran);
    },
    ends: 'review',
  },
  summary: {
    sketch: { tasks: [{ id: 'A' }, { id: 'B' }], hold: isSummary },
    reach: async (b) => {
      begin(b);
      await b.model.waitFor(isSummary);
    },
    ends: 'review',
  },
};

const underWay = Object.entries(activities).flatMap(([name, activity]) =>
  activity === 'nothing' ? [] : [[name, activity] as const],
);

describe('a stop', () => {
  it.each(underWay)(
    'reaches what is under way while it is at %s, and nothing begins after it',
    async (_name, activity) => {
      const b = await bench({ tasks: [{ id: 'A' }, { id: 'N', dependsOn: ['A'] }], ...activity.sketch });
      await activity.reach(b);
      const seen = [b.model.requests.length, b.shadow.ran.length];
      await b.run.stop();
      await new Promise(setImmediate);
      expect(b.run.state.phase).toBe(activity.ends ?? 'stopped');
      expect(b.model.held.map(taskIn)).toEqual([]);
      expect([b.model.requests.length, b.shadow.ran.length]).toEqual(seen);
      expect(b.run.state).toMatchObject({ applying: false, questions: [] });
      expect([...b.workspace.files.keys()].filter((path) => path.startsWith('src/'))).toEqual([]);
    },
  );

  it('is seen to fail where something does not hear of it', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], hold: isWorker });
    const deaf = new AbortController();
    const respond = b.model.respond.bind(b.model);
    b.model.respond = (request) => respond(request, deaf.signal);
    begin(b);
    await b.model.waitFor();
    const stopped = b.run.stop();
    await new Promise(setImmediate);
    expect(b.model.held.map(taskIn)).toEqual(['A']);
    deaf.abort();
    await stopped;
  });
});
