import type { Problem } from '../gates/problem';
import { addedProblems } from '../gates/sinceBase';
import type { Verdict } from '../gates/verdict';
import type { NewId } from '../ports/services';
import { locateQuote } from '../review/anchor';
import type { Finding } from '../review/finding';
import { attribute } from '../staging/read/attribution';
import type { Author, FileChange } from '../staging/read/changeSet';
import type { ProposalFile } from '../staging/read/proposal';
import type { AttemptKey } from './events';
import { proposedTexts } from './proposedTexts';
import { baseOf, originsIn } from './standings';
import type { RunState } from './state';

/** Findings that one gate may make; more would bury the review, and all of them are in the verdict. */
const mostFindings = 100;

type TaskAuthor = Extract<Author, { type: 'task' }>;

/**
 * What a gate found on the merged proposal and not on the base, as findings on the lines it named. Each speaks to the task that
 * wrote the line, or the last that wrote the file. What lies in files that no task changed is left to the verdict.
 */
export function findingsOnProposal(run: RunState, verdict: Verdict, newId: NewId): readonly Finding[] {
  const problems = addedProblems(verdict, baseOf(run, verdict.gate), originsIn(run));
  if (problems.length === 0) return [];
  const texts = proposedTexts(run);
  const findings = problems.flatMap((problem): readonly Omit<Finding, 'id'>[] => {
    const file = run.proposal.get(problem.path);
    const quote = lineOf(texts.get(problem.path), problem.line);
    const author = file && quote !== undefined ? authorAt(file, problem.line, quote) : undefined;
    return author && quote !== undefined ? [findingOf(verdict.gate, author, { ...problem, quote })] : [];
  });
  return findings.slice(0, mostFindings).map((finding) => ({ id: newId(), ...finding }));
}

/** What a gate of ours remarks on an attempt, on the lines of its change set. */
export function findingsOnAttempt(
  verdicts: readonly Verdict[],
  { key, changes, newId }: { readonly key: AttemptKey; readonly changes: readonly FileChange[]; readonly newId: NewId },
): readonly Finding[] {
  const texts = new Map(changes.map(({ path, after }) => [path, after]));
  return verdicts.flatMap(({ gate, problems = [] }) =>
    problems.slice(0, mostFindings).flatMap((problem) => {
      const quote = lineOf(texts.get(problem.path), problem.line);
      return quote === undefined ? [] : [{ id: newId(), ...findingOf(gate, key, { ...problem, quote }) }];
    }),
  );
}

function findingOf(
  gate: string,
  { taskId, attempt }: AttemptKey,
  { path, line, quote, severity, message, code }: Problem & { readonly quote: string },
): Omit<Finding, 'id'> {
  const said = code === null ? message : `${message} (${code})`;
  return { source: `gate:${gate}`, taskId, attempt, path, line, quote, severity, message: said, criterion: null };
}

function lineOf(text: string | null | undefined, line: number): string | undefined {
  return text?.split('\n')[line - 1]?.replace(/\r$/, '');
}

/** Who wrote a line as it stands, or else the last task that wrote the file; nobody where only the user did. */
function authorAt(file: ProposalFile, line: number, quote: string): TaskAuthor | undefined {
  // The file has rejected hunks as well, so that its lines may be counted otherwise.
  const at = locateQuote(file.text ?? '', line, quote);
  const author = at === undefined ? null : attribute(file).lines[at - 1];
  if (author?.type === 'task') return author;
  return file.steps.map((step) => step.author).findLast((other): other is TaskAuthor => other.type === 'task');
}
