import { fail, ok } from '../../../../core/util/result';
import { demoGoal } from '../../demo';
import type { ScriptedCall, ScriptedRequest } from '../../server/modelScript';
import { readConversation, textRead, wasCalled, type Conversation } from '../conversation';
import { demoPlan, taskScripts } from '../plan';
import type { AnswerResult } from '../refusal';
import { dataSection, evenSpace } from '../sections';
import { hasAuthority } from './authority';

/** What the plan builds on: files that are to be as the sample has them. */
const premises: readonly { readonly path: string; readonly says: string }[] = [
  { path: 'README.md', says: '## Export' },
  { path: 'src/csv.js', says: 'row.join' },
  { path: 'src/index.js', says: 'export {' },
  { path: 'src/money.js', says: 'export function formatAmount' },
  { path: 'src/report.js', says: 'export function monthlyReport' },
];

/** The lead's part in planning: lists the workspace, reads what matters, and answers with the plan. */
export function plan(request: ScriptedRequest): AnswerResult {
  const conversation = readConversation(request);
  const goal = evenSpace(dataSection(conversation.opening, 'goal') ?? '');
  if (goal !== demoGoal) return fail(`The demo model can plan one goal only: "${demoGoal}"`);
  if (!hasAuthority(request)) return fail('The lead was not told its authority.');
  if (conversation.followUp !== undefined)
    return fail('The plan of the demo was found wanting, and there is no other.');

  if (!wasCalled(conversation, 'list')) {
    return ok({
      type: 'tool-calls',
      calls: [{ name: 'list', arguments: { glob: null } }],
      ...thought(request, 'What is there?'),
    });
  }
  const unread = premises.filter(({ path }) => !wasCalled(conversation, 'read', path));
  if (unread.length > 0) return readListed(request, conversation, unread);

  const wrong = premises.find(({ path, says }) => !textRead(conversation, path)?.includes(says));
  if (wrong) return fail(`${wrong.path} is not as the sample workspace has it.`);
  const text = JSON.stringify(demoPlan);
  return ok({
    type: 'text',
    text,
    ...thought(request, `${taskScripts.length} tasks, three of which need nothing but what is there.`),
  });
}

/** Reads only what the listing named. */
function readListed(
  request: ScriptedRequest,
  { exchanges }: Conversation,
  files: readonly { readonly path: string }[],
): AnswerResult {
  const listed = new Set(exchanges.find(({ name }) => name === 'list')?.output.split('\n'));
  const missing = files.find(({ path }) => !listed.has(path));
  if (missing) return fail(`This is not the sample workspace: ${missing.path} is not in it.`);
  const calls: readonly ScriptedCall[] = files.map(({ path }) => ({
    name: 'read',
    arguments: { path, fromLine: null, toLine: null },
  }));
  return ok({ type: 'tool-calls', calls, ...thought(request, 'Where amounts, report and export are made.') });
}

/** A thought is only told by models that were asked to think. */
function thought(request: ScriptedRequest, reasoning: string): { readonly reasoning?: string } {
  return request.effort === undefined ? {} : { reasoning };
}
