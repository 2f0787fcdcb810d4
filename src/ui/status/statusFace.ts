import { costWords, totalCost, type Cost } from '../../core/money/prices';
import type { ModelUse } from '../../core/run/events';
import type { RunState } from '../../core/run/state';
import { isMismatch } from '../../core/run/modelMismatch';
import { addUsage, type TokenUsage } from '../../core/ports/chatModel';
import { countOf } from '../../core/util/text';
import { hasFailedWholly, isBusy, waitingForUser } from '../plan/attention';
import { plainMarkdown } from '../../core/util/markdown';
import { runStanding } from '../plan/runRow';
import { compactTokens, modelsWords } from './words';

/** What the status bar item shows of a run. */
export interface StatusFace {
  /** With product icons: `$(sync~spin) Lead/Worker: 2 of 6 · 14.2k tok`. */
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  /** For a screen reader: the text without icons. */
  readonly spoken: string;
  /** The item stands out while something waits for the user. */
  readonly urgent: boolean;
}

/** The status of a run in one line, and its tokens and models in the tooltip. `others` are the runs that are open beside it. */
export function statusFace(state: RunState, others: readonly RunState[] = []): StatusFace {
  const total = addUsage(state.usage.lead, state.usage.worker);
  const asks = state.questions.length > 0 ? 'the lead asks you' : heldWords(state);
  const words = [
    asks === '' ? runStanding(state) : asks,
    `${compactTokens(total.input + total.output)} tok`,
    costWords(totalCost(state)),
    state.setup.scripted ? 'demo model' : '',
    mismatches(state).length > 0 ? 'another model answered' : '',
    others.some((other) => waitingForUser(other) > 0) ? 'another run waits for you' : '',
  ];
  const line = `Lead/Worker: ${words.filter((word) => word !== '').join(' · ')}`;
  return { text: `$(${icon(state)}) ${line}`, tooltip: tooltip(state), spoken: line, urgent: asks !== '' };
}

function heldWords(state: RunState): string {
  const held = [...state.tasks.values()].filter((task) => task.status === 'held').map((task) => task.task.id);
  if (held.length > 0) return `${held.join(', ')} held, waits for you`;
  if (state.heldProposal.length > 0) return 'gates wait for you';
  const clashing = [...state.tasks.values()].filter((task) => task.status === 'conflict').map((task) => task.task.id);
  return clashing.length > 0 ? `${clashing.join(', ')} in conflict, waits for you` : '';
}

function icon(state: RunState): string {
  if (state.phase === 'interrupted') return 'debug-disconnect';
  if (state.paused && waitingForUser(state) === 0) return 'debug-pause';
  if (waitingForUser(state) > 0) return state.phase === 'plan-ready' ? 'list-tree' : 'question';
  if (isBusy(state)) return 'sync~spin';
  if (state.phase === 'failed' || state.phase === 'aborted' || hasFailedWholly(state)) return 'error';
  return state.phase === 'applied' ? 'pass' : 'eye';
}

function tooltip(state: RunState): string {
  const lines = [
    `**Lead/Worker:** ${plainMarkdown(runStanding(state))}`,
    `- Lead, ${modelsWords(state.setup.lead, state.leadModels, state.setup.scripted)}: ${usageWords(state.usage.lead)}${costOf(state.cost.lead)}`,
    `- Workers, ${workerWords(state)}: ${usageWords(state.usage.worker)}${costOf(state.cost.worker)}`,
  ];
  const waiting = waitingForUser(state);
  const failure = state.failure === null ? [] : [plainMarkdown(state.failure.message)];
  return [lines.join('\n'), ...(waiting > 0 ? [`${countOf(waiting, 'thing')} waiting for you.`] : []), ...failure].join(
    '\n\n',
  );
}

/** What a role came to, after its tokens. */
function costOf(cost: Cost): string {
  const words = costWords(cost);
  return words === '' ? '' : `, ${words}`;
}

function usageWords(usage: TokenUsage): string {
  const cached = usage.cached > 0 ? ` (${compactTokens(usage.cached)} cached)` : '';
  const reasoning = usage.reasoning > 0 ? ` (${compactTokens(usage.reasoning)} reasoning)` : '';
  return `${compactTokens(usage.input)} in${cached}, ${compactTokens(usage.output)} out${reasoning}`;
}

/** The models that answered workers, each once: a mismatch must not hide behind the first attempt. */
function workerWords(state: RunState): string {
  return modelsWords(state.setup.worker, workerModels(state), state.setup.scripted);
}

function workerModels(state: RunState): readonly ModelUse[] {
  return [...state.tasks.values()].flatMap((task) => task.attempts).flatMap((attempt) => attempt.models);
}

function mismatches(state: RunState): readonly ModelUse[] {
  return [...state.leadModels, ...workerModels(state)].filter(isMismatch);
}
