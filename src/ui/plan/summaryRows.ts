import type { RunSummary } from '../../core/lead/runSummary';
import type { RunState } from '../../core/run/state';
import { isToSumUp } from '../../core/run/summing';
import { inlineCode, plainMarkdown } from '../../core/util/markdown';
import { baseName, dirName } from '../../core/util/paths';
import { recordCommands, reviewCommands } from '../catalogue';
import type { PlanRow } from './row';
import { joined } from './rowParts';

/**
 * What the lead says that the run came to, with the files to look at first beneath. Its place is taken before it is there, and what is
 * beneath is folded: rows must not move under the mouse of somebody who has begun to review.
 */
export function summaryRows(state: RunState): readonly PlanRow[] {
  const { runId, setup, summary } = state;
  if (!summary) return isToSumUp(state) ? [awaitedRow(runId)] : [];
  const { text, lookFirst } = summary;
  return [
    {
      type: 'summary',
      runId,
      id: `${runId}/summary`,
      label: 'Summary',
      description: text.replaceAll(/\s+/g, ' '),
      icon: { id: 'note' },
      context: 'summary',
      spoken: `Summary by ${setup.lead}: ${text}`,
      tooltip: () =>
        [`**${plainMarkdown(setup.lead)}:** ${plainMarkdown(text)}`, placesText(lookFirst)].join('\n\n').trim(),
      click: recordCommands.openReport,
      expanded: false,
      children: lookFirst.map((place) => placeRow(runId, place)),
    },
  ];
}

function awaitedRow(runId: string): PlanRow {
  const standing = 'not written yet';
  return {
    type: 'summary',
    runId,
    id: `${runId}/summary`,
    label: 'Summary',
    description: standing,
    icon: { id: 'note' },
    context: 'summary',
    spoken: `Summary, ${standing}`,
    tooltip: () =>
      'The lead sums up what the run came to, while you review. If nothing comes of that, the log says why, and nothing depends on it.',
    click: null,
    expanded: false,
    children: [],
  };
}

type Place = RunSummary['lookFirst'][number];

function placeRow(runId: string, { path, reason }: Place): PlanRow {
  return {
    type: 'file',
    runId,
    path,
    id: `${runId}/summary/${path}`,
    label: baseName(path),
    description: joined(dirName(path), reason),
    icon: { id: 'file' },
    context: 'place',
    spoken: `Look first at ${path}: ${reason}`,
    tooltip: () => `${inlineCode(path)}\n\nLook here first: ${plainMarkdown(reason)}`,
    click: reviewCommands.openFileReview,
    expanded: false,
    children: [],
  };
}

function placesText(places: readonly Place[]): string {
  if (places.length === 0) return '';
  return `**Look first at:**\n${places.map(({ path, reason }) => `- ${inlineCode(path)}: ${plainMarkdown(reason)}`).join('\n')}`;
}
