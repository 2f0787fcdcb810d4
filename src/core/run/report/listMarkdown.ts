import { cellCode, inlineCode, plainLine } from '../../util/markdown';
import { countOf } from '../../util/text';
import { durationWords, type TimeWords } from '../../util/timeWords';
import { bullets, clockOf, grouped, section, table } from './pieces';
import type { RunReport } from './schema';
import { outcomeWords } from './taskMarkdown';

const subjects = {
  attempt: 'an attempt',
  base: 'before the run',
  proposal: 'the merged proposal',
  chosen: 'what you accepted',
};

/** What the lead had to ask, and what you said. */
export function questionMarkdown({ questions }: RunReport, times: TimeWords): string {
  const lines = questions.map(({ at, task, decision, reason, answer }) => {
    const said =
      answer === null
        ? 'not answered'
        : `you ${answer.granted ? 'allowed' : 'refused'} it, ${clockOf(answer.at, times)}`;
    return `${clockOf(at, times)} ${plainLine(task ?? '')}: ${plainLine(decision)}, **${said}**. ${plainLine(reason)}`;
  });
  return section('Questions', bullets(lines));
}

/** What was measured beside the attempts. Theirs stand with them. */
export function verdictMarkdown({ verdicts, gates, waivers, holds }: RunReport, times: TimeWords): string {
  const rows = verdicts
    .filter(({ subject }) => subject !== 'attempt')
    .map((verdict) => [
      times.clock(verdict.at),
      subjects[verdict.subject],
      plainLine(verdict.gate),
      outcomeWords(verdict.outcome),
      durationWords(verdict.durationMs),
      verdict.tree === '' ? '–' : cellCode(verdict.tree.slice(0, 12)),
    ]);
  const commands = gates.map(
    ({ id, command, required }) => `${plainLine(id)}: ${inlineCode(command)}${required ? '' : ', not required'}`,
  );
  const waived = waivers.map(
    ({ at, gate, reason }) => `${clockOf(at, times)} You waived ${plainLine(gate)}: ${plainLine(reason)}`,
  );
  const held = holds.map(({ at, subject, task, files }) => {
    const what =
      files.length > 0
        ? `until you had seen ${files.map(inlineCode).join(', ')}`
        : 'because a required one could not run';
    return `${clockOf(at, times)} Gates on ${plainLine(task ?? subjects[subject])} waited ${what}`;
  });
  const none = gates.length === 0 ? 'No command gate was configured.' : '';
  const measured = table(['Time', 'On', 'Gate', 'Outcome', 'Took', 'Tree'], rows);
  return section('Gates', none, bullets(commands), measured, bullets([...waived, ...held]));
}

/** What was found on proposed text, and what became of it. */
export function findingMarkdown({ findings }: RunReport): string {
  const rows = findings.map(({ severity, path, line, message, source, task, became, reason }) => [
    severity,
    cellCode(`${path}:${line}`),
    plainLine(message),
    plainLine(`${source}, ${task}`),
    `${became.replaceAll('-', ' ')}${reason === '' ? '' : `: ${plainLine(reason)}`}`,
  ]);
  return section('Findings', table(['Severity', 'Where', 'What', 'From', 'Became'], rows));
}

/** How well the work was divided: what there is to compare runs by. */
export function coordinationMarkdown({ coordination }: RunReport): string {
  if (!coordination) return '';
  const { workers, tasks, firstPass, retries, conflicts, idle, wanted } = coordination;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return section(
    'Coordination',
    bullets([
      `Accepted at the first attempt: ${firstPass} of ${countOf(tasks, 'task')}, ${percent(firstPass / tasks)}`,
      `Further attempts: ${retries}`,
      `Tasks in conflict: ${conflicts}`,
      ...(idle === null ? [] : [`Time in which ${countOf(workers, 'worker')} had no task: ${percent(idle)}`]),
      ...(wanted === null ? [] : [`Time in which tasks waited for a free worker: ${percent(wanted)}`]),
    ]),
  );
}

/** Who answered, how often, and what it took. A cost stands there only where a price is known. */
export function modelMarkdown({ run, models, spending }: RunReport): string {
  const isPriced = models.some(({ cost }) => cost !== null);
  const rows = models.map(({ role, configured, answered, mismatch, calls, tokens, cost }) => [
    role,
    plainLine(configured),
    mismatch ? `**${plainLine(answered)}**` : plainLine(answered),
    grouped(calls),
    `${grouped(tokens.input)} (${grouped(tokens.cached)})`,
    `${grouped(tokens.output)} (${grouped(tokens.reasoning)})`,
    ...(isPriced ? [cost === null ? 'no price known' : `${cost.amount.toFixed(2)} ${plainLine(cost.currency)}`] : []),
  ]);
  const columns = ['Role', 'Asked for', 'Answered', 'Calls:', 'Input tokens (cached):', 'Output tokens (reasoning):'];
  const listed = table(isPriced ? [...columns, 'Cost:'] : columns, rows);
  return section('Models and tokens', listed, ...spendingLines(spending, run.lead));
}

function spendingLines(spending: RunReport['spending'], lead: string): readonly string[] {
  if (!spending) return [];
  const { amount, currency, unpricedTokens, byLeadModel } = spending;
  const more = unpricedTokens > 0 ? `, and ${grouped(unpricedTokens)} tokens of models without a known price` : '';
  const compared =
    byLeadModel === null
      ? ''
      : ` All of it by ${plainLine(lead)} would have come to about ${byLeadModel.toFixed(2)} ${plainLine(currency)}.`;
  return [`In all ${amount.toFixed(2)} ${plainLine(currency)}${more}.${compared}`];
}

/** What the lead might do in this run. */
export function authorityMarkdown({ authority }: RunReport): string {
  const rows = authority.map(({ power, grant, limit, per }) => [
    power,
    grant,
    limit === null ? '–' : `${limit} per ${per}`,
  ]);
  return section('Authority of the lead', table(['Power', 'Granted', 'Limit'], rows));
}

/** What you did beside choosing, and what went wrong. */
export function eventMarkdown({ acts, failures }: RunReport, times: TimeWords): string {
  const done = acts.map(({ at, act, task, reason }) => {
    const of = task === null ? '' : ` (${plainLine(task)})`;
    return `${clockOf(at, times)} You ${act}${of}${reason === '' ? '' : `: ${plainLine(reason)}`}`;
  });
  const failed = failures.map(
    ({ at, subject, message }) => `${clockOf(at, times)} ${plainLine(subject)}: ${plainLine(message)}`,
  );
  return [section('What you did', bullets(done)), section('What went wrong', bullets(failed))]
    .filter((part) => part !== '')
    .join('\n\n');
}
