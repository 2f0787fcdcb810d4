import type { CommandGate } from '../../core/gates/verdict';

/** Said wherever the demo model is named, so that nobody takes its answers for thought. */
export const demoNotice =
  'The demo model is scripted, not intelligent: it knows the answers for one goal in one sample workspace, and refuses everything else.';

/** The model that plays the lead in the demo, and the one that plays the workers. */
export const demoModels: { readonly lead: string; readonly worker: string } = { lead: 'o3', worker: 'gpt-4.1' };

/** The goal that the demo model has a script for. White space does not matter. */
export const demoGoal = [
  'Let people set a monthly budget for a category, and mark the categories that are over budget in the report.',
  'Write amounts of a thousand and more with separators, like 1,234.50, and let notes with commas or quotes survive the CSV export.',
  'Export what is new and bring the README up to date.',
].join(' ');

/** The gates of the sample workspace: what is detected in its package.json. */
export const demoGates: readonly CommandGate[] = [
  { id: 'test', command: 'npm', args: ['run', 'test', '--silent'], timeoutMs: 300_000, required: true },
];
