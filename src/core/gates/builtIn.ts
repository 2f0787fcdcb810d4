import { mayAccess, type PolicyRules } from '../authority/policy';
import { compileScope } from '../authority/scope';
import type { Task } from '../plan/plan';
import type { ChangeSet, FileChange } from '../staging/read/changeSet';
import type { WorkspacePath } from '../util/paths';
import { patchRemarks } from './patch/patchRemarks';
import type { Verdict } from './verdict';

/** A change that makes one file longer by more is refused: no person reviews it. In characters. */
const maxGrowth = 1_000_000;

/** The gates that are always required and need no command: write scope, and what no patch may do. */
export async function measureBuiltIn(
  task: Task,
  changeSet: ChangeSet,
  rules: PolicyRules,
  at: number,
): Promise<readonly Verdict[]> {
  const inScope = compileScope(task.writeScope, (await rules.workspace.place()).rules);
  const outside = changeSet.changes
    .flatMap(pathsOf)
    .filter((path) => !inScope(path))
    .map((path) => `${path} is outside the write scope`);
  const problems: string[] = [];
  for (const change of changeSet.changes) problems.push(...(await patchProblems(change, rules)));
  const remarks = changeSet.changes.flatMap(patchRemarks);
  const patch = builtInVerdict('patch', problems, changeSet, at);
  return [
    builtInVerdict('scope', outside, changeSet, at),
    remarks.length === 0 ? patch : { ...patch, problems: remarks },
  ];
}

/** The scope has a gate of its own. */
const anywhere = { role: 'worker', writeScope: ['**'] } as const;

/** A move takes a file away from one place and puts it in another: it writes to both. */
function pathsOf({ path, movedFrom }: FileChange): readonly WorkspacePath[] {
  return movedFrom === undefined ? [path] : [movedFrom, path];
}

async function patchProblems(change: FileChange, rules: PolicyRules): Promise<string[]> {
  const { path, before, after } = change;
  const problems: string[] = [];
  for (const touched of pathsOf(change)) {
    const allowed = await mayAccess({ agent: anywhere, rules }, 'write', touched);
    if (!allowed.ok) problems.push(allowed.error);
  }
  if ((after?.length ?? 0) - (before?.length ?? 0) > maxGrowth)
    problems.push(`${path} would be longer by more than ${maxGrowth} characters`);
  // What stands for a file that is no text stays what it is when the file is moved.
  if (after !== before && after?.includes('\0')) problems.push(`${path} would be binary`);
  return problems;
}

function builtInVerdict(
  gate: 'scope' | 'patch',
  problems: readonly string[],
  changeSet: ChangeSet,
  at: number,
): Verdict {
  return {
    gate,
    outcome: problems.length === 0 ? 'passed' : 'failed',
    command: '',
    exitCode: null,
    tree: changeSet.digest,
    required: true,
    durationMs: 0,
    at,
    output: problems.join('\n'),
  };
}
