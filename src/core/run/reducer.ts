import type { Verdict } from '../gates/verdict';
import { addUsage, noUsage } from '../ports/chatModel';
import type { Choice, Choices, HunkId } from '../review/hunk';
import { reviewProposal } from '../review/fold';
import type { FindingState } from '../review/finding';
import type { Proposal, ProposalFile } from '../staging/read/proposal';
import type { AttemptKey, RunEvent } from './events';
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
  const next = reduceProposal(reduceLead({ ...state, tasks: reduceTasks(state, event) }, event), event);
  const phase = phaseAfter(next, event);
  return phase === next.phase ? next : { ...next, phase };
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
    plan: null,
    tasks: new Map(),
    proposal: new Map(),
    choices: new Map(),
    findings: [],
    questions: [],
    proposalVerdicts: [],
    chosenVerdicts: [],
    baseVerdicts: [],
    waivers: new Map(),
    seenSources: new Set(),
    usage: { lead: noUsage, worker: noUsage },
    leadModel: null,
    failure: null,
    appliedPaths: [],
  };
}

function phaseAfter(state: RunState, event: RunEvent): RunPhase {
  switch (event.type) {
    case 'plan-proposed':
      return 'plan-ready';
    case 'plan-approved':
    case 'task-reopened':
      return 'running';
    case 'run-failed':
      return 'failed';
    case 'stop-requested':
      return 'stopping';
    case 'run-stopped':
      return 'stopped';
    case 'run-aborted':
      return 'aborted';
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
    case 'run-failed':
      return { ...state, failure: event.failure };
    case 'run-aborted':
      return { ...state, questions: [] };
    case 'stop-requested':
      return { ...state, questions: [] };
    case 'lead-called':
      return {
        ...state,
        leadModel: event.model,
        usage: { ...state.usage, lead: addUsage(state.usage.lead, event.usage) },
      };
    case 'worker-turned':
      return { ...state, usage: { ...state.usage, worker: addUsage(state.usage.worker, event.usage) } };
    case 'question-asked': {
      const { questionId, taskId, attempt, decision } = event;
      return { ...state, questions: [...state.questions, { questionId, taskId, attempt, decision }] };
    }
    case 'question-answered':
      return { ...state, questions: state.questions.filter(({ questionId }) => questionId !== event.questionId) };
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

/** What concerns proposed text: the proposal, the choices on it and the findings about it. */
function reduceProposal(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'attempt-accepted':
      return {
        ...state,
        proposal: withFiles(state.proposal, event.files),
        choices: withChoice(state.choices, event.reopened ?? [], 'open'),
        findings: [
          ...withoutOpen(state.findings, event),
          ...event.findings.map((finding) => ({ finding, choice: 'open' as const })),
        ],
        // A verdict on the proposal as it was says nothing about the proposal as it is.
        proposalVerdicts: [],
      };
    case 'proposal-edited':
      return {
        ...state,
        proposal: withFiles(state.proposal, [event.file]),
        choices: withChoice(withChoice(state.choices, event.rejected, 'rejected'), event.reopened, 'open'),
        proposalVerdicts: [],
      };
    case 'applied':
      return {
        ...state,
        proposal: withFiles(state.proposal, event.files),
        choices: withChoice(state.choices, event.spent, 'open'),
        appliedPaths: [...new Set([...state.appliedPaths, ...event.paths])].sort(),
        proposalVerdicts: [],
        chosenVerdicts: [],
      };
    case 'choice-made':
      return { ...state, choices: withChoice(state.choices, event.hunks, event.choice), chosenVerdicts: [] };
    case 'finding-settled':
      return {
        ...state,
        findings: settle(state.findings, event.findingId, { choice: event.choice, reason: event.reason }),
      };
    case 'task-reopened':
      if (event.findingId === null) return state;
      return {
        ...state,
        findings: settle(state.findings, event.findingId, { choice: 'sent-back', reason: event.feedback ?? '' }),
      };
    default:
      return state;
  }
}

function withFiles(proposal: Proposal, files: readonly ProposalFile[]): Proposal {
  const next = new Map(proposal);
  for (const file of files) next.set(file.path, file);
  return next;
}

function withChoice(choices: Choices, hunks: readonly HunkId[], choice: Choice): Choices {
  const next = new Map(choices);
  for (const hunk of hunks) {
    if (choice === 'open') next.delete(hunk);
    else next.set(hunk, choice);
  }
  return next;
}

/** A new attempt of a task supersedes what was found, and not yet settled, on its earlier ones. */
function withoutOpen(findings: readonly FindingState[], key: AttemptKey): readonly FindingState[] {
  return findings.filter(({ finding, choice }) => choice !== 'open' || finding.taskId !== key.taskId);
}

function settle(
  findings: readonly FindingState[],
  id: string,
  change: Pick<FindingState, 'choice' | 'reason'>,
): readonly FindingState[] {
  return findings.map((state) => (state.finding.id === id ? { ...state, ...change } : state));
}
