import type { TypeGate, Verdict } from '../gates/verdict';
import { addedProblems } from '../gates/sinceBase';
import type { TaskId } from '../plan/plan';
import type { Overlay } from '../staging/write/overlay';
import { fail, ok, type Result } from '../util/result';
import { countOf } from '../util/text';
import type { TypeCheckCall } from '../worker/checkTool';
import type { RunContext } from './context';
import { measuredTexts, unseenSources } from './measuring';
import { asTree } from './proposedTexts';
import { baseOf, originsIn } from './standings';

/** A worker that waits is no faster than one that is told later: a check for it has less time than the gate. */
const timeoutMs = 60_000;
/** Problems that a worker is told at once; mending them shows the others. */
const maxTold = 30;

/**
 * Has the types of what a worker wrote so far checked, together with the proposal that it stands on, so that it can mend them while it
 * is at it. `undefined` where no gate of the run checks types. It decides nothing: the gates measure the attempt all the same.
 */
export function typeCheckFor(context: RunContext, overlay: Overlay, taskId: TaskId): TypeCheckCall | undefined {
  const gates = context.log.state.setup.gates.filter((gate) => gate.kind === 'types');
  if (gates.length === 0) return undefined;
  return async (signal) => {
    const { changes } = overlay.changeSet(context.digest);
    const texts = measuredTexts(context.log.state, changes);
    const unseen = unseenSources(context, texts).map(({ path }) => path);
    if (unseen.length > 0)
      return fail(`Nothing is checked before the user has seen your change of ${unseen.join(', ')}.`);
    const limited = gates.map((gate): TypeGate => ({ ...gate, timeoutMs: Math.min(gate.timeoutMs, timeoutMs) }));
    const onGate = (): void => context.report({ role: 'gate', taskId, text: 'checking types' });
    const verdicts = await context.gates.measure(limited, asTree(texts.after, texts.before), signal, onGate);
    const told = verdicts.map((verdict) => {
      const added = addedProblems(
        verdict,
        baseOf(context.log.state, verdict.gate),
        originsIn(context.log.state, changes),
      );
      return wordsOf(verdict, added);
    });
    const failure = told.find((words) => !words.ok);
    return failure ?? ok(told.map((words) => (words.ok ? words.value : words.error)).join('\n'));
  };
}

function wordsOf(verdict: Verdict, added: ReturnType<typeof addedProblems>): Result<string, string> {
  if (verdict.outcome === 'could-not-run') return fail(`Types can't be checked here: ${verdict.output}`);
  const lines = added
    .slice(0, maxTold)
    .map(({ path, line, column, code, message }) => `${path}:${line}:${column ?? 1} ${code ?? ''} ${message}`);
  const more = added.length > maxTold ? [`… and ${added.length - maxTold} more`] : [];
  // A list that was cut short has its reason at the end of the output.
  const [last = ''] = verdict.output.split('\n').slice(-1);
  const head = added.length === 0 ? 'No new type errors.' : `${countOf(added.length, 'type error')}:`;
  return ok([head, ...lines, ...more, ...(verdict.problems === undefined ? [last] : [])].join('\n'));
}
