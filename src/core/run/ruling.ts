import { guardDecision, type GuardedDecision, type Ruling } from '../authority/guard';
import type { Assessment } from '../lead/assessment';
import { ok } from '../util/result';
import type { AttemptKey } from './events';
import { taskMandate } from './mandates';
import { taskInHand } from './mergeTask';
import { standingIn } from './standings';
import type { AttemptState, RunState, TaskState } from './state';

/** Gates that need no configuration: every accept needs them passed, and nobody can waive them. */
export const builtInGates: ReadonlySet<string> = new Set(['scope', 'patch']);

/**
 * The guard's word on an assessment, from the facts of the state and from nothing else: a replay comes to the same. A gate that is
 * as red as it was before the run has not passed, but does not stand against the attempt: only what is new does.
 */
export function ruleOn(
  run: Pick<RunState, 'setup' | 'waivers' | 'baseVerdicts' | 'proposal' | 'tasks' | 'fruitless'>,
  task: TaskState,
  attempt: AttemptState,
  { criteria, decision }: Assessment,
): Ruling {
  const isMet = (id: string): boolean => criteria.some(({ criterion, met }) => criterion === id && met);
  return guardDecision(
    taskMandate(run.setup, task),
    {
      unpassedGates: requiredGates(run).filter((gate) => !passed(attempt, gate) && !isKnown(run, attempt, gate)),
      unmetCriteria: taskInHand(run, task)
        .criteria.map(({ id }) => id)
        .filter((id) => !isMet(id)),
      retriesUsed: task.retries,
      reassignsUsed: task.formerProfiles.length,
      fruitless: run.fruitless + 1,
    },
    decision,
  );
}

/**
 * Throws unless the newest assessment of an attempt decided so, and the guard let it, after asking the user where it had to.
 * Whoever records anything else has a bug; a journal that holds it was not written by a run.
 */
export function assertAllowed(run: RunState, key: AttemptKey, decision: GuardedDecision): void {
  const newest = run.tasks.get(key.taskId)?.attempts.at(-1);
  const attempt = newest?.attempt === key.attempt ? newest : undefined;
  const ruling = attempt && rulingOnAttempt(attempt);
  const isTaken = ruling?.ok === true && (ruling.value === 'take' || attempt?.granted === true);
  if (isTaken && isSame(attempt?.assessment?.decision, decision)) return;
  const why = ruling?.ok === false ? ruling.error : 'The guard let no such decision pass.';
  throw new Error(`${decision.type} of attempt ${key.attempt} on ${key.taskId} is not allowed: ${why}`);
}

/**
 * The guard's word on what was decided about an attempt. Once the lead has spoken on its conflict, the ruling on record is one on that.
 * An attempt comes into conflict by an accept that was let pass, and as long as nothing has come of the conflict, that accept stands.
 */
function rulingOnAttempt({ clash, ruling }: AttemptState): Ruling | null {
  if ((clash?.resolution ?? null) === null) return ruling;
  return clash?.outcome === null ? ok('take') : null;
}

function isSame(decided: GuardedDecision | undefined, taken: GuardedDecision): boolean {
  if (decided?.type !== taken.type) return false;
  return decided.type !== 'reassign' || taken.type !== 'reassign' || decided.profile === taken.profile;
}

/** What an accept needs; a required gate that was never measured has not passed. Of the built-in ones none can be waived. */
function requiredGates({ setup, waivers }: Pick<RunState, 'setup' | 'waivers'>): readonly string[] {
  const configured = setup.gates.filter(({ required }) => required).map(({ id }) => id);
  return [...builtInGates, ...configured.filter((gate) => !builtInGates.has(gate) && !waivers.has(gate))];
}

function passed({ verdicts }: AttemptState, gate: string): boolean {
  return verdicts.some((verdict) => verdict.gate === gate && verdict.outcome === 'passed');
}

function isKnown(
  run: Pick<RunState, 'baseVerdicts' | 'proposal'>,
  { verdicts, changeSet }: AttemptState,
  gate: string,
): boolean {
  return verdicts.some((verdict) => verdict.gate === gate && standingIn(run, verdict, changeSet?.changes) === 'known');
}
