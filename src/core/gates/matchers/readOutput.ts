import type { Problem, ProblemSeverity } from '../problem';
import type { WorkspacePath } from '../../util/paths';
import { otherFailures } from './otherFailures';
import type { MatcherStep, ProblemMatcher } from './matcher';
import { outputLines } from './outputLines';
import { OutputPaths, type OutputPlace } from './outputPlace';

/** Problems that a verdict holds; a tool that finds more is read no further. */
const maxProblems = 300;
/** Characters of a message that are kept. */
const maxMessage = 500;

/** What a command's output says, located. */
export interface OutputReading {
  /** In the order they were printed, each once. */
  readonly problems: readonly Problem[];
  /**
   * Other lines that speak of failure, so worded that two runs print the same. Absent where not everything could be kept: such a
   * reading can't be compared with another.
   */
  readonly otherFailures?: readonly string[];
}

/**
 * Reads problems off output. Never throws, whatever it is given; the time it takes grows with the lines, as each of them, cut to
 * a bounded length, is put to each matcher at most twice.
 */
export function readOutput(output: string, matchers: readonly ProblemMatcher[], place: OutputPlace): OutputReading {
  const lines = outputLines(output);
  const paths = new OutputPaths(place);
  const readers = matchers.map((matcher) => new MatcherReader(matcher, paths));
  const problems = new Map<string, Problem>();
  const read = new Set<number>();
  let isWhole = true;
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    let isTaken = false;
    for (const reader of readers) {
      // Whoever comes later still sees the line, since it may begin a problem of its own.
      const found = reader.next(line, index, { mayEnd: !isTaken });
      if (!found) continue;
      isTaken = true;
      if (problems.size < maxProblems) problems.set(JSON.stringify(found.problem), found.problem);
      else isWhole = false;
      for (const number of found.lines) read.add(number);
    }
  }
  const others = isWhole ? otherFailures(lines, read, place.root) : undefined;
  return { problems: [...problems.values()], ...(others && { otherFailures: others }) };
}

type Facts = Readonly<Record<string, string | undefined>>;

/** How far a matcher has come with the problem it is reading. */
interface Progress {
  readonly step: number;
  readonly facts: Facts;
  readonly lines: readonly number[];
  readonly at: number;
}

interface Found {
  readonly problem: Problem;
  readonly lines: readonly number[];
}

/** One matcher on its way through the lines. */
class MatcherReader {
  private progress: Progress | undefined;

  constructor(
    private readonly matcher: ProblemMatcher,
    private readonly paths: OutputPaths,
  ) {}

  /** The problem that this line completes, if any. `mayEnd`: no matcher before this one has read the line. */
  next(line: string, index: number, { mayEnd }: { readonly mayEnd: boolean }): Found | undefined {
    const { progress } = this;
    if (progress) {
      const step = this.matcher.steps[progress.step];
      if (!step || index - progress.at - 1 > (step.within ?? 0)) this.progress = undefined;
      else {
        const taken = this.take(line, index, step, mayEnd);
        if (taken !== 'no') return taken;
      }
    }
    const before = this.progress;
    this.progress = undefined;
    const taken = this.take(line, index, this.matcher.steps[0], mayEnd);
    // A line that begins nothing leaves what was begun before it.
    if (taken === 'no') this.progress = before;
    return taken === 'no' ? undefined : taken;
  }

  private take(line: string, index: number, step: MatcherStep, mayEnd: boolean): Found | undefined | 'no' {
    const groups = step.pattern.exec(line)?.groups;
    if (!groups) return 'no';
    const { steps, repeats } = this.matcher;
    const { step: number, facts, lines }: Omit<Progress, 'at'> = this.progress ?? { step: 0, facts: {}, lines: [] };
    const now: Progress = {
      step: number + 1,
      facts: { ...facts, ...present(groups) },
      lines: [...lines, index],
      at: index,
    };
    if (now.step < steps.length) {
      this.progress = now;
      return undefined;
    }
    const problem = mayEnd ? this.problemOf(now.facts) : undefined;
    // A place outside of the workspace ends nothing: the next frame of the stack may lie in it.
    if (!problem) return 'no';
    this.progress = repeats && this.progress ? { ...this.progress, at: index } : undefined;
    return { problem, lines: now.lines };
  }

  private problemOf(facts: Facts): Problem | undefined {
    const { byFileName, severity = 'error' } = this.matcher;
    const { file = '', line = '1', column, code, test, message } = facts;
    const path: WorkspacePath | undefined = byFileName ? this.paths.readName(file) : this.paths.read(file);
    if (path === undefined) return undefined;
    return {
      path,
      line: numberOf(line) ?? 1,
      column: column === undefined ? null : numberOf(column),
      severity: severityOf(facts.severity, severity),
      message: messageOf(test, message),
      code: code ?? null,
    };
  }
}

/** Groups that took part; one of a later step must not hide what an earlier one said. */
function present(groups: Readonly<Record<string, string | undefined>>): Facts {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));
}

/** Lines and columns that a file can have; hostile output may print any digits. */
function numberOf(digits: string): number | null {
  const number = Number(digits);
  return Number.isSafeInteger(number) && number >= 1 && number <= 10_000_000 ? number : null;
}

function severityOf(word: string | undefined, otherwise: ProblemSeverity): ProblemSeverity {
  if (word === undefined) return otherwise;
  if (/^warn/i.test(word)) return 'warning';
  return /^(?:info|note|message|hint)/i.test(word) ? 'information' : 'error';
}

function messageOf(test: string | undefined, message: string | undefined): string {
  const said = message?.trim() ?? '';
  const words = test === undefined ? said : `${test.trim()}: ${said === '' ? 'failed' : said}`;
  return words.replaceAll(/\p{Cc}/gu, ' ').slice(0, maxMessage);
}
