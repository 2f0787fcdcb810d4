import { addCost, noCost, type Cost } from '../money/prices';
import type { Verdict } from '../gates/verdict';
import { addUsage, noUsage } from '../ports/chatModel';
import { reviewProposal } from '../review/fold';
import { reduceApplies } from './applyReducer';
import { withUse } from './attemptReducer';
import type { RunEvent } from './events';
import { reduceFindings } from './findingReducer';
import { assertRevisable } from './revisionRuling';
import { fruitlessAfter } from './stall';
import { reduceHeld } from './holdReducer';
import { reduceProposal } from './proposalReducer';
import type { RunPhase, RunState } from './state';
import { reduceTasks } from './taskReducer';

/**
 * The state after an event. Throws on what only a bug can record: anything but `run-created` first, or a decision of the lead's
 * that the guard did not let pass.
 */
export function reduceRun(state: RunState | undefined, event: RunEvent): RunState {
  if (!state) {
    if (event.type !== 'run-created') throw new Error(`A run begins with run-created, not ${event.type}.`);
    return newRun(event);
  }
  const told = { ...state, tasks: reduceTasks(state, event) };
  const next = reduceProposal(reduceLead({ ...told, findings: reduceFindings(told, event) }, event), event);
  const applies = reduceApplies(state, event);
  const phase = phaseAfter(next, event);
  const paused = phase === 'running' && pausedAfter(state, event);
  const fruitless = fruitlessAfter(state, event);
  return { ...next, ...reduceHeld(next, event), applies, phase, paused, fruitless };
}

/** The state of a run whose journal holds these events. */
export function replay(events: readonly RunEvent[]): RunState | undefined {
  return events.reduce<RunState | undefined>(reduceRun, undefined);
}

function newRun(event: Extract<RunEvent, { type: 'run-created' }>): RunState {
  return {
    runId: event.runId,
    setup: event.setup,
    phase: 'planning',
    paused: false,
    plan: null,
    refusedRevisions: [],
    grantedRevision: null,
    tasks: new Map(),
    proposal: new Map(),
    choices: new Map(),
    origins: new Map(),
    findings: [],
    questions: [],
    proposalVerdicts: [],
    chosenVerdicts: [],
    baseVerdicts: [],
    heldProposal: [],
    heldChosen: [],
    fruitless: 0,
    waivers: new Map(),
    seenSources: new Set(),
    usage: { lead: noUsage, worker: noUsage },
    cost: { lead: noCost, worker: noCost },
    leadModels: [],
    failure: null,
    summary: null,
    applying: false,
    applies: [],
    appliedPaths: [],
  };
}

function costAfter(
  cost: Cost,
  { model, usage }: Extract<RunEvent, { type: 'lead-called' | 'worker-turned' }>,
  { setup }: RunState,
): Cost {
  // A server that does not say who answered answers as it was asked.
  return addCost(cost, { model: model.returned || model.configured, usage }, setup.prices ?? {});
}

function pausedAfter({ paused }: RunState, { type }: RunEvent): boolean {
  return type === 'run-paused' || (paused && type !== 'run-resumed');
}

function phaseAfter(state: RunState, event: RunEvent): RunPhase {
  switch (event.type) {
    case 'plan-proposed':
      return 'plan-ready';
    case 'plan-approved':
    case 'task-reopened':
    case 'conflict-settled':
      return 'running';
    case 'run-failed':
      return 'failed';
    case 'stop-requested':
      return 'stopping';
    case 'run-stopped':
      return 'stopped';
    case 'run-aborted':
      return 'aborted';
    case 'run-interrupted':
      return state.phase === 'planning' || state.phase === 'running' ? 'interrupted' : state.phase;
    case 'run-resumed':
      return state.plan ? 'running' : 'planning';
    case 'run-discarded':
      return 'discarded';
    case 'run-finished':
      return 'review';
    case 'applied': {
      const undecided = reviewProposal(state.proposal, state.choices).some((file) =>
        file.hunks.some(({ choice }) => choice === 'open'),
      );
      return state.phase === 'review' && !undecided ? 'applied' : state.phase;
    }
    case 'choice-made':
    case 'apply-undone':
      return state.phase === 'applied' ? 'review' : state.phase;
    default:
      return state.phase;
  }
}

/** What concerns the lead, the plan, the questions and the bill. */
function reduceLead(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'plan-proposed':
      return { ...state, plan: event.plan };
    case 'plan-revised':
      assertRevisable(state, event.plan);
      return { ...state, plan: event.plan, grantedRevision: null };
    case 'decision-refused':
      if (event.decision.type !== 'revise') return state;
      return { ...state, refusedRevisions: [...state.refusedRevisions, event.reason], grantedRevision: null };
    case 'run-failed':
      return { ...state, failure: event.failure };
    case 'run-summed-up':
      return { ...state, summary: event.summary };
    case 'task-reopened':
    case 'conflict-settled':
      return { ...state, summary: null };
    case 'run-aborted':
      return { ...state, questions: [] };
    case 'run-interrupted':
      // What the lead asked about an attempt is asked again when the run goes on; a change of the plan waits for nobody's work.
      return { ...state, questions: state.questions.filter(({ decision }) => decision.type === 'revise') };
    case 'stop-requested':
      return { ...state, questions: [] };
    case 'lead-called':
      return {
        ...state,
        leadModels: withUse(state.leadModels, event.model),
        usage: { ...state.usage, lead: addUsage(state.usage.lead, event.usage) },
        cost: { ...state.cost, lead: costAfter(state.cost.lead, event, state) },
      };
    case 'worker-turned':
      return {
        ...state,
        usage: { ...state.usage, worker: addUsage(state.usage.worker, event.usage) },
        cost: { ...state.cost, worker: costAfter(state.cost.worker, event, state) },
      };
    case 'question-asked': {
      const { questionId, taskId, attempt, decision, stalled } = event;
      const why = stalled === undefined ? {} : { stalled };
      return { ...state, questions: [...state.questions, { questionId, taskId, attempt, decision, ...why }] };
    }
    case 'question-answered': {
      const answered = state.questions.find(({ questionId }) => questionId === event.questionId);
      const questions = state.questions.filter((question) => question !== answered);
      if (answered?.decision.type !== 'revise') return { ...state, questions };
      const { decision } = answered;
      return { ...state, questions, grantedRevision: event.granted ? { ...answered, decision } : null };
    }
    case 'task-stopped':
      return {
        ...state,
        questions: state.questions.filter(
          ({ taskId, decision }) => taskId !== event.taskId || decision.type === 'revise',
        ),
      };
    case 'gate-waived':
      return { ...state, waivers: new Map(state.waivers).set(event.gate, event.reason) };
    case 'gates-released':
      return { ...state, seenSources: new Set([...state.seenSources, ...event.seen]) };
    case 'proposal-measured':
      return withVerdict(state, event.subject, event.verdict);
    default:
      return state;
  }
}

function withVerdict(state: RunState, subject: 'base' | 'proposal' | 'chosen', verdict: Verdict): RunState {
  const list = { base: 'baseVerdicts', proposal: 'proposalVerdicts', chosen: 'chosenVerdicts' } as const;
  const key = list[subject];
  return { ...state, [key]: [...state[key].filter(({ gate }) => gate !== verdict.gate), verdict] };
}
