import { expect, it } from 'vitest';
import { readRecordUri, recordUri, type RecordDocument } from '../../../../src/ui/report/recordUris';

it.each<RecordDocument>([
  { kind: 'report', runId: '0mwx1' },
  { kind: 'authority-log', runId: '0mwx1' },
])('the address of a record reads back: %j', (document) => {
  expect(readRecordUri(recordUri(document))).toEqual(document);
});

it.each(['/0mwx1/Other.md', '/0mwx1', '//Run Report.md', '/0mwx1/Run Report.md/more', '/a/b/Run Report.md'])(
  'nothing else is one: %s',
  (path) => {
    expect(readRecordUri({ scheme: 'lead-worker-record', authority: '', path })).toBeUndefined();
    expect(readRecordUri({ scheme: 'file', authority: '', path: '/0mwx1/Run Report.md' })).toBeUndefined();
  },
);
