import type { PolicyRules } from '../authority/policy';
import type { GateRunner } from '../gates/gateRunner';
import type { Lead } from '../lead/lead';
import type { Applier } from '../ports/applier';
import type { FileWatch } from '../ports/fileWatch';
import type { Clock, Digest, Logger, NewId } from '../ports/services';
import type { Workspace } from '../ports/workspace';
import type { PauseGate } from './pausing';
import type { RunProgress } from './run';
import type { RunLog } from './runLog';
import type { Schedule } from './schedule';
import type { Steering } from './steering';
import type { Worker } from './workers';

/** What the parts of a run share. Made once per run. */
export interface RunContext {
  readonly log: RunLog;
  readonly lead: Lead;
  /** The worker behind a profile's name. */
  readonly workerOf: (profile: string) => Worker;
  readonly maxTurnsPerAttempt: number;
  readonly schedule: Schedule;
  /** What begins something asks here first. */
  readonly pause: PauseGate;
  readonly steering: Steering;
  readonly workspace: Workspace;
  readonly watch: FileWatch;
  readonly rules: PolicyRules;
  readonly gates: GateRunner;
  readonly applier: Applier;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly newId: NewId;
  /** Whether workers and gates may run here: the user trusts the folder. Asked each time, since trust may come later. */
  readonly isTrusted: () => boolean;
  readonly logger: Logger;
  report(progress: RunProgress): void;
}
