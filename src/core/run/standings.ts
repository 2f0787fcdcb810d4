import { addedProblems, standingOf, type OriginOf, type Standing } from '../gates/sinceBase';
import type { Verdict } from '../gates/verdict';
import type { JudgedVerdict } from '../lead/prompts';
import type { FileChange } from '../staging/read/changeSet';
import type { WorkspacePath } from '../util/paths';
import type { RunState } from './state';

type Measured = Pick<RunState, 'baseVerdicts' | 'proposal'>;

/** The verdict of a verdict's gate on the base, if it was measured. */
export function baseOf({ baseVerdicts }: Pick<RunState, 'baseVerdicts'>, gate: string): Verdict | undefined {
  return baseVerdicts.find((verdict) => verdict.gate === gate);
}

/** What a verdict says, compared with the base. `changes` are the attempt's own, beside the proposal that it stands on. */
export function standingIn(run: Measured, verdict: Verdict, changes: readonly FileChange[] = []): Standing {
  return standingOf(verdict, baseOf(run, verdict.gate), originsIn(run, changes));
}

/** A verdict as the lead is to read it. New problems are told only where there were old ones: else the output has them all. */
export function judgedIn(run: Measured, verdict: Verdict, changes: readonly FileChange[] = []): JudgedVerdict {
  const standing = standingIn(run, verdict, changes);
  const base = baseOf(run, verdict.gate);
  if (standing !== 'added' || base?.outcome !== 'failed') return { ...verdict, standing };
  return { ...verdict, standing, added: addedProblems(verdict, base, originsIn(run, changes)) };
}

/** Where the base has the files that the proposal, and an attempt on it, moved. */
export function originsIn({ proposal }: Pick<RunState, 'proposal'>, changes: readonly FileChange[] = []): OriginOf {
  const origins = new Map<WorkspacePath, WorkspacePath>();
  for (const { path, movedFrom } of proposal.values()) if (movedFrom !== undefined) origins.set(path, movedFrom);
  for (const { path, movedFrom } of changes) {
    if (movedFrom !== undefined) origins.set(path, origins.get(movedFrom) ?? movedFrom);
  }
  return (path) => origins.get(path) ?? path;
}
