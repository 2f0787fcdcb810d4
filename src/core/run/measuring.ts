import { measureBuiltIn } from '../gates/builtIn';
import { touchesGateSources } from '../gates/sources';
import type { GateSpec, Verdict } from '../gates/verdict';
import type { Task, TaskId } from '../plan/plan';
import { textsAfter, textsBefore, type ChangeSet, type FileChange, type Texts } from '../staging/read/changeSet';
import type { RunContext } from './context';
import type { HeldSource } from './heldSource';
import { asTree, basesOf, layOver, proposedTexts } from './proposedTexts';
import type { RunState } from './state';

/** What is laid over the workspace to be measured, and what the workspace has in the places that this changes. */
export interface MeasuredTexts {
  readonly after: Texts;
  readonly before: Texts;
}

/** An attempt's changes on the present proposal, as they are measured. */
export function measuredTexts(
  state: Pick<RunState, 'proposal' | 'choices'>,
  changes: readonly FileChange[],
): MeasuredTexts {
  return {
    after: layOver(proposedTexts(state), textsAfter(changes)),
    // All of the tree and not only this task's part of it: the merge of what others changed may be new as well.
    before: layOver(textsBefore(changes), basesOf(state)),
  };
}

/** Files of a tree's changes that gates run from and that the user has not seen in this version. */
export function unseenSources(context: RunContext, { after, before }: MeasuredTexts): readonly HeldSource[] {
  const { state } = context.log;
  return touchesGateSources(after, state.setup.gates)
    .map((path) => {
      const text = after.get(path) ?? null;
      const fingerprint = context.digest(JSON.stringify([path, text]));
      return { path, fingerprint, before: before.get(path) ?? null, after: text };
    })
    .filter(({ fingerprint }) => !state.seenSources.has(fingerprint));
}

/** Scope and patch gates on a change set; they need no command and no user. */
export function measureChangeSet(context: RunContext, task: Task, changeSet: ChangeSet): Promise<readonly Verdict[]> {
  return measureBuiltIn(task, changeSet, context.rules, context.clock.now());
}

/** The configured gates on the workspace with the texts laid over it. `taskId` says for whom, for the eye only. */
export async function measureTree(
  context: RunContext,
  { after, before }: MeasuredTexts,
  taskId: TaskId | null,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  const { gates } = context.log.state.setup;
  await context.pause.passed(signal);
  if (gates.length === 0) return [notConfigured(context)];
  const onGate = (gate: GateSpec): void => context.report({ role: 'gate', taskId, text: `gate ${gate.id}` });
  return context.gates.measure(gates, asTree(after, before), signal, onGate);
}

/** Said once per attempt where nothing is measured, so that nobody takes silence for a pass. */
function notConfigured(context: RunContext): Verdict {
  return {
    gate: 'commands',
    outcome: 'not-configured',
    command: '',
    exitCode: null,
    tree: '',
    required: false,
    durationMs: 0,
    at: context.clock.now(),
    output: 'No gate is configured: nothing was measured.',
  };
}

/** Verdicts as the lead is to read them: one that the user waived stands in nobody's way, and says why. */
export function withWaivers({ waivers }: RunState, verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.map((verdict) => {
    const reason = waivers.get(verdict.gate);
    if (reason === undefined || verdict.outcome === 'passed') return verdict;
    const output = `The user waived this gate for the whole run: ${reason}\n${verdict.output}`;
    return { ...verdict, required: false, output };
  });
}

/** Required gates that have neither passed nor been waived by the user. */
export function unpassed(state: RunState, verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ gate, outcome, required }) => required && outcome !== 'passed' && !state.waivers.has(gate));
}
