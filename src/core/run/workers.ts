import type { Profile } from '../plan/profile';
import type { ChatModel, ReasoningEffort } from '../ports/chatModel';
import type { EditFormat } from '../staging/write/formats/operation';

/** A worker as a run calls it. */
export interface Worker {
  readonly model: ChatModel;
  /** As its provider names the model. */
  readonly name: string;
  /** The format it is offered to write its edits in. */
  readonly editFormat: EditFormat;
  /** How hard it thinks, for models that do. */
  readonly effort?: ReasoningEffort | undefined;
}

/** A worker that tasks are given to by the name of its profile. */
export interface NamedWorker extends Worker {
  readonly profile: string;
  /** What it is there for, for the lead. */
  readonly purpose: string;
}

/** The worker behind a profile's name; the default one where nothing goes by that name. */
export function workerLookup(standard: Worker, named: readonly NamedWorker[]): (profile: string) => Worker {
  return (profile) => named.find((worker) => worker.profile === profile) ?? standard;
}

/** A worker as the lead and the user are told of it. */
export function profileOf({ profile, name, purpose }: NamedWorker): Profile {
  return { name: profile, model: name, purpose };
}
