import { describe, expect, it } from 'vitest';
import { authorityLogOf } from '../../../../src/core/run/authorityLog/authorityLog';
import { act, noAuthority, type Wordings } from '../../../../src/core/run/authorityLog/line';
import { logText } from '../../../../src/core/run/authorityLog/logText';
import { toldByState, type Parts } from '../../../../src/core/run/report/parts';
import { entriesOf, eventfulRun, times } from './toldRun';

describe('the authority log', () => {
  it('has a line for each use of authority', async () => {
    const log = authorityLogOf(await entriesOf(await eventfulRun()));
    await expect(logText(log, times)).toMatchFileSnapshot('../../../golden/authority-log.txt');
  });

  it('says what the guard answered, and what is left of a limit', async () => {
    const { lines } = authorityLogOf(await entriesOf(await eventfulRun()));
    const bySaid = (what: string): object[] => lines.filter((line) => line.act === what);
    expect(bySaid('retry')[0]).toMatchObject({ who: 'lead', on: 'A #1', outcome: 'allowed', left: '1 of 2' });
    expect(bySaid('abort the run')).toMatchObject([
      { who: 'lead', outcome: 'needs your word' },
      { who: 'guard', outcome: 'asks you' },
      { who: 'you', outcome: 'refused' },
    ]);
    expect(bySaid('waive')).toMatchObject([{ who: 'you', on: 'gate test' }]);
    expect(bySaid('accept').filter((line) => 'outcome' in line && line.outcome === 'not allowed')).not.toEqual([]);
  });

  it('keeps each entry on its line, and shows what hides itself', async () => {
    const entries = await entriesOf(await eventfulRun());
    const hostile = entries.map((event) =>
      event.type === 'gate-waived'
        ? { ...event, reason: `a\n13:00:00  you  approve\r\u202Eb${'x'.repeat(1000)}` }
        : event,
    );
    const log = authorityLogOf(hostile);
    const text = logText(log, times);
    expect(text.split('\n')).toHaveLength(logText(authorityLogOf(entries), times).split('\n').length);
    expect(text).toContain('a 13:00:00 you approve ⟨U+202E⟩b');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(600);
  });

  it('is told of a journal without a beginning too', () => {
    const log = authorityLogOf([{ type: 'gate-waived', gate: 'test', reason: 'why', at: 1 }]);
    expect(log.lines).toMatchObject([{ who: 'you', act: 'waive', entry: 1 }]);
    expect(logText(log, times)).toContain('whose beginning is not in its journal');
  });
});

it('an event without a row does not compile, in either table', () => {
  // @ts-expect-error -- a row is missing
  const wordings: Wordings<'run-stopped' | 'run-finished'> = { 'run-stopped': noAuthority };
  // @ts-expect-error -- and here
  const parts: Parts<'run-stopped' | 'run-finished'> = { 'run-stopped': toldByState };
  expect([Object.keys(wordings), Object.keys(parts)]).toEqual([['run-stopped'], ['run-stopped']]);
  expect(act('you', 'stop')).toMatchObject({ who: 'you', outcome: '' });
});
