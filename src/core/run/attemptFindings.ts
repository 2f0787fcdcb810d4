import type { StatedFinding } from '../lead/assessment';
import type { NewId } from '../ports/services';
import type { Finding } from '../review/finding';
import type { AttemptKey } from './events';
import { findingsOnAttempt } from './gateFindings';
import { builtInGates } from './ruling';
import { attemptOf, type RunState } from './state';

/** A finding of an attempt, as it goes on record. */
export function findingOf(key: AttemptKey, source: string, stated: StatedFinding & { readonly id: string }): Finding {
  return { source, ...key, ...stated };
}

/**
 * What the lead and our own gates found on an attempt, for the review. Of the commands only what they say of the merged proposal is
 * shown: it is measured soon.
 */
export function attemptFindings(run: RunState, key: AttemptKey, newId: NewId): readonly Finding[] {
  const { changeSet, assessment, verdicts } = attemptOf(run, key);
  const ofLead = (assessment?.findings ?? []).map((stated) => findingOf(key, 'lead', { id: newId(), ...stated }));
  const ofPatch = verdicts.filter(({ gate }) => builtInGates.has(gate));
  return [...ofLead, ...findingsOnAttempt(ofPatch, { key, changes: changeSet?.changes ?? [], newId })];
}
