import { schemes } from '../catalogue';
import type { UriParts } from '../review/uris';

/** What can be opened of a run. */
export type RecordKind = 'report' | 'authority-log';

/** A document that tells a run from its journal. */
export interface RecordDocument {
  readonly kind: RecordKind;
  readonly runId: string;
}

// What stands on the tab; the extension tells the language.
const names: Readonly<Record<RecordKind, string>> = { report: 'Run Report.md', 'authority-log': 'Authority Log.log' };
const kinds = Object.keys(names) as readonly RecordKind[];

/** The URI of a record: `lead-worker-record:/<run>/Run Report.md`. */
export function recordUri({ kind, runId }: RecordDocument): UriParts {
  return { scheme: schemes.record, authority: '', path: `/${runId}/${names[kind]}` };
}

/** The way back; `undefined` for whatever is not one of these documents. */
export function readRecordUri({ scheme, path }: UriParts): RecordDocument | undefined {
  const [, runId = '', name = '', ...rest] = path.split('/');
  const kind = kinds.find((each) => names[each] === name);
  return scheme === schemes.record && kind && runId !== '' && rest.length === 0 ? { kind, runId } : undefined;
}
