import type { PolicyRules } from '../authority/policy';
import type { GateRunner } from '../gates/gateRunner';
import type { Lead } from '../lead/lead';
import type { Applier } from '../ports/applier';
import type { ChatModel } from '../ports/chatModel';
import type { FileWatch } from '../ports/fileWatch';
import type { Clock, Digest, Logger, NewId } from '../ports/services';
import type { Workspace } from '../ports/workspace';
import type { EditFormat } from '../staging/write/formats/operation';
import type { RunProgress } from './run';
import type { RunLog } from './runLog';

/** What the parts of a run share. Made once per run. */
export interface RunContext {
  readonly log: RunLog;
  readonly lead: Lead;
  readonly workerModel: ChatModel;
  readonly editFormat: EditFormat;
  readonly maxTurnsPerAttempt: number;
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
