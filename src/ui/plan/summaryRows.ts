import type { RunSummary } from '../../core/lead/runSummary';
import type { RunState } from '../../core/run/state';
import { inlineCode, plainMarkdown } from '../../core/util/markdown';
import { baseName, dirName } from '../../core/util/paths';
import { recordCommands, reviewCommands } from '../catalogue';
import type { PlanRow } from './row';
import { joined } from './rowParts';

/** What the lead says that the run came to, with the files to look at first beneath. */
export function summaryRows({ runId, setup, summary }: RunState): readonly PlanRow[] {
  if (!summary) return [];
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
      expanded: true,
      children: lookFirst.map((place) => placeRow(runId, place)),
    },
  ];
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
