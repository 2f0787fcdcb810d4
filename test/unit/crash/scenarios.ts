import { defaultAuthority } from '../../../src/core/authority/table';
import type { TaskId } from '../../../src/core/plan/plan';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { reviewProposal } from '../../../src/core/review/fold';
import type { HunkId } from '../../../src/core/review/hunk';
import { disputesOf } from '../../../src/core/run/disputes';
import type { RunEvent } from '../../../src/core/run/events';
import { heldIn } from '../../../src/core/run/holdReducer';
import type { RunState, TaskState } from '../../../src/core/run/state';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { exits } from '../../fakes/memoryShadow';
import { fullTask, isAssessment, isSummary, isWorker, taskIn, textOf, writes, type Bench } from '../run/harness';
import { done, started, usual, type Did, type Scenario, type Step } from './scenario';

const T = (id: string): TaskId => id as TaskId;
const P = (path: string): WorkspacePath => path as WorkspacePath;
const task = (state: RunState, id: string): TaskState | undefined => state.tasks.get(T(id));

function hunksOf(state: RunState, path?: string): readonly HunkId[] {
  return reviewProposal(state.proposal, state.choices)
    .filter((file) => path === undefined || file.path === path)
    .flatMap(({ hunks }) => hunks.filter(({ choice }) => choice === 'open').map(({ hunk }) => hunk.id));
}

/** Accepts all that is open, once the run is in review. */
const acceptAll: Step = {
  when: (state) => state.phase === 'review' && !state.applying && hunksOf(state).length > 0,
  act: done((b) => b.run.choose(hunksOf(b.run.state), 'accepted')),
};

/** Takes back what a killed window may have written of an apply. */
const undoCutShort: Step = {
  when: ({ applies }) => applies.at(-1)?.isDone === false,
  act: done((b) => b.run.undo({ without: [] })),
};

const applyAll: Step = {
  when: ({ phase, applying }) => phase === 'review' && !applying,
  act: done(async (b) => {
    const applied = await b.run.apply({ without: [] });
    if (!applied.ok) throw new Error(applied.error.message);
  }),
};

/** What each worker writes: a draft, until it is told to do better. */
const betterWhenTold = (id: string, turn: number, request: ChatRequest): ReturnType<ReturnType<typeof writes>> =>
  writes(`src/${id}.ts`, textOf(request).includes('Better.') ? `${id}\n` : 'draft\n')(turn);
const isDraft = (request: ChatRequest): boolean => textOf(request).includes('draft');
const retry = { type: 'retry', feedback: 'Better.' };
const accept = { type: 'accept' };

/**
 * From a goal to files on disk and back. Each is a function of what is on record, so that whoever takes it up after the death of its
 * window comes to the same end.
 */
