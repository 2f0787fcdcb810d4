import type { RunState } from '../../core/run/state';
import { planCommands } from '../catalogue';
import { waitingForUser } from './attention';
import { plainMarkdown } from '../../core/util/markdown';
import type { PlanRow } from './row';
import { capitalised, runIcon, runStanding } from './runRow';

/** One row for each run that is open beside the one that the tree shows; a click shows it instead. */
export function otherRunRows(others: readonly RunState[]): readonly PlanRow[] {
  return others.map((state) => {
    const folder = state.setup.folder ?? 'all folders';
    const label = `Other run in ${folder}`;
    const waiting = waitingForUser(state) > 0 ? 'waits for you' : '';
    const goal = state.setup.goal.trim().split('\n', 1)[0] ?? '';
    const description = [runStanding(state), waiting, goal].filter((word) => word !== '').join(' · ');
    return {
      type: 'other',
      runId: state.runId,
      id: `${state.runId}/other`,
      label,
      description,
      icon: runIcon(state),
      context: 'other',
      spoken: `${label}: ${description}. Press Enter to show it.`,
      tooltip: () =>
        `**${plainMarkdown(label)}:** ${plainMarkdown(capitalised(runStanding(state)))}\n\n${plainMarkdown(goal)}`,
      click: planCommands.showRun,
      expanded: false,
      children: [],
    };
  });
}
