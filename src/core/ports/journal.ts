import type { Result } from '../util/result';

/**
 * The format of the journals that this version writes; it goes on with older ones in theirs. It grows by one with every change after
 * which an older fold would make another state of the same events; an event or a field that is merely new changes nothing. Since 2 long texts may stand apart from the events that name them.
 */
export const journalFormat = 2;

/** Why the journal could not take an event; the run stops rather than go on unrecorded. */
export interface JournalFailure {
  readonly message: string;
  /** Another process goes on with this journal. */
  readonly isHeld?: true;
}

/**
 * How far an entry has to get before anything acts on it. `system`: the operating system has it, which is enough for the death of
 * the extension host. `disk`: the disk has it, and all before it, which takes milliseconds and outlives a power cut too.
 */
export type JournalReach = 'system' | 'disk';

/** An append-only file of JSON lines, one per event, for one run. */
export interface Journal {
  /** Resolves when the entry is where it has to be, in order after all earlier ones. */
  append(entry: unknown, reach: JournalReach): Promise<Result<void, JournalFailure>>;
}

/** What stands in a journal. */
export interface JournalContents {
  readonly format: number;
  /** Oldest first; a torn last one is left out. */
  readonly entries: readonly unknown[];
}

/** Where journals are kept. */
export interface JournalStore {
  create(runId: string): Promise<Result<Journal, JournalFailure>>;
  /** The journal of a run that has one, to go on with behind its last whole entry. One in another format is refused. */
  open(runId: string): Promise<Result<Journal, JournalFailure>>;
  /** What stands in the journal of one run, be it in a newer format; one in an older format is refused. */
  read(runId: string): Promise<Result<JournalContents, JournalFailure>>;
  /** Ids of all runs, newest first. */
  list(): Promise<readonly string[]>;
}
