import type { TaskId } from '../../core/plan/plan';
import type { FileReview } from '../../core/review/hunk';
import type { Question, RunState } from '../../core/run/state';
import { countOf } from '../../core/util/text';
import { planCommands } from '../catalogue';
import { isBusy } from './attention';
import { inlineCode, plainMarkdown } from '../../core/util/markdown';
import { conflictRows, mergeRows } from './conflictRows';
import { otherRunRows } from './otherRuns';
import { fileRows, reviewsByOwner, type OwnedReviews } from './reviewRows';
import { questionWords } from './questionWords';
import type { PlanRow } from './row';
import { runRow } from './runRow';
import { summaryRows } from './summaryRows';
import { taskRow } from './taskRow';
import { namesOf } from './taskWords';
import { verdictRows } from './verdictRows';

/** All that the tree shows, computed at once: a function of this and nothing else. */
export interface PlanView {
  readonly state: RunState;
  /** The files of the proposal with their hunks and choices. */
  readonly reviews: readonly FileReview[];
  /** Newest line of progress by task; `null` stands for what belongs to no task. */
  readonly progress: ReadonlyMap<TaskId | null, string>;
  /** What is worth knowing of how the run is set up, before its plan is approved. */
  readonly notes?: readonly string[];
  /** What each task may take, in words, before the plan is approved. */
  readonly estimates?: ReadonlyMap<string, string>;
  /** Why it is only looked at: `open in another window`. */
  readonly readOnly?: string;
  /** Runs that are open beside it. */
  readonly others?: readonly RunState[];
}

/**
 * The rows at the top: the run, what the lead asks, the measurements, then the tasks in waves; last, other runs. A plan of a single wave shows
 * its tasks without the wave around them.
 */
export function planRows(view: PlanView): readonly PlanRow[] {
  const { state } = view;
  const owned = reviewsByOwner(view.reviews);
  const edits = fileRows(state.runId, { type: 'user' }, owned);
  return [
    runRow(state, view.reviews, { progress: view.progress.get(null), readOnly: view.readOnly }),
    ...state.questions.map((question) => questionRow(state, question)),
    ...noteRows(state, view.notes ?? []),
    ...summaryRows(state),
    ...heldRows(state),
    ...conflictRows(state),
    ...verdictRows(state),
    ...taskRows(view, owned),
    ...(edits.length > 0 ? [editsRow(state, edits)] : []),
    ...otherRunRows(view.others ?? []),
  ];
}

function taskRows(view: PlanView, reviews: OwnedReviews): readonly PlanRow[] {
  const waves = view.state.plan?.waves ?? [];
  const tasksOf = (wave: readonly TaskId[]): readonly PlanRow[] =>
    wave.flatMap((id) => {
      const task = view.state.tasks.get(id);
      if (!task) return [];
      const progress = view.progress.get(id);
      const estimate = view.estimates?.get(id);
      return [taskRow(task, view.state, { progress, reviews, estimate }), ...mergeRows(task, view.state, progress)];
    });
  const [only] = waves;
  if (waves.length === 1 && only) return tasksOf(only);
  return waves.map((wave, index) => waveRow(view.state, index + 1, { ids: wave, rows: tasksOf(wave) }));
}

function waveRow(
  state: RunState,
  number: number,
  wave: { readonly ids: readonly TaskId[]; readonly rows: readonly PlanRow[] },
): PlanRow {
  const accepted = wave.ids.filter((id) => state.tasks.get(id)?.status === 'accepted').length;
  const description =
    state.phase === 'plan-ready' ? countOf(wave.ids.length, 'task') : `${accepted} of ${wave.ids.length} accepted`;
  return {
    type: 'wave',
    runId: state.runId,
    id: `${state.runId}/wave/${number}`,
    label: `Wave ${number}`,
    description,
    icon: { id: 'layers' },
    context: 'wave',
    spoken: `Wave ${number}, ${description}`,
    tooltip: () => (number === 1 ? 'Tasks that depend on no other.' : 'Tasks that depend on earlier waves only.'),
    click: null,
    expanded: true,
    children: wave.rows,
  };
}

function questionRow(state: RunState, question: Question): PlanRow {
  const { title, detail } = questionWords(question);
  const label = title.replace(/\.$/, '');
  return {
    type: 'question',
    runId: state.runId,
    taskId: question.taskId,
    questionId: question.questionId,
    id: `${state.runId}/question/${question.questionId}`,
    label,
    description: detail,
    icon: { id: 'question', color: 'charts.yellow' },
    context: 'question',
    spoken: `Question from the lead about ${question.taskId}: ${title} ${detail}`,
    tooltip: () => `**${plainMarkdown(title)}**\n\n${plainMarkdown(detail)}`,
    click: planCommands.answerQuestion,
    expanded: false,
    children: [],
  };
}

/** What is worth knowing of a plan before it is approved; afterwards the rows themselves show it. */
function noteRows(state: RunState, notes: readonly string[]): readonly PlanRow[] {
  if (state.phase !== 'plan-ready') return [];
  const messages = [...(state.plan?.warnings ?? []).map(({ message }) => message), ...notes];
  return messages.map((message, index) => ({
    type: 'note',
    runId: state.runId,
    id: `${state.runId}/note/${index}`,
    label: 'Note',
    description: message,
    icon: { id: 'info', color: 'charts.blue' },
    context: 'note',
    spoken: `Note on the plan: ${message}`,
    tooltip: () => plainMarkdown(message),
    click: null,
    expanded: false,
    children: [],
  }));
}

/** The merged proposal is not measured before the user has seen what is new in it; a task's own hold stands on its row. */
function heldRows(state: RunState): readonly PlanRow[] {
  const paths = state.heldProposal.map(({ path }) => path);
  if (paths.length === 0) return [];
  const description = `look at ${namesOf(paths)}, as merged`;
  return [
    {
      type: 'held',
      runId: state.runId,
      id: `${state.runId}/held`,
      label: 'Gates wait for you',
      description,
      icon: { id: 'debug-pause', color: 'charts.yellow' },
      context: 'held unseen',
      spoken: `The gates on the merged proposal wait for you: ${description}`,
      tooltip: () =>
        `Gates run from ${paths.map(inlineCode).join(', ')}, and you have not seen what the tasks made of it together. Nothing is measured on the merged proposal until then.`,
      click: planCommands.showHeldChange,
      expanded: false,
      children: [],
    },
  ];
}

function editsRow(state: RunState, files: readonly PlanRow[]): PlanRow {
  const busy = isBusy(state) ? ' so far' : '';
  return {
    type: 'edits',
    runId: state.runId,
    id: `${state.runId}/edits`,
    label: 'Your edits',
    description: countOf(files.length, 'file'),
    icon: { id: 'edit' },
    context: 'edits',
    spoken: `Your own edits to the proposal, ${countOf(files.length, 'file')}`,
    tooltip: () => `Changes that you typed into the proposal${busy}. They are applied like any other once accepted.`,
    click: null,
    expanded: false,
    children: files,
  };
}
