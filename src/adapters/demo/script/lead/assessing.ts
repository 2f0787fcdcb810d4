import { fail, ok, type Result } from '../../../../core/util/result';
import type { ScriptedRequest } from '../../server/modelScript';
import { readConversation } from '../conversation';
import { fill, findFacts } from '../facts';
import { fitsFeedback } from '../feedback';
import { taskScripts } from '../plan';
import type { AnswerResult } from '../refusal';
import type { JudgementScript, ScriptedFinding } from '../taskScript';
import { readAttemptReport, type AttemptReport, type DiffLine } from './attemptReport';
import { hasAuthority } from './authority';

/** The lead's part in judging: verdicts and diff say which judgement it is, and everything in it has to be seen in them. */
export function assess(request: ScriptedRequest): AnswerResult {
  const conversation = readConversation(request);
  const report = readAttemptReport(conversation.opening);
  if (!hasAuthority(request)) return fail('The lead was not told its authority.');
  if (conversation.followUp !== undefined)
    return fail("The demo's assessment was found wanting, and there is no other.");
  if (report.wasRefused) return fail("The demo's decision was refused, and there is no other.");
  const judgement = findJudgement(report);
  return judgement.ok ? answerWith(judgement.value, report) : judgement;
}

function findJudgement(report: AttemptReport): Result<JudgementScript, string> {
  const task = taskScripts.find(({ planned }) => planned.title === report.title);
  if (!task) return fail(`The task "${report.title}" is not in the demo's script.`);
  const measured = report.verdicts.find(({ gate }) => gate === 'test');
  if (!measured) return fail('The lead was sent no verdict of the gate "test".');
  const unpassed = report.verdicts.some(({ required, outcome }) => required && outcome !== 'passed');
  const outcome = unpassed ? 'failed' : 'passed';
  const judgement = task.judgements.find(
    ({ feedback, gates }) => gates === outcome && fitsFeedback(feedback, report.feedback),
  );
  return judgement
    ? ok(judgement)
    : fail(`The demo's script does not know the task "${report.title}" with gates ${outcome} after this feedback.`);
}

function answerWith(judgement: JudgementScript, report: AttemptReport): AnswerResult {
  const output = report.verdicts.map((verdict) => verdict.output ?? '').join('\n');
  const facts = findFacts(judgement.facts, (from) => (from === 'gate-output' ? output : undefined));
  if (!facts.ok) return facts;

  const unshown = [...judgement.criteria, ...judgement.findings].find(
    ({ shownBy }) => !lineWith(report.lines, shownBy),
  );
  if (unshown) return fail(`The lead looks for "${unshown.shownBy}" in the change, and it was not sent there.`);
  const assessment = {
    criteria: judgement.criteria.map(({ criterion, met, reason }) => ({
      criterion,
      met,
      reason: fill(reason, facts.value),
    })),
    findings: judgement.findings.flatMap((finding) => located(finding, report.lines)),
    decision:
      judgement.retry === null ? { type: 'accept' } : { type: 'retry', feedback: fill(judgement.retry, facts.value) },
  };
  return ok({ type: 'text', text: JSON.stringify(assessment) });
}

function located(
  { path, shownBy, severity, message, criterion }: ScriptedFinding,
  lines: readonly DiffLine[],
): readonly object[] {
  const line = lineWith(
    lines.filter((candidate) => candidate.path === path),
    shownBy,
  );
  return line ? [{ path, line: line.number, quote: line.text, severity, message, criterion }] : [];
}

function lineWith(lines: readonly DiffLine[], text: string): DiffLine | undefined {
  return lines.find((line) => line.text.includes(text));
}
