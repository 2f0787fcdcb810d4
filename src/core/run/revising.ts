import type { PlanTerms } from '../plan/parsePlan';
import type { TaskId } from '../plan/plan';
import type { Revision } from '../plan/planChanges';
import type { RevisionBase } from '../plan/revision';
import { defaultProfile } from '../plan/profile';
import { fail, ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { AttemptKey, RunEvent } from './events';
import { profileNames } from './mandates';
import { hasBegun, outdated, pendingRevision, ruleOnRevision } from './revisionRuling';
import type { RunState } from './state';

/** What the lead may revise now; `undefined` where it has no such power left, or the user is asked about a revision already. */
export async function revisionBase({ log, workspace }: RunContext): Promise<RevisionBase | undefined> {
  const place = await workspace.place();
  const { state } = log;
  if (!state.plan || pendingRevision(state) || !ruleOnRevision(state).ok) return undefined;
  const { setup, tasks, plan } = state;
  const profiles = profileNames(setup).filter((name) => name !== defaultProfile);
  const terms: Omit<PlanTerms, 'revision'> = { place, profiles, folder: setup.folder, overlap: setup.overlap };
  const begun = new Set([...tasks].filter(([, task]) => hasBegun(task)).map(([id]) => id));
  return { plan, begun, terms, refused: state.refusedRevisions };
}

/** What comes of the revision that the lead gave with its decision about an attempt. */
export async function propose(
  context: Pick<RunContext, 'log' | 'newId'>,
  key: AttemptKey,
  isUnderWay: (id: TaskId) => boolean,
): Promise<void> {
  const { log, newId } = context;
  const questionId = newId();
  await log.decide((state): RunEvent | undefined => {
    const attempt = state.tasks.get(key.taskId)?.attempts.find(({ attempt: number }) => number === key.attempt);
    const revision = attempt?.assessment?.revision;
    if (!revision) return undefined;
    const ruling = pendingRevision(state)
      ? fail('The user is asked about another change of the plan.')
      : ruleOnRevision(state);
    if (!ruling.ok) return { type: 'decision-refused', ...key, decision: revision, reason: ruling.error, by: 'guard' };
    if (ruling.value === 'ask') return { type: 'question-asked', ...key, questionId, decision: revision };
    return revisedOr(state, key, revision, isUnderWay);
  });
}

/** Carries out a revision that the user granted. */
export async function carryOutRevision(
  { log }: Pick<RunContext, 'log'>,
  key: AttemptKey,
  revision: Revision,
  isUnderWay: (id: TaskId) => boolean,
): Promise<Result<void, string>> {
  const event = await log.decide((state) => revisedOr(state, key, revision, isUnderWay));
  return event.type === 'plan-revised' ? ok(undefined) : fail('reason' in event ? event.reason : '');
}

function revisedOr(
  state: RunState,
  key: AttemptKey,
  revision: Revision,
  isUnderWay: (id: TaskId) => boolean,
): Extract<RunEvent, { type: 'plan-revised' | 'decision-refused' }> {
  const reason = outdated(state, revision.plan, isUnderWay);
  return reason === undefined
    ? { type: 'plan-revised', ...key, reason: revision.reason, plan: revision.plan }
    : { type: 'decision-refused', ...key, decision: revision, reason, by: 'guard' };
}
