import { powers, powerWords } from '../../authority/table';
import { gateLine } from '../../gates/verdict';
import { dollarsFor, priceOf, pricesTaken, totalCost, type PriceTable } from '../../money/prices';
import { addUsage } from '../../ports/chatModel';
import { reviewProposal } from '../../review/fold';
import { fail, ok, type Result } from '../../util/result';
import type { RunFailure } from '../failure';
import { isMismatch } from '../modelMismatch';
import type { RunState } from '../state';
import { DiffRoom } from './diffs';
import { addFacts, isRunEvent } from './eventFacts';
import { Facts, type ApplyFacts, type ModelFacts, type Told } from './facts';
import { authorsOf, countHunks, fileReports, kindOf, standingHunks } from './fileReports';
import { healthOf } from '../health/runHealth';
import { historyOf, type History } from '../history';
import { reportVersion, type RunReport } from './schema';
import { taskReports } from './taskReports';

/** All that is to be said of a run, from the entries of its journal. Fails for a journal in which no run begins. */
export function reportOf(entries: readonly unknown[]): Result<RunReport, RunFailure> {
  const history = historyOf(entries, isRunEvent);
  const { state } = history;
  if (!state) return fail({ reason: 'journal', message: 'The journal does not say what run it is of.' });
  const facts = new Facts();
  for (const moment of history.moments) addFacts(facts, moment);
  return ok(assemble(history, state, facts));
}

function assemble(history: History, state: RunState, facts: Facts): RunReport {
  const { setup } = state;
  const room = new DiffRoom();
  const reviews = reviewProposal(state.proposal, state.choices);
  const standing = standingHunks(facts.applies);
  const reviewed = reviews.flatMap(({ hunks }) => hunks);
  const { plans, returnedPlans, decisions, refusals, questions, verdicts, waivers, holds, failures, acts } = facts;
  return {
    format: 'lead-worker-run-report',
    version: reportVersion,
    run: {
      id: state.runId,
      startedAt: history.moments[0]?.at ?? null,
      lastAt: history.moments.findLast(({ at }) => at !== null)?.at ?? null,
      phase: state.phase,
      folders: [...setup.folders],
      lead: setup.lead,
      worker: setup.worker,
      profiles: (setup.profiles ?? []).map(({ name, model, purpose }) => ({ name, model, purpose })),
      maxWorkers: setup.maxWorkers,
      scripted: setup.scripted,
    },
    journal: { unread: history.unread, broken: history.broken },
    goal: setup.goal,
    summary: state.summary && { text: state.summary.text, lookFirst: [...state.summary.lookFirst] },
    authority: powers.map((power) => ({ power, ...setup.authority[power], per: powerWords[power].per })),
    gates: setup.gates.map((gate) => ({ id: gate.id, command: gateLine(gate), required: gate.required })),
    ...{ plans, returnedPlans, decisions, refusals, questions, verdicts, waivers, holds, failures, acts },
    coordination: coordinationOf(history),
    models: facts.modelUses.map((use) => modelReport(use, setup.prices ?? {})),
    spending: spendingOf(state),
    tasks: [
      ...taskReports(state, facts, (id) => countHunks(standing, reviewed, (hunk) => authorsOf([hunk]).includes(id))),
    ],
    findings: [...facts.findings.values()].map((finding) => findingReport(finding, state)),
    applies: facts.applies.map((apply) => applyReport(apply, room)),
    files: [...fileReports(facts.applies, reviews, room)],
  };
}

function coordinationOf(history: History): RunReport['coordination'] {
  const health = healthOf(history);
  if (!health) return null;
  const { workers, tasks, firstPass, retries, conflicts, idle, wanted } = health;
  return { workers, tasks, firstPass, retries, conflicts, idle, wanted };
}

function modelReport({ role, configured, returned, calls, usage }: ModelFacts, prices: PriceTable): Told<'models'> {
  const mismatch = isMismatch({ configured, returned });
  const price = priceOf(returned || configured, prices);
  // Where no price is known none is made up.
  const cost = price ? { amount: dollarsFor(usage, price), currency: 'USD', priceFrom } : null;
  return { role, configured, answered: returned, mismatch, calls, tokens: { ...usage }, cost };
}

/** What it all came to, and what the same work would have cost if the lead's model had done all of it. */
function spendingOf({ setup, cost, usage }: RunState): RunReport['spending'] {
  const { dollars, unpriced } = totalCost({ cost });
  if (dollars === 0) return null;
  const price = priceOf(setup.lead, setup.prices ?? {});
  const byLeadModel = price ? dollarsFor(addUsage(usage.lead, usage.worker), price) : null;
  return { amount: dollars, currency: 'USD', unpricedTokens: unpriced, byLeadModel };
}

const priceFrom = `leadWorker.prices, or else the provider's list of ${pricesTaken}, as the run began`;

/** What a newer attempt or measurement has taken the place of is in the state no more. */
function findingReport(finding: Parameters<Facts['findings']['set']>[1], { findings }: RunState): Told<'findings'> {
  const found = findings.find(({ finding: { id } }) => id === finding.id);
  const { id, source, taskId, attempt, path, line, severity, message, criterion } = finding;
  const became = found?.choice ?? 'superseded';
  return {
    id,
    source,
    task: taskId,
    attempt,
    path,
    line,
    severity,
    message,
    criterion,
    became,
    reason: found?.reason ?? '',
  };
}

function applyReport(apply: ApplyFacts, room: DiffRoom): Told<'applies'> {
  const files = apply.writes.map((write) => {
    const hunks = apply.hunks.filter(({ path }) => path === write.path);
    const kind = hunks.length > 0 ? kindOf(hunks) : kindOfWrite(write);
    return {
      path: write.path,
      movedFrom: write.movedFrom ?? null,
      kind,
      hunks: hunks.length,
      tasks: authorsOf(hunks),
      diff: room.of(write),
    };
  });
  return {
    at: apply.at,
    endedAt: apply.endedAt,
    outcome: apply.outcome,
    undoneAt: apply.undoneAt,
    leftAsTheyAre: [...apply.leftOut],
    changedBySaving: [...apply.changedBySaving],
    files,
  };
}

function kindOfWrite({ before, after, movedFrom }: ApplyFacts['writes'][number]): Told<'files'>['kind'] {
  if (before === null) return 'create';
  if (after === null) return 'delete';
  return movedFrom === undefined ? 'edit' : 'move';
}
