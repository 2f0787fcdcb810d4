import { disputesOf, type Dispute } from '../../core/run/disputes';
import { clashingAttempt } from '../../core/run/resolveRuling';
import type { RunState, TaskState } from '../../core/run/state';
import { conflictWords } from '../../core/staging/read/conflictWords';
import { shownText } from '../../core/staging/read/standIn';
import { baseName, dirName } from '../../core/util/paths';
import { codeBlock, inlineCode, plainMarkdown } from '../../core/util/markdown';
import { truncateMiddle } from '../../core/util/text';
import { conflictCommands } from '../catalogue';
import { sideNames, standingOf, unsettledTasks } from '../conflict/conflictOf';
import type { PlanRow } from './row';
import { joined, joinedContext, joinedWords } from './rowParts';
import { namesOf, taskIcon, taskStanding } from './taskWords';

/** Characters of one side that a tooltip has room for; the diff has all of it. */
const sideLimit = 400;

/** Conflicts that wait for the user, each with its files beneath. */
export function conflictRows(state: RunState): readonly PlanRow[] {
  return unsettledTasks(state).map((task) => conflictRow(state, task));
}

function conflictRow(state: RunState, task: TaskState): PlanRow {
  const { id } = task.task;
  const names = sideNames(task);
  const disputes = disputesOf(state, task);
  const undecided = disputes.filter(({ isDecided }) => !isDecided).map(({ path }) => path);
  const description = undecided.length > 0 ? `decide about ${namesOf(undecided)}` : 'decided, to be settled';
  const label = `${names.second} clashes with ${names.first}`;
  const reason = task.failure?.message ?? '';
  return {
    type: 'conflict',
    runId: state.runId,
    taskId: id,
    id: `${state.runId}/${id}/conflict`,
    label,
    description,
    icon: { id: 'git-merge', color: 'charts.yellow' },
    context: joinedContext('conflict', undecided.length > 0 ? '' : 'settleable'),
    spoken: `Conflict: ${label}, ${description}`,
    tooltip: () =>
      [
        `**${plainMarkdown(label)}**`,
        plainMarkdown(reason),
        'What came first is in the proposal. Take a side for each file, or edit the text; then settle the conflict, and the gates run on it.',
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    click: conflictCommands.openConflict,
    expanded: true,
    children: disputes.map((dispute) => disputeRow(state, task, dispute)),
  };
}

function disputeRow(state: RunState, task: TaskState, dispute: Dispute): PlanRow {
  const { path } = dispute;
  const standing = standingOf(dispute, sideNames(task));
  return {
    type: 'dispute',
    runId: state.runId,
    taskId: task.task.id,
    path,
    id: `${state.runId}/${task.task.id}/conflict/${path}`,
    label: baseName(path),
    description: joined(dirName(path), standing),
    icon: { id: 'file' },
    context: joinedContext('dispute', dispute.both ? 'stackable' : ''),
    spoken: joinedWords(path, 'in conflict', standing),
    tooltip: () => disputeTooltip(dispute, task),
    click: conflictCommands.openConflict,
    expanded: false,
    children: [],
  };
}

/** Both sides and what was there before them, so that it can be decided without opening anything. */
function disputeTooltip({ path, conflicts, draft, isDecided }: Dispute, task: TaskState): string {
  const { first, second } = sideNames(task);
  const sides = { ours: first, theirs: second };
  const side = (name: string, text: string): string =>
    text === '' ? `**${plainMarkdown(name)}:** nothing` : `**${plainMarkdown(name)}:**\n${codeBlock(shortened(text))}`;
  return [
    inlineCode(path),
    ...(draft && !isDecided ? ['What came first has changed since you decided. Look at it again.'] : []),
    ...conflicts.flatMap((conflict) => [
      plainMarkdown(conflictWords(conflict, sides)),
      side(`${first}, in the proposal`, conflict.ours),
      side(second, conflict.theirs),
      side('Before both', conflict.base),
    ]),
  ].join('\n\n');
}

function shortened(text: string): string {
  return truncateMiddle(shownText(text), sideLimit).replace(/\n$/, '');
}

/** The merge that the lead gave to a worker, as a row of its own below the task's; it stays when it is done. */
export function mergeRows(task: TaskState, state: RunState, progress: string | undefined): readonly PlanRow[] {
  const clash = clashingAttempt(task)?.clash;
  if (clash?.outcome !== 'delegated') return [];
  const { first, second } = sideNames(task);
  const { id } = task.task;
  const label = `Merge of ${first} and ${second}`;
  const isDone = task.status === 'accepted';
  const description = isDone ? 'merged' : taskStanding(task, state, progress);
  const files = [...new Set(clash.conflicts.map(({ path }) => path))];
  return [
    {
      type: 'merge',
      runId: state.runId,
      taskId: id,
      id: `${state.runId}/${id}/merge`,
      label,
      description: joined(description, isDone ? namesOf(files) : ''),
      icon: isDone ? { id: 'git-merge', color: 'testing.iconPassed' } : taskIcon(task),
      context: 'merge',
      spoken: joinedWords(label, description),
      tooltip: () =>
        [
          `**${plainMarkdown(label)}**`,
          `May write: ${(task.merging?.start?.paths ?? files).map(inlineCode).join(', ')}`,
          plainMarkdown(clash.resolution?.type === 'delegate' ? clash.resolution.instructions : ''),
        ]
          .filter((part) => part !== '')
          .join('\n\n'),
      click: null,
      expanded: false,
      children: [],
    },
  ];
}
