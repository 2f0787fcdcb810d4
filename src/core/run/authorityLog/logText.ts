import { powers, powerWords, type AuthorityTable } from '../../authority/table';
import { countOf } from '../../util/text';
import { timesSince, type TimeWords } from '../../util/timeWords';
import { visibleText } from '../../util/visibleText';
import type { AuthorityLog } from './authorityLog';
import type { LogLine } from './line';

/** Characters of a reason that one line has room for; the report has all of it. */
const mostOfReason = 400;
const columns = ['Time', 'Who', 'What', 'On', 'Outcome', 'Left', 'Why'] as const;

/** The log as plain text in columns: every entry is one line, whatever is in its texts. */
export function logText(log: AuthorityLog, local: TimeWords): string {
  const times = timesSince(log.lines[0]?.at ?? null, local);
  return `${[...head(log, times), '', ...rows(log, times), ...notes(log)].join('\n')}\n`;
}

function head({ state, lines }: AuthorityLog, times: TimeWords): readonly string[] {
  if (!state) return ['Authority log of a run whose beginning is not in its journal'];
  const startedAt = lines[0]?.at ?? null;
  const when = startedAt === null ? '' : `, ${times.date(startedAt)}, times in ${times.zone(startedAt)}`;
  return [
    `Authority log of run ${state.runId}${when}`,
    '',
    'The lead may',
    ...tableWords(state.setup.authority),
    '  waive a gate, widen a scope, raise a budget or write a file: never',
  ];
}

function tableWords(table: AuthorityTable): readonly string[] {
  return powers.map((power) => {
    const { grant, limit } = table[power];
    const { does, per } = powerWords[power];
    const often = grant === 'never' || limit === null ? '' : `, ${limit} per ${per}`;
    return `  ${does}: ${{ always: 'yes', ask: 'asks you', never: 'never' }[grant]}${often}`;
  });
}

function rows({ lines }: AuthorityLog, times: TimeWords): readonly string[] {
  const cells = lines.map((line) => cellsOf(line, times));
  const all = [[...columns], ...cells];
  const widths = columns.map((_column, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cellsOf({ at, who, act, on, outcome, left, reason }: LogLine, times: TimeWords): readonly string[] {
  const why = oneLine(reason);
  const cut = why.length > mostOfReason ? `${why.slice(0, mostOfReason)}…` : why;
  return [at === null ? '–' : times.clock(at), who, oneLine(act), oneLine(on), outcome, left, cut];
}

function oneLine(text: string): string {
  return visibleText(text).replaceAll(/\s+/g, ' ').trim();
}

function notes({ unread, broken }: AuthorityLog): readonly string[] {
  return [
    ...(unread > 0
      ? ['', `${countOf(unread, 'entry', 'entries')} of the journal come from another version and are not told here.`]
      : []),
    ...(broken === null ? [] : ['', `The journal does not hold together from one event on: ${oneLine(broken)}`]),
  ];
}