export const scenarios = {
  'the whole way': (did: Did): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
      worker: betterWhenTold,
      assess: (_id, _times, request) => (isDraft(request) ? retry : accept),
    },
    steps: [
      ...usual,
      {
        when: ({ applies }) => applies.length > 0 && !did('apply-undone'),
        act: done((b) => b.run.undo({ without: [] })),
      },
      ...[acceptAll, applyAll].map((step) => ({
        ...step,
        when: (state: RunState) => !did('apply-undone') && step.when(state),
      })),
      {
        // An apply that was cut short spends no choice, so that they are there again after its undo.
        when: ({ choices }) => choices.size > 0,
        act: done((b) => b.run.choose([...b.run.state.choices.keys()], 'open')),
      },
    ],
  }),

  'a plan that is returned': (): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }],
      plan: (request) => (request.items.length === 1 ? { summary: 'None.', tasks: [] } : undefined),
    },
    steps: usual,
  }),

  'no plan': (): Scenario => ({
    sketch: { tasks: [], plan: () => ({ summary: 'None.', tasks: [] }) },
    steps: usual,
  }),

  'a plan that nobody wants': (): Scenario => ({
    sketch: { tasks: [{ id: 'A' }] },
    steps: [{ when: ({ phase }) => phase === 'plan-ready', act: done((b) => b.run.discard()) }, ...usual],
  }),

  'a window that is reloaded': (did: Did): Scenario => ({
    sketch: { tasks: [{ id: 'A' }], hold: (request) => isWorker(request) && !did('run-interrupted') },
    steps: [
      {
        when: (state) => task(state, 'A')?.status === 'working' && !did('run-interrupted'),
        act: async (b) => {
          await b.model.waitFor();
          return b.reload();
        },
      },
      ...usual,
    ],
  }),

  'a stop': (did: Did): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
      hold: (request) => isWorker(request) && taskIn(request) === 'B' && !did('run-stopped'),
    },
    steps: [
      {
        when: (state) => task(state, 'B')?.status === 'working' && !did('stop-requested'),
        act: done((b) => b.run.stop()),
      },
      { when: ({ phase }) => phase === 'stopped', act: started((b) => b.run.retryStopped()) },
      ...usual,
    ],
  }),

  'an abort': (): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
      authority: { ...defaultAuthority, abort: { grant: 'always', limit: null } },
      assess: (id) => (id === 'B' ? { type: 'abort', reason: 'No use.' } : accept),
    },
    steps: usual,
  }),

  'a pause': (did: Did): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
      hold: (request) => isWorker(request) && taskIn(request) === 'A' && !did('run-paused'),
    },
    steps: [
      {
        when: (state) => task(state, 'A')?.status === 'working' && !did('run-paused'),
        act: done(async (b) => {
          const call = await b.model.waitFor();
          await b.run.pause();
          call.release();
        }),
      },
      { when: ({ paused }) => paused, act: started((b) => b.run.resume()) },
      ...usual,
    ],
  }),

  'a word to a worker': (did: Did): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }],
      // What it was told it does, be it in this attempt or in the one that takes its place.
      worker: (id, turn, request) => {
        if (!textOf(request).includes('Loud.')) return writes(`src/${id}.ts`, 'draft\n')(turn);
        return writes(`src/${id}.ts`, 'LOUD\n')(JSON.stringify(request.items).includes('LOUD') ? 1 : 0);
      },
      hold: (request) => isWorker(request) && !did('worker-told'),
    },
    steps: [
      {
        when: (state) => task(state, 'A')?.status === 'working' && !did('worker-told'),
        act: done(async (b) => {
          const call = await b.model.waitFor();
          await b.run.tellWorker(T('A'), 'Loud.');
          call.release();
        }),
      },
      ...usual,
    ],
  }),

  'a task that is stopped': (did: Did): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B' }, { id: 'C', dependsOn: ['B'] }],
      hold: (request) => isWorker(request) && taskIn(request) === 'B' && !did('task-stopped'),
    },
    steps: [
      {
        when: (state) => task(state, 'B')?.status === 'working' && !did('task-stopped'),
        act: done(async (b) => {
          await b.model.waitFor();
          await b.run.stopTask(T('B'));
        }),
      },
      ...usual,
      {
        when: (state) => state.phase === 'review' && task(state, 'B')?.status === 'stopped',
        act: started((b) => b.run.retryTask(T('B'))),
      },
    ],
  }),

  'a plan that is changed': (): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
      revise: (id) =>
        id === 'A' ? { reason: 'C as well.', put: [fullTask({ id: 'C', dependsOn: ['A'] })], drop: ['B'] } : null,
    },
    steps: [
      ...usual,
      {
        when: ({ questions }) => questions.length > 0,
        act: done((b) => b.run.answer(b.run.state.questions[0]?.questionId ?? '', true)),
      },
    ],
  }),

  'a summary': (did: Did): Scenario => ({
    sketch: { tasks: [{ id: 'A' }, { id: 'B' }] },
    steps: [
      ...usual,
      {
        // A window that comes after the one that asked for it asks for none.
        when: ({ phase }) => phase === 'review' && !did('run-summed-up'),
        act: done(async (b) => {
          await new Promise(setImmediate);
          if (b.model.requests.some(isSummary)) await b.until(({ summary }) => summary !== null);
        }),
      },
    ],
  }),

  'a question': (): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }],
      worker: betterWhenTold,
      assess: (_id, _times, request) => {
        if (!isDraft(request)) return accept;
        return textOf(request).includes('was refused') ? retry : { type: 'abort', reason: 'No use.' };
      },
    },
    steps: [
      {
        when: ({ questions }) => questions.length > 0,
        act: done((b) => b.run.answer(b.run.state.questions[0]?.questionId ?? '', false)),
      },
      ...usual,
    ],
  }),

  'another profile': (): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }],
      profiles: [{ profile: 'deep', model: 'o4-mini', purpose: 'hard tasks' }],
      worker: betterWhenTold,
      assess: (_id, _times, request) =>
        isDraft(request) ? { type: 'reassign', profile: 'deep', feedback: 'Better.' } : accept,
    },
    steps: usual,
  }),

  'a worker that is blocked, and one that fails': (did: Did): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }, { id: 'B' }],
      worker: (id, turn) => {
        if (id === 'A' && !did('worker-blocked')) return { calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] };
        if (id === 'B' && !did('task-failed'))
          return { failure: { reason: 'bad-request', message: 'No.', retryable: false } };
        return writes(`src/${id}.ts`, `${id}\n`)(turn);
      },
    },
    steps: [
      ...usual,
      ...['A', 'B'].map((id): Step => ({
        when: (state) => state.phase === 'review' && ['blocked', 'failed'].includes(task(state, id)?.status ?? ''),
        act: started((b) => b.run.retryTask(T(id))),
      })),
    ],
  }),

  'gates that can not run': (): Scenario => ({
    sketch: { tasks: [{ id: 'A' }], gate: () => undefined, base: () => undefined },
    steps: [
      ...usual,
      {
        when: (state) => task(state, 'A')?.status === 'held' && state.waivers.size === 0,
        act: done((b) => b.run.waiveGate('test', 'There is none.')),
      },
    ],
  }),

  'what gates run from': (did: Did): Scenario => {
    const path = P('package.json');
    const text = 'one\ntwo\nthree\nfour\nfive\n';
    const isTyped = ({ proposal }: RunState): boolean => proposal.get(path)?.text?.includes('THREE') === true;
    return {
      sketch: {
        files: { [path]: text },
        tasks: [
          { id: 'A', writeScope: [path] },
          { id: 'B', writeScope: [path], dependsOn: ['A'] },
        ],
        // An edit of a line, so that the two merge.
        worker: (id, turn, request) => {
          const word = id === 'A' ? 'one' : 'five';
          const read = textOf(request).includes(word);
          if (!read) return { calls: [{ name: 'read', arguments: { path, fromLine: null, toLine: null } }] };
          const edits = [{ search: word, replace: word.toUpperCase() }];
          return turn <= 1 && !textOf(request).includes(`+${word.toUpperCase()}`) && !textOf(request).includes('edited')
            ? { calls: [{ name: 'edit', arguments: { path, edits } }] }
            : { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
        },
        hold: (request) => isAssessment(request) && taskIn(request) === 'B' && !did('proposal-edited'),
      },
      steps: [
        {
          when: (state) => heldIn(state).length > 0,
          act: done((b) => b.run.releaseGates(heldIn(b.run.state).map(({ fingerprint }) => fingerprint))),
        },
        {
          // While B is judged, so that nobody has seen what the merge of both is.
          when: (state) => task(state, 'B')?.status === 'assessing' && !isTyped(state),
          act: done(async (b) => {
            const call = await b.model.waitFor();
            await b.run.editProposal(path, 'ONE\ntwo\nTHREE\nfour\nfive\n');
            call.release();
          }),
        },
        ...usual,
      ],
    };
  },

  'a guard': (): Scenario => ({
    sketch: {
      tasks: [{ id: 'A' }],
      worker: betterWhenTold,
      gate: (tree) => exits(tree.get('src/A.ts') === 'draft\n' ? 1 : 0),
      // It would accept what is red.
      assess: (_id, _times, request) => (textOf(request).includes('was refused') ? retry : accept),
    },
    steps: usual,
  }),

  'changes that clash': (): Scenario => {
    const path = P('x.ts');
    const ids = ['A', 'B', 'C', 'D'];
    const judged = (state: RunState, id: string): boolean => {
      const status = task(state, id)?.status;
      return status === 'accepted' || status === 'conflict';
    };
    /** Whose assessment the lead gets to next: the first that is not through, once all are written. */
    const next = (state: RunState): string | undefined =>
      ids.every((id) => task(state, id)?.attempts.some(({ changeSet }) => changeSet !== null) ?? false)
        ? ids.find((id) => !judged(state, id))
        : undefined;
    const line = (id: string): string => `${id} was here\n`;
    return {
      sketch: {
        files: { [path]: 'first\nhere\nlast\n' },
        tasks: ids.map((id) => ({ id, writeScope: [path] })),
        overlap: 'parallel',
        maxWorkers: 4,
        hold: isAssessment,
        worker: (id, turn, request) => {
          if (turn === 0) return { calls: [{ name: 'read', arguments: { path, fromLine: null, toLine: null } }] };
          if (turn > 1) return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
          const seen = ids.filter((other) => textOf(request).includes(line(other).trim()));
          const all = [...new Set([...seen, id])].sort().map(line);
          return writes(path, `first\n${all.join('')}last\n`)(0);
        },
        resolve: (id) => {
          if (id === 'B') return { type: 'order', feedback: 'Keep both.' };
          if (id === 'C') return { type: 'delegate', instructions: 'Keep both.' };
          return { type: 'leave', reason: 'Two ways.' };
        },
      },
      steps: [
        ...usual,
        {
          when: (state) => task(state, next(state) ?? '')?.status === 'assessing',
          act: done(async (b) => {
            const id = next(b.run.state) ?? '';
            (await b.model.waitFor((request) => taskIn(request) === id)).release();
            await b.until((state) => task(state, id)?.status !== 'assessing');
          }),
        },
        {
          when: (state) => task(state, 'D')?.status === 'conflict' && disputes(state, 'D').some((it) => !it.isDecided),
          act: done((b) => b.run.draftConflict(T('D'), path, { take: 'both' })),
        },
        {
          when: (state) => task(state, 'D')?.status === 'conflict' && disputes(state, 'D').every((it) => it.isDecided),
          act: started((b) => b.run.settleConflict(T('D'))),
        },
      ],
    };
  },

  'a review with typing': (did: Did): Scenario => ({
    sketch: {
      files: { 'src/A.ts': 'one\ntwo\nthree\nfour\nfive\n' },
      tasks: [{ id: 'A' }],
      worker: (_id, turn) =>
        turn === 0
          ? { calls: [{ name: 'edit', arguments: { path: 'src/A.ts', edits: [{ search: 'one', replace: 'ONE' }] } }] }
          : { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] },
      findings: () => [
        { path: 'src/A.ts', line: 1, quote: 'ONE', severity: 'warning', message: 'Loud.', criterion: 'C1' },
      ],
    },
    steps: [
      ...usual,
      {
        when: ({ phase, findings }) => phase === 'review' && findings.some(({ choice }) => choice === 'open'),
        act: done((b) => b.run.dismissFinding(b.run.state.findings[0]?.finding.id ?? '', 'As it is.')),
      },
      {
        when: ({ phase }) => phase === 'review' && !did('file-rebased'),
        act: done(async (b) => {
          b.workspace.type('src/A.ts', 'one\ntwo\nthree\nfour\nFIVE\n');
          b.watch.touch('src/A.ts');
          await b.run.catchUp();
        }),
      },
      {
        when: ({ phase, proposal }) =>
          phase === 'review' && proposal.get(P('src/A.ts'))?.text?.includes('three') === true,
        act: done((b) => b.run.editProposal(P('src/A.ts'), 'ONE\ntwo\nTHREE\nfour\nFIVE\n')),
      },
      undoCutShort,
      acceptAll,
      applyAll,
    ],
  }),

  'an apply and an undo that are refused': (did: Did): Scenario => {
    const failing = (b: Bench, why: string | undefined): void => {
      b.workspace.failing = why;
    };
    return {
      sketch: { tasks: [{ id: 'A' }] },
      steps: [
        ...usual,
        acceptAll,
        {
          when: ({ phase }) => phase === 'review' && !did('apply-refused') && !did('applied'),
          act: done(async (b) => {
            failing(b, 'The editor said no.');
            await b.run.apply({ without: [] });
            failing(b, undefined);
          }),
        },
        applyAll,
        {
          when: ({ phase }) => phase === 'applied' && !did('undo-refused'),
          act: done(async (b) => {
            failing(b, 'The editor said no.');
            await b.run.undo({ without: [] });
            failing(b, undefined);
          }),
        },
      ],
    };
  },
} as const satisfies Record<string, (did: Did) => Scenario>;

