import type { Problem } from '../../core/gates/problem';
import { addedProblems } from '../../core/gates/sinceBase';
import type { Verdict } from '../../core/gates/verdict';
import { baseOf, originsIn, standingIn } from '../../core/run/standings';
import type { RunState } from '../../core/run/state';
import { countOf } from '../../core/util/text';
import { isRed } from './attention';
import { plainMarkdown } from '../../core/util/markdown';
import type { PlanRow, RowIcon } from './row';
import { verdictTooltip } from './tooltips';

/** Problems that are listed under a verdict; its tooltip has the output. */
const mostListed = 20;

const labels = {
  base: 'before the run',
  proposal: 'on the merged proposal',
  chosen: 'on what you accepted',
} as const;

type Subject = keyof typeof labels;

/** What was measured beside the tasks' own attempts. */
export function verdictRows(state: RunState): readonly PlanRow[] {
  // A green base is no news; a red one is why a gate may be red whatever tasks do.
  const base = state.baseVerdicts.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not-configured');
  return [
    ...base.map((verdict) => verdictRow(state, 'base', verdict)),
    ...state.proposalVerdicts.map((verdict) => verdictRow(state, 'proposal', verdict)),
    ...state.chosenVerdicts.map((verdict) => verdictRow(state, 'chosen', verdict)),
  ];
}

function verdictRow(state: RunState, subject: Subject, verdict: Verdict): PlanRow {
  const words = [
    `${verdict.outcome.replaceAll('-', ' ')} ${labels[subject]}`,
    subject === 'base' ? countWords(verdict.problems ?? []) : sinceBaseWords(state, verdict),
    state.waivers.has(verdict.gate) ? 'waived by you' : '',
  ];
  const description = words.filter((word) => word !== '').join(' · ');
  const isWaivable = subject !== 'base' && isRed(verdict, state);
  const id = `${state.runId}/verdict/${subject}/${verdict.gate}`;
  return {
    type: 'verdict',
    runId: state.runId,
    gate: verdict.gate,
    id,
    label: `Gate ${verdict.gate}`,
    description,
    icon: verdictIcon(verdict),
    context: isWaivable ? `verdict ${verdict.outcome} waivable` : `verdict ${verdict.outcome}`,
    spoken: `Gate ${verdict.gate}, ${description}`,
    tooltip: () => verdictTooltip(verdict),
    click: null,
    expanded: false,
    children: problemRows(state, id, problemsToList(state, subject, verdict)),
  };
}

/** What a red verdict says of the run's own changes, in a few words; nothing where the base was green. */
export function sinceBaseWords(state: RunState, verdict: Verdict): string {
  const base = baseOf(state, verdict.gate);
  switch (standingIn(state, verdict)) {
    case 'known':
      return 'nothing new since before the run';
    case 'unclear':
      return 'failed before the run too';
    case 'added': {
      const added = addedProblems(verdict, base, originsIn(state));
      if (base?.outcome !== 'failed') return countWords(added);
      return added.length === 0 ? 'worse than before the run' : countOf(added.length, 'new problem');
    }
    default:
      return '';
  }
}

function countWords(problems: readonly Problem[]): string {
  return problems.length === 0 ? '' : countOf(problems.length, 'problem');
}

/** Those that stand nowhere else: findings on the proposal are in the Problems panel. */
function problemsToList(state: RunState, subject: Subject, verdict: Verdict): readonly Problem[] {
  const problems = verdict.problems ?? [];
  if (subject === 'base') return problems;
  const found = new Set(state.findings.map(({ finding }) => `${finding.source} ${finding.path} ${finding.message}`));
  const isFound = ({ path, message, code }: Problem): boolean =>
    found.has(`gate:${verdict.gate} ${path} ${code === null ? message : `${message} (${code})`}`);
  return addedProblems(verdict, baseOf(state, verdict.gate), originsIn(state)).filter((problem) => !isFound(problem));
}

function problemRows(state: RunState, parent: string, problems: readonly Problem[]): readonly PlanRow[] {
  const rows = problems.slice(0, mostListed).map((problem, index) => problemRow(state, `${parent}/${index}`, problem));
  const rest = problems.length - rows.length;
  return rest > 0 ? [...rows, moreRow(state, parent, rest)] : rows;
}

function problemRow(state: RunState, id: string, { path, line, message, severity, code }: Problem): PlanRow {
  const place = `${path}:${line}`;
  const said = code === null ? message : `${message} (${code})`;
  return {
    type: 'problem',
    runId: state.runId,
    path,
    id,
    label: place,
    description: said,
    icon: severityIcon(severity),
    context: 'problem',
    spoken: `${severity} in ${place}: ${said}`,
    tooltip: () => plainMarkdown(`${place}: ${said}`),
    click: null,
    expanded: false,
    children: [],
  };
}

function moreRow(state: RunState, parent: string, rest: number): PlanRow {
  const label = `and ${rest} more`;
  return {
    type: 'problem',
    runId: state.runId,
    id: `${parent}/more`,
    label,
    description: '',
    icon: { id: 'ellipsis' },
    context: 'problem',
    spoken: label,
    tooltip: () => 'The output of the gate has all of them.',
    click: null,
    expanded: false,
    children: [],
  };
}

function severityIcon(severity: Problem['severity']): RowIcon {
  switch (severity) {
    case 'error':
      return { id: 'error', color: 'problemsErrorIcon.foreground' };
    case 'warning':
      return { id: 'warning', color: 'problemsWarningIcon.foreground' };
    case 'information':
      return { id: 'info', color: 'problemsInfoIcon.foreground' };
  }
}

function verdictIcon(verdict: Verdict): RowIcon {
  switch (verdict.outcome) {
    case 'passed':
      return { id: 'pass', color: 'testing.iconPassed' };
    case 'failed':
      return { id: 'error', color: 'testing.iconFailed' };
    case 'could-not-run':
      return { id: 'warning', color: 'testing.iconErrored' };
    case 'not-configured':
      return { id: 'circle-slash', color: 'testing.iconSkipped' };
  }
}
