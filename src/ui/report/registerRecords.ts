import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { CurrentRun } from '../../core/run/currentRun';
import type { RunRecords } from '../../core/run/runRecords';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { describeError } from '../../core/util/result';
import type { TimeWords } from '../../core/util/timeWords';
import { recordCommands, schemes } from '../catalogue';
import { CommandTable } from '../commands/commandTable';
import { exportRunReport, openAuthorityLog, openReport } from './recordCommands';
import { RecordDocuments } from './recordDocuments';

/** What reports and logs need from the rest. */
export interface RecordsDeps {
  readonly current: CurrentRun;
  readonly logger: Logger;
  readonly times: TimeWords;
  /** The records of this workspace, which are loaded at the first use. */
  records(): Promise<RunRecords>;
}

/** Registers the documents that tell runs from their journals, and the commands that open and export them. */
export function registerRecords(deps: RecordsDeps): Disposable {
  const { current, logger, times } = deps;
  const owned = new DisposableStore();
  const records = (): Promise<RunRecords> => deps.records();
  const onError = (error: unknown): void => logger.error(`A record was not refreshed: ${describeError(error)}`);
  const documents = owned.add(new RecordDocuments({ current, records, onError }));
  owned.add(vscode.workspace.registerTextDocumentContentProvider(schemes.record, documents));
  const table = owned.add(new CommandTable(logger));
  const commands = { current, documents, times, records };
  table.register(recordCommands.openReport, (argument) => openReport(commands, argument));
  table.register(recordCommands.exportReport, (argument) => exportRunReport(commands, argument));
  table.register(recordCommands.openAuthorityLog, (argument) => openAuthorityLog(commands, argument));
  return owned;
}
