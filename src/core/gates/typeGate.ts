import type { Clock, Digest } from '../ports/services';
import type { ShadowTree, TreeChanges } from '../ports/shadowTree';
import type { TypeChecker, TypeCheckOutcome, TypeProblem } from '../ports/typeChecker';
import type { Workspace } from '../ports/workspace';
import { throwIfAborted } from '../util/abort';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { countOf } from '../util/text';
import type { Problem } from './problem';
import type { TypeGate, Verdict } from './verdict';

/** Files that are looked for in a workspace, at most. */
const maxFiles = 50_000;
/** Problems a verdict keeps, and characters of each, as of a command's output. */
const maxProblems = 300;
const maxMessage = 500;

/** What checking types needs from outside. */
export interface TypeGateOptions {
  readonly checker: TypeChecker;
  readonly workspace: Pick<Workspace, 'list' | 'place' | 'unsaved'>;
  /** For compilers that want to see some changes on a disk. */
  readonly shadow: ShadowTree;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** What is checked: the workspace with texts laid over it, as far as it lies in the folder of the gate. */
interface Checked {
  /** Absolute path of the folder. */
  readonly root: string;
  /** What stands before paths in it: nothing where the workspace has one folder. */
  readonly prefix: string;
  readonly files: readonly string[];
  readonly inputs: readonly string[];
}

/**
 * Checks the types of proposed text without writing it: a language server is given the texts under the places where they would stand,
 * and asked about every file of the folder's projects, so that callers of what was changed are looked at too. A compiler that can't be shown something that way, a file
 * that is gone, say, gets to see it in a copy.
 */
export class TypeGateRunner {
  constructor(private readonly options: TypeGateOptions) {}

  async measure(gate: TypeGate, changes: TreeChanges, signal: AbortSignal): Promise<Verdict> {
    const tree = this.options.digest(JSON.stringify([...changes]));
    const place = await this.checkedIn(gate, changes, signal);
    throwIfAborted(signal);
    if (!place.ok) return this.verdict(gate, { tree, outcome: 'could-not-run', output: place.error });
    const outcome = await this.check(gate, place.value, changes, signal);
    throwIfAborted(signal);
    return this.verdict(gate, { tree, ...this.result(gate, place.value, changes, outcome) });
  }

  private async check(
    { timeoutMs, folder }: TypeGate,
    { root, prefix, files, inputs }: Checked,
    changes: TreeChanges,
    signal: AbortSignal,
  ): Promise<TypeCheckOutcome> {
    const { checker, shadow, workspace } = this.options;
    const texts = new Map<string, string | null>();
    for (const [path, content] of [...workspace.unsaved(), ...changes]) {
      if (!path.startsWith(prefix) || !isInput(path)) continue;
      if (content === null || typeof content === 'string') texts.set(path.slice(prefix.length), content);
    }
    const rest = { files, inputs, timeoutMs };
    const outcome = await checker.check({ ...rest, root, texts, once: false }, signal);
    if (outcome.type !== 'needs-copy') return outcome;
    const laid = await shadow.lay(changes, signal);
    if (!laid.ok) return { type: 'could-not-run', message: laid.error.message };
    try {
      const copy = laid.value.folderRoot(folder ?? (await workspace.place()).roots[0]?.name ?? '');
      return await checker.check({ ...rest, root: copy, texts: new Map(), once: true }, signal);
    } finally {
      laid.value.release();
    }
  }

  private async checkedIn(
    { folder }: TypeGate,
    changes: TreeChanges,
    signal: AbortSignal,
  ): Promise<Result<Checked, string>> {
    const { workspace } = this.options;
    const { roots } = await workspace.place();
    const root = folder === undefined ? roots[0] : roots.find(({ name }) => name === folder);
    if (!root) return fail(`The workspace has no folder ${folder ?? 'at all'}.`);
    if (/^[a-z][\w+.-]+:\/\//i.test(root.location))
      return fail(`Types are checked in a folder on a disk, and ${root.name} is a virtual one.`);
    const listing = await workspace.list({ limit: maxFiles }, signal);
    if (listing.truncated) return fail(`The workspace has more than ${maxFiles} files, too many to check their types.`);
    const prefix = roots.length > 1 ? `${root.name}/` : '';
    const inside = (paths: Iterable<WorkspacePath>): string[] =>
      [...paths].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    const inputs = inside(listing.files).filter((path) => isInput(path) && !isInstalled(path));
    const changed = inside(changes.keys());
    const gone = new Set(inside([...changes].filter(([, content]) => content === null).map(([path]) => path)));
    const files = [...new Set([...changed, ...inputs])].filter((path) => isSource(path) && !gone.has(path));
    return ok({ root: root.location, prefix, files, inputs });
  }

  private result(
    gate: TypeGate,
    { prefix }: Checked,
    changes: TreeChanges,
    outcome: TypeCheckOutcome,
  ): Pick<Verdict, 'outcome' | 'output'> & Partial<Verdict> {
    if (outcome.type === 'could-not-run') return { outcome: 'could-not-run', output: outcome.message };
    if (outcome.type === 'needs-copy')
      return { outcome: 'could-not-run', output: 'The compiler could not be shown what is proposed.' };
    const { checker, durationMs, confinement } = outcome;
    const measured = { command: checker, durationMs, confinement };
    if (outcome.type === 'timed-out') {
      const output = `It was stopped after ${gate.timeoutMs / 1000} seconds, its time limit.`;
      return { ...measured, outcome: 'failed', output };
    }
    const { checked, outside } = outcome;
    const at = (file: string): WorkspacePath => `${prefix}${file}` as WorkspacePath;
    const problems = problemsOf(outcome.problems, at);
    const unchecked = outside.map(at).filter((path) => changes.has(path));
    const notes = [
      `${countOf(checked, 'file')} checked by ${checker}.`,
      ...unchecked.map((path) => `${path} belongs to no project and was not checked.`),
    ];
    const lines = problems.map(
      ({ path, line, column, code, message }) => `${path}:${line}:${column ?? 1} error ${code}: ${message}`,
    );
    if (checked === 0 && outside.length > 0) {
      const why = `No tsconfig.json takes in any of its files: there is nothing that ${checker} could check.`;
      return { ...measured, outcome: 'could-not-run', output: why };
    }
    const output = [...lines, ...notes].join('\n');
    if (problems.length === 0) return { ...measured, outcome: 'passed', output };
    // Everything that is wrong has its place; a list that was cut can't be compared with another.
    const isWhole = problems.length === outcome.problems.length;
    return { ...measured, outcome: 'failed', output, problems, ...(isWhole && { otherFailures: [] }) };
  }

  private verdict(gate: TypeGate, result: Pick<Verdict, 'outcome' | 'output' | 'tree'> & Partial<Verdict>): Verdict {
    const { id, required } = gate;
    const at = this.options.clock.now();
    return { command: '', exitCode: null, durationMs: 0, ...result, gate: id, required, at };
  }
}

/** What has a say: sources, and configurations and data. */
function isInput(path: string): boolean {
  return isSource(path) || path.endsWith('.json');
}

/** Packages are listed where nothing ignores them. The compiler finds what it needs of them by itself. */
function isInstalled(path: string): boolean {
  return path.split('/').includes('node_modules');
}

function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function problemsOf(problems: readonly TypeProblem[], at: (file: string) => WorkspacePath): readonly Problem[] {
  return problems.slice(0, maxProblems).map(({ file, line, column, code, message }) => ({
    path: at(file),
    line,
    column,
    severity: 'error',
    message: message.slice(0, maxMessage),
    code: `TS${code}`,
  }));
}
