import { inlineCode, plainLine, quoteBlock } from '../../util/markdown';
import { countOf } from '../../util/text';
import { durationWords, type TimeWords } from '../../util/timeWords';
import type { RunPhase } from '../state';
import { bullets, changeWords, section } from './pieces';
import type { RunReport } from './schema';

const phaseWords: Readonly<Record<RunPhase, string>> = {
  planning: 'planning',
  'plan-ready': 'its plan waits for your approval',
  running: 'under way',
  stopping: 'stopping',
  review: 'in review',
  applied: 'applied',
  stopped: 'stopped',
  interrupted: 'interrupted: its window went away',
  aborted: 'aborted',
  failed: 'failed',
  discarded: 'discarded',
};

/** What the run was for, where it stands, and what has to be known before the rest is read. */
export function headMarkdown(report: RunReport, times: TimeWords): string {
  return [
    '# Run report',
    quoteBlock(report.goal),
    bullets(headLines(report, times)),
    section('To know first', bullets(warnings(report))),
    summaryMarkdown(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function summaryMarkdown({ summary, run }: RunReport): string {
  if (summary === null) return '';
  const places = summary.lookFirst.map(({ path, reason }) => `${inlineCode(path)}: ${plainLine(reason)}`);
  const first = places.length === 0 ? '' : `**Look first at**\n\n${bullets(places)}`;
  return section('Summary', `In the words of ${plainLine(run.lead)}:`, quoteBlock(summary.text), first);
}

function headLines(report: RunReport, times: TimeWords): readonly string[] {
  const { run, tasks, files } = report;
  const accepted = tasks.filter(({ status }) => status === 'accepted').length;
  const sum = (name: 'applied' | 'accepted' | 'rejected' | 'open'): number =>
    files.reduce((total, { hunks }) => total + hunks[name], 0);
  const counts = { applied: sum('applied'), accepted: sum('accepted'), rejected: sum('rejected'), open: sum('open') };
  const standing = [
    phaseWords[run.phase as RunPhase],
    ...(tasks.length > 0 ? [`${accepted} of ${countOf(tasks.length, 'task')} accepted`] : []),
    ...(files.length > 0 ? [`${changeWords(counts)}, in ${countOf(files.length, 'file')}`] : []),
  ];
  const profiles = run.profiles.map(({ name, model }) => `${plainLine(name)} (${plainLine(model)})`);
  return [
    `**Stands:** ${standing.join(' · ')}`,
    ...timeLines(report, times),
    `**Lead:** ${plainLine(run.lead)}`,
    `**Workers:** ${[plainLine(run.worker), ...profiles].join(', ')}, at most ${run.maxWorkers} at once`,
    `**Folders:** ${run.folders.map(inlineCode).join(', ')}`,
    `**Run:** ${inlineCode(run.id)}`,
  ];
}

function timeLines({ run: { startedAt, lastAt } }: RunReport, times: TimeWords): readonly string[] {
  if (startedAt === null || lastAt === null) return [];
  const span = `${times.date(startedAt)} ${times.clock(startedAt)} to ${times.clock(lastAt)} (${times.zone(startedAt)})`;
  return [`**Time:** ${span}, ${durationWords(lastAt - startedAt)}`];
}

/** Gates run what workers wrote: with all that the user may do, where nothing kept them from it. */
function unconfined({ verdicts }: RunReport): readonly string[] {
  const free = new Set(
    verdicts.filter(({ exitCode, sandbox }) => exitCode !== null && sandbox === null).map(({ gate }) => gate),
  );
  return free.size === 0 ? [] : [`Gates ran **without a sandbox**: ${[...free].map(plainLine).join(', ')}.`];
}

/** Each of them changes what the rest is worth. */
function warnings(report: RunReport): readonly string[] {
  const { run, models, waivers, tasks, findings, journal } = report;
  const unmeasured = tasks.filter(({ status, measured }) => status === 'accepted' && !measured).map(({ id }) => id);
  const errors = findings.filter(({ became, severity }) => became === 'open' && severity === 'error').length;
  return [
    ...(run.scripted ? ['The models of this run were the **demo model**: scripted, not intelligent.'] : []),
    ...models
      .filter(({ mismatch }) => mismatch)
      .map(
        ({ role, configured, answered }) =>
          `For the ${role}, ${plainLine(answered)} answered, **not** the configured ${plainLine(configured)}.`,
      ),
    ...waivers.map(({ gate, reason }) => `You waived the gate ${plainLine(gate)}: ${plainLine(reason)}`),
    ...unconfined(report),
    ...(unmeasured.length > 0
      ? [`**Unmeasured:** no command gate has passed on what was accepted of ${unmeasured.map(plainLine).join(', ')}.`]
      : []),
    ...(errors > 0 ? [`${countOf(errors, 'finding')} of severity error still open.`] : []),
    ...(journal.unread > 0
      ? [
          `${countOf(journal.unread, 'entry', 'entries')} of the journal come from another version and are not told here.`,
        ]
      : []),
    ...(journal.broken === null
      ? []
      : [
          `The journal does not hold together from one event on (${plainLine(journal.broken)}). Facts after it are told; how the run stands is as of then.`,
        ]),
  ];
}
