import { fail, ok } from '../../../../core/util/result';
import type { ScriptedRequest } from '../../server/modelScript';
import { readConversation } from '../conversation';
import type { AnswerResult } from '../refusal';
import { hasAuthority } from './authority';

/** Where to look first, each for what a worker said of its task. */
const places: readonly { readonly path: string; readonly saidBy: string; readonly reason: string }[] = [
  {
    path: 'src/report.js',
    saidBy: 'The heading stands out more now.',
    reason: "the report's heading was reworded, and the goal does not ask for that",
  },
];

/** The lead's part at the end: what the tasks came to, as far as it was told. */
export function sumUp(request: ScriptedRequest): AnswerResult {
  const { opening, followUp } = readConversation(request);
  if (!hasAuthority(request)) return fail('The lead was not told its authority.');
  if (followUp !== undefined) return fail("The demo's summary was found wanting, and there is no other.");
  const tasks = [...opening.matchAll(/^Task \S+: (.+)\. (\w+)(?: after \d+ attempts)?\.(?: Files: .*)?$/gm)];
  if (tasks.length === 0) return fail('The lead was told of no task to sum up.');
  const missing = tasks.flatMap(([, title = '', outcome]) => (outcome === 'accepted' ? [] : [title]));
  const text =
    missing.length === 0
      ? 'Categories over their budget are marked in the report, amounts of a thousand and more have separators, and notes with commas or quotes survive the CSV export. What is new is exported and in the README: all that the goal asks for is there.'
      : `Part of the goal is missing, since not all tasks made it: ${missing.join('; ')}. The rest stands by itself.`;
  const lookFirst = places
    .filter(({ saidBy }) => opening.includes(saidBy))
    .map(({ path, reason }) => ({ path, reason }));
  return ok({ type: 'text', text: JSON.stringify({ text, lookFirst }) });
}
