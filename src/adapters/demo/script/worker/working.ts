import { fail, ok, type Result } from '../../../../core/util/result';
import type { ScriptedCall, ScriptedRequest } from '../../server/modelScript';
import { readConversation, textRead, wasCalled, type Conversation } from '../conversation';
import { fill, findFacts, type FoundFacts } from '../facts';
import { fitsFeedback } from '../feedback';
import { taskScripts } from '../plan';
import type { AnswerResult } from '../refusal';
import { dataSection } from '../sections';
import type { AttemptScript } from '../taskScript';
import { patchOf, type PatchedText } from './patch';

/** A worker's part: reads, then writes what follows from what it read, then finishes. */
export function work(request: ScriptedRequest): AnswerResult {
  if (!request.tools.some(({ name }) => name === 'finish'))
    return fail('The demo model plays a lead and workers only.');
  const conversation = readConversation(request);
  const feedback = dataSection(conversation.opening, 'feedback') ?? null;
  const attempt = findAttempt(conversation, feedback);
  if (!attempt.ok) return attempt;

  const unread = attempt.value.reads.filter((path) => !wasCalled(conversation, 'read', path));
  if (unread.length > 0) return ok({ type: 'tool-calls', calls: unread.map(readCall) });

  const facts = findFacts(attempt.value.facts, (from) => {
    if (from === 'gate-output') return undefined;
    return from === 'feedback' ? (feedback ?? undefined) : textRead(conversation, from.file);
  });
  if (!facts.ok) return facts;
  if (!wasCalled(conversation, 'patch')) return write(attempt.value, conversation, facts.value);

  const failed = conversation.exchanges.find((exchange) => exchange.failed);
  if (failed) return fail(`A tool did not do what the demo's script counts on: ${failed.output}`);
  return ok({
    type: 'tool-calls',
    calls: [{ name: 'finish', arguments: { summary: fill(attempt.value.summary, facts.value) } }],
  });
}

function findAttempt({ opening }: Conversation, feedback: string | null): Result<AttemptScript, string> {
  const title = /^Task \S+: (.+)$/m.exec(opening)?.[1] ?? '';
  const task = taskScripts.find(({ planned }) => planned.title === title && opening.includes(planned.instructions));
  if (!task) return fail(`The task "${title}" is not in the demo's script.`);
  const attempt = task.attempts.find((candidate) => fitsFeedback(candidate.feedback, feedback));
  return attempt ? ok(attempt) : fail(`The demo's script does not know what to do on "${title}" with this feedback.`);
}

function readCall(path: string): ScriptedCall {
  return { name: 'read', arguments: { path, fromLine: null, toLine: null } };
}

/** All edits go into one patch. A search that does not stand in what was read is never sent. */
function write(attempt: AttemptScript, conversation: Conversation, facts: FoundFacts): AnswerResult {
  const edits = attempt.edits.map(({ path, search, replace }) => ({
    path,
    search: fill(search, facts),
    replace: fill(replace, facts),
  }));
  const patched = new Map<string, PatchedText>();
  for (const { path, search, replace } of edits) {
    const text = textRead(conversation, path);
    if (text === undefined) return fail(`The worker was not shown ${path}.`);
    if (text.split(search).length !== 2)
      return fail(`The worker looks for "${search}" in ${path}, and it was not sent there.`);
    patched.set(path, { path, text, edits: [...(patched.get(path)?.edits ?? []), { search, replace }] });
  }
  const added = attempt.files.map(({ path, content }) => ({ path, text: fill(content, facts) }));
  return ok({
    type: 'tool-calls',
    calls: [{ name: 'patch', arguments: { patch: patchOf(added, [...patched.values()]) } }],
  });
}
