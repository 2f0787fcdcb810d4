import type { Result } from '../util/result';

/** Why the journal could not take an event; the run stops rather than go on unrecorded. */
export interface JournalFailure {
  readonly message: string;
}

/** An append-only file of JSON lines, one per event, for one run. */
export interface Journal {
  /** Resolves when the entry is on its way to disk in order after all earlier ones. */
  append(entry: unknown): Promise<Result<void, JournalFailure>>;
}

/** Where journals are kept. */
export interface JournalStore {
  create(runId: string): Promise<Result<Journal, JournalFailure>>;
  /** The journal of a run that has one, to go on with behind its last whole entry. */
  open(runId: string): Promise<Result<Journal, JournalFailure>>;
  /** Entries of one run, oldest first; a torn last line is left out. */
  read(runId: string): Promise<Result<readonly unknown[], JournalFailure>>;
  /** Ids of all runs, newest first. */
  list(): Promise<readonly string[]>;
}