export type ScenarioName = keyof typeof scenarios;

function disputes(state: RunState, id: string): ReturnType<typeof disputesOf> {
  const found = task(state, id);
  return found ? disputesOf(state, found) : [];
}

/** In which scenario each event comes to pass. A new event has to be given one. */
export const scenarioOf: Readonly<Record<RunEvent['type'], ScenarioName>> = {
  'run-created': 'the whole way',
  'plan-proposed': 'the whole way',
  'plan-returned': 'a plan that is returned',
  'plan-approved': 'the whole way',
  'plan-revised': 'a plan that is changed',
  'run-failed': 'no plan',
  'run-discarded': 'a plan that nobody wants',
  'stop-requested': 'a stop',
  'run-stopped': 'a stop',
  'run-aborted': 'an abort',
  'run-interrupted': 'a window that is reloaded',
  'run-resumed': 'a window that is reloaded',
  'run-paused': 'a pause',
  'worker-told': 'a word to a worker',
  'task-stopped': 'a task that is stopped',
  'run-finished': 'the whole way',
  'run-summed-up': 'a summary',
  'lead-called': 'the whole way',
  'attempt-started': 'the whole way',
  'worker-turned': 'the whole way',
  'change-set-written': 'the whole way',
  'worker-blocked': 'a worker that is blocked, and one that fails',
  'attempt-failed': 'a worker that is blocked, and one that fails',
  'task-failed': 'a worker that is blocked, and one that fails',
  'gates-held': 'what gates run from',
  'proposal-held': 'what gates run from',
  'attempt-measured': 'the whole way',
  'proposal-measured': 'the whole way',
  'assessment-started': 'the whole way',
  'attempt-assessed': 'the whole way',
  'decision-refused': 'a guard',
  'question-asked': 'a question',
  'attempt-accepted': 'the whole way',
  'attempt-rejected': 'the whole way',
  'attempt-reassigned': 'another profile',
  'merge-conflicted': 'changes that clash',
  'conflict-judged': 'changes that clash',
  'conflict-ordered': 'changes that clash',
  'conflict-delegated': 'changes that clash',
  'conflict-left': 'changes that clash',
  'conflict-settled': 'changes that clash',
  'gates-released': 'what gates run from',
  'gate-waived': 'gates that can not run',
  'question-answered': 'a question',
  'task-reopened': 'a stop',
  'conflict-drafted': 'changes that clash',
  'choice-made': 'the whole way',
  'finding-settled': 'a review with typing',
  'proposal-edited': 'a review with typing',
  'file-rebased': 'a review with typing',
  'apply-refused': 'an apply and an undo that are refused',
  'apply-started': 'the whole way',
  applied: 'the whole way',
  'undo-started': 'the whole way',
  'undo-refused': 'an apply and an undo that are refused',
  'apply-undone': 'the whole way',
};
