/** Says times where the reader is. All take milliseconds since 1970. */
export interface TimeWords {
  /** `2026-11-26` */
  date(at: number): string;
  /** `14:03:59` */
  clock(at: number): string;
  /** `UTC+01:00` */
  zone(at: number): string;
}

/** Words for a time zone, given by its offset from UTC at a time, in minutes: those of a place change with the season. */
export function timeWordsIn(offsetMinutes: (at: number) => number): TimeWords {
  const iso = (at: number): string => new Date(at + offsetMinutes(at) * 60_000).toISOString();
  return {
    date: (at) => iso(at).slice(0, 10),
    clock: (at) => iso(at).slice(11, 19),
    zone: (at) => {
      const minutes = offsetMinutes(at);
      const two = (part: number): string => String(Math.trunc(part)).padStart(2, '0');
      return `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
    },
  };
}

/** The same for what may go on for days: a time of day has its date, unless that is the day on which it began. */
export function timesSince(startedAt: number | null, times: TimeWords): TimeWords {
  if (startedAt === null) return times;
  const first = times.date(startedAt);
  return {
    ...times,
    clock: (at) => (times.date(at) === first ? times.clock(at) : `${times.date(at)} ${times.clock(at)}`),
  };
}

/** How long something took: `850 ms`, `12.3 s`, `5 min 12 s`, `1 h 4 min`. */
export function durationWords(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  // Rounds before it picks the unit, so that 59,960 ms is no "60.0 s".
  const tenths = Math.round(durationMs / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
