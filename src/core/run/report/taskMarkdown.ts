import { codeBlock, inlineCode, plainLine } from '../../util/markdown';
import { countOf } from '../../util/text';
import { durationWords, type TimeWords } from '../../util/timeWords';
import type { Told } from './facts';
import { changeWords, clockOf, grouped, section, table } from './pieces';
import type { RunReport } from './schema';

/** Lines of a red gate's output that are quoted. */
const outputLines = 12;

/** The plans the lead made. */
export function planMarkdown({ plans, returnedPlans }: RunReport, times: TimeWords): string {
  const returned = returnedPlans.map(
    ({ at, issues }) => `${clockOf(at, times)} A plan was sent back to the lead: ${issues.map(plainLine).join('; ')}`,
  );
  return section('Plan', ...returned, ...plans.map((plan) => onePlan(plan, times)));
}

function onePlan(plan: Told<'plans'>, times: TimeWords): string {
  const approved = plan.approvedAt === null ? 'not approved' : `approved ${clockOf(plan.approvedAt, times)}`;
  const rows = plan.tasks.map(({ id, title, dependsOn, writeScope, size, profile }) => [
    plainLine(id),
    plainLine(title),
    dependsOn.map(plainLine).join(', ') || '–',
    writeScope.map((glob) => inlineCode(glob).replaceAll('|', '\\|')).join(' '),
    `${size}${profile === 'default' ? '' : ` · ${plainLine(profile)}`}`,
  ]);
  return [
    `**Revision ${plan.revision}**, ${clockOf(plan.at, times)}, ${approved}. ${plainLine(plan.summary)}`,
    ...plan.warnings.map((warning) => `**Warning:** ${plainLine(warning)}`),
    table(['Task', 'Title', 'After', 'May write', 'Size'], rows),
  ].join('\n\n');
}

/** Each task with its attempts: what the worker said, what gates measured, what the lead decided and why. */
export function taskMarkdown(report: RunReport, times: TimeWords): string {
  return section('Tasks', ...report.tasks.map((task) => oneTask(task, report, times)));
}

function oneTask(task: Told<'tasks'>, report: RunReport, times: TimeWords): string {
  const measured = task.status === 'accepted' && !task.measured ? ', unmeasured' : '';
  const failure = task.failure === null ? '' : ` ${plainLine(task.failure)}`;
  return [
    `### ${plainLine(`${task.id} ${task.title}`)}`,
    `**${task.status}${measured}**, ${changeWords(task.hunks)}.${failure}`,
    ...task.attempts.map((attempt) => oneAttempt(task.id, attempt, report, times)),
  ].join('\n\n');
}

function oneAttempt(
  id: string,
  attempt: Told<'tasks'>['attempts'][number],
  report: RunReport,
  times: TimeWords,
): string {
  const isMine = (told: { readonly task: string | null; readonly attempt: number | null }): boolean =>
    told.task === id && told.attempt === attempt.attempt;
  const { startedAt, endedAt, tokens } = attempt;
  const took = startedAt === null || endedAt === null ? '' : durationWords(endedAt - startedAt);
  const facts = [
    clockOf(startedAt, times),
    took,
    attempt.models.map(plainLine).join(', '),
    countOf(attempt.turns, 'turn'),
    `${grouped(tokens.input + tokens.output)} tokens`,
    attempt.profile === 'default' ? '' : `profile ${plainLine(attempt.profile)}`,
  ].filter((fact) => fact !== '');
  return [
    `**Attempt ${attempt.attempt}** · ${facts.join(' · ')}`,
    ...(attempt.feedback === null ? [] : [`- told first: ${plainLine(attempt.feedback)}`]),
    ...(attempt.summary === '' ? [] : [`- the worker: ${plainLine(attempt.summary)}`]),
    ...inOrder([
      ...report.verdicts.filter(isMine).map((verdict) => ({ entry: verdict.entry, lines: [verdictLine(verdict)] })),
      ...report.decisions.filter(isMine).map((decision) => ({ entry: decision.entry, lines: decisionLines(decision) })),
      ...report.refusals.filter(isMine).map((refusal) => ({ entry: refusal.entry, lines: [refusalLine(refusal)] })),
    ]),
  ].join('\n');
}

/** What happened, one after the other. */
function inOrder(told: readonly { readonly entry: number; readonly lines: readonly string[] }[]): readonly string[] {
  return [...told].sort((one, other) => one.entry - other.entry).flatMap(({ lines }) => lines);
}

function verdictLine(verdict: Told<'verdicts'>): string {
  const exit = verdict.exitCode === null || verdict.exitCode === 0 ? '' : ` (exit code ${verdict.exitCode})`;
  const line = `- gate ${plainLine(verdict.gate)}: ${outcomeWords(verdict.outcome)}${exit}, ${durationWords(verdict.durationMs)}`;
  if (verdict.output === '') return line;
  const last = verdict.output.split('\n').slice(-outputLines).join('\n');
  return `${line}\n\n${indented(codeBlock(last))}\n`;
}

function decisionLines(decision: Told<'decisions'>): readonly string[] {
  // What the guard refuses is on record by itself, with its reason.
  const guard = decision.guard === 'asked' ? ', which was asked of you' : '';
  const reason = decision.reason === '' ? '' : ` ${plainLine(decision.reason)}`;
  return [
    `- the lead: **${plainLine(decision.decision)}**${guard}.${reason}`,
    ...decision.criteria.map(
      ({ id, met, reason: why }) => `  - ${plainLine(id)} ${met ? 'met' : '**not met**'}: ${plainLine(why)}`,
    ),
    ...decision.stated.map(
      ({ path, line, severity, message }) =>
        `  - ${severity} at ${inlineCode(`${path}:${line}`)}: ${plainLine(message)}`,
    ),
  ];
}

function refusalLine({ by, decision, reason }: Told<'refusals'>): string {
  if (by === 'user') return `- you refused it: ${plainLine(decision)}`;
  return `- the guard refused it: ${plainLine(decision)}. ${plainLine(reason)}`;
}

/** The outcome of a gate in words: `could not run`. */
export function outcomeWords(outcome: string): string {
  const words = outcome.replaceAll('-', ' ');
  return outcome === 'failed' || outcome === 'could-not-run' ? `**${words}**` : words;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
