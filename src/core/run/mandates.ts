import type { Mandate } from '../authority/mandate';
import { stallAfter } from '../authority/table';
import { defaultProfile } from '../plan/profile';
import type { RunSetup, WorkerProfile } from './events';
import type { TaskState } from './state';

/** Names of all worker profiles of a run, the default one first. */
export function profileNames({ profiles = [] }: Pick<RunSetup, 'profiles'>): readonly string[] {
  return [defaultProfile, ...profiles.map(({ name }) => name)];
}

/** What the lead may do in a run at large. */
export function runMandate(setup: Pick<RunSetup, 'authority' | 'profiles' | 'maxWorkers'>): Mandate {
  const names = profileNames(setup);
  return {
    table: setup.authority,
    reassignTo: names.length > 1 ? names : [],
    stallAfter: stallAfter(setup.maxWorkers),
  };
}

/** What the lead may do about one task: it can go to no profile that it was with already. */
export function taskMandate(setup: Pick<RunSetup, 'authority' | 'profiles' | 'maxWorkers'>, task: TaskState): Mandate {
  const had = new Set([...task.formerProfiles, task.profile]);
  return { ...runMandate(setup), reassignTo: profileNames(setup).filter((name) => !had.has(name)) };
}

/** The model that a profile's workers are asked for; that of the default one where the run does not know the profile. */
export function modelOfProfile(setup: Pick<RunSetup, 'worker' | 'profiles'>, name: string): string {
  return setup.profiles?.find((profile: WorkerProfile) => profile.name === name)?.model ?? setup.worker;
}
