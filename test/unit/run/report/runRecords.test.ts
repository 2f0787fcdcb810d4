import { describe, expect, it } from 'vitest';
import { journalFormat } from '../../../../src/core/ports/journal';
import { RunRecords } from '../../../../src/core/run/runRecords';
import { fail, ok, type Result } from '../../../../src/core/util/result';
import { entriesOf, eventfulRun, times } from './toldRun';

type Journals = ConstructorParameters<typeof RunRecords>[0]['journals'];
type Entries = Result<readonly unknown[], { readonly message: string }>;

/** Records of these journals, newest first, and what they log. */
function recordsOf(journals: Readonly<Record<string, Entries>>): { records: RunRecords; warnings: string[] } {
  const warnings: string[] = [];
  const store: Journals = {
    list: async () => Object.keys(journals),
    read: async (runId) => {
      const entries = journals[runId] ?? fail({ message: `There is no journal of run ${runId}.` });
      return entries.ok ? ok({ format: journalFormat, entries: entries.value }) : entries;
    },
  };
  const ignore = (): void => undefined;
  const logger = { trace: ignore, info: ignore, error: ignore, warn: (line: string) => void warnings.push(line) };
  return { records: new RunRecords({ journals: store, times, logger }), warnings };
}

describe('the runs on record', () => {
  it('are listed with where they stand; those that cannot be told are passed over, and logged where something is wrong', async () => {
    const entries = await entriesOf(await eventfulRun());
    const { records, warnings } = recordsOf({
      broken: fail({ message: 'The journal of run broken is damaged.' }),
      whole: ok(entries),
      empty: ok([]),
    });
    const [only, ...others] = await records.list();
    expect(only).toMatchObject({ startedAt: entries[0]?.at, state: { phase: 'review' } });
    expect(others).toEqual([]);
    expect(warnings).toEqual(['The journal of run broken is damaged.']);
  });

  it('are told as Markdown, JSON and log', async () => {
    const { records } = recordsOf({ run: ok(await entriesOf(await eventfulRun())) });
    const [report, log] = [await records.reportMarkdown('run'), await records.authorityLog('run')];
    expect(report.ok && report.value).toMatch(/^# Run report\n/);
    expect(log.ok && log.value).toMatch(/^Authority log/);
    const json = await records.reportJson('run');
    expect(JSON.parse(json.ok ? json.value : '')).toMatchObject({ format: 'lead-worker-run-report', version: 1 });
  });

  it('say why where there is nothing to tell', async () => {
    const { records } = recordsOf({ empty: ok([]) });
    const missing = { ok: false, error: { reason: 'journal', message: 'There is no journal of run gone.' } };
    expect(await records.reportMarkdown('gone')).toEqual(missing);
    expect(await records.authorityLog('gone')).toEqual(missing);
    expect(await records.reportJson('empty')).toMatchObject({ ok: false, error: { reason: 'journal' } });
  });
});
