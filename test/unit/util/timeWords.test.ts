import { describe, expect, it } from 'vitest';
import { durationWords, timesSince, timeWordsIn } from '../../../src/core/util/timeWords';

const at = Date.UTC(2026, 10, 26, 23, 30, 5);

describe('a time', () => {
  it.each([
    [0, '2026-11-26', '23:30:05', 'UTC+00:00'],
    [60, '2026-11-27', '00:30:05', 'UTC+01:00'],
    [-210, '2026-11-26', '20:00:05', 'UTC-03:30'],
    [345, '2026-11-27', '05:15:05', 'UTC+05:45'],
  ])('is said in the words of a place %d minutes from UTC', (offset, date, clock, zone) => {
    const words = timeWordsIn(() => offset);
    expect([words.date(at), words.clock(at), words.zone(at)]).toEqual([date, clock, zone]);
  });

  it('has the offset of its own season', () => {
    const summer = Date.UTC(2026, 6, 1, 12);
    const words = timeWordsIn((time) => (time === summer ? 120 : 60));
    expect([words.clock(summer), words.zone(at)]).toEqual(['14:00:00', 'UTC+01:00']);
  });
});

it('a time of another day than the first has its date', () => {
  const utc = timeWordsIn(() => 0);
  const words = timesSince(at, utc);
  expect([words.clock(at), words.clock(at + 3_600_000)]).toEqual(['23:30:05', '2026-11-27 00:30:05']);
  expect(timesSince(null, utc).clock(at)).toBe('23:30:05');
});

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1.0 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [312_000, '5 min 12 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h 0 min'],
  [3_840_000, '1 h 4 min'],
  [7_199_000, '2 h 0 min'],
])('%d ms are %s', (durationMs, words) => {
  expect(durationWords(durationMs)).toBe(words);
});
