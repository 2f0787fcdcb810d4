import * as z from 'zod/mini';
import type { DetectedGate } from './detectedGate';
import { detectOthers, type ProjectFiles } from './detectOthers';
import { describeError, fail, ok, type Result } from '../util/result';
import type { CommandGate, TypeGate } from './verdict';

/** What was found at the top of a workspace folder that tells how it is checked. */
export interface ProjectManifest {
  /** Name of the workspace folder. */
  readonly folder: string;
  /** Of its package.json; `undefined` where there is none. */
  readonly text: string | undefined;
  /** Other files of that kind. */
  readonly others?: ProjectFiles;
  /** Names of the other files beside it; lock files among them tell the package manager. */
  readonly siblings: readonly string[];
  /** Whether a TypeScript is installed there. */
  readonly hasTypeScript?: boolean;
}

/** Gates to offer to the user (who has to confirm them), and what could not be used, worded for people. */
export interface DetectedGates {
  readonly gates: readonly DetectedGate[];
  readonly problems: readonly string[];
}

type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const testTimeoutMs = 300_000;
const checkTimeoutMs = 180_000;

/** Scripts worth offering: the first of `names` that a project has. A linter's taste does not stand in the way of an accept. */
const kinds = [
  {
    id: 'typecheck',
    names: ['typecheck', 'type-check', 'check-types', 'tsc'],
    timeoutMs: checkTimeoutMs,
    required: true,
  },
  { id: 'test', names: ['test'], timeoutMs: testTimeoutMs, required: true },
  { id: 'lint', names: ['lint'], timeoutMs: checkTimeoutMs, required: false },
] as const;

/** Stands in for a type check where there is none, as the one script that compiles. */
const buildKind = { id: 'build', names: ['build'], timeoutMs: testTimeoutMs, required: true } as const;

/** npm writes this test into every new package.json. */
const placeholderTest = 'no test specified';
/** A gate that never ends measures nothing. `--watch=false` and `--watchAll=false` are fine. */
const watches = /--watch(?:All)?(?![\w=-])|--watch(?:All)?=true/;

const manifestSchema = z.object({
  packageManager: z.optional(z.string()),
  scripts: z.optional(z.record(z.string(), z.string())),
});

/**
 * Finds the gates that projects bring with them. Nothing here runs anything: what is found is offered, never used unasked.
 * `folderCount`: how many folders the workspace has; with several each gate names its own, also when only one has a project.
 */
export function detectGates(manifests: readonly ProjectManifest[], folderCount = manifests.length): DetectedGates {
  const gates: DetectedGate[] = [];
  const problems: string[] = [];
  for (const manifest of manifests) {
    const detected = detectScripts(manifest);
    const taken = new Set(detected.gates.map(({ gate }) => gate.id));
    const others = detectOthers(manifest.others ?? {}, manifest.siblings, taken);
    const several = folderCount > 1;
    gates.push(
      ...[...detectTypes(manifest), ...detected.gates, ...others].map(({ gate, script }) =>
        several
          ? { script, gate: { ...gate, id: `${idOf(manifest.folder)}:${gate.id}`, folder: manifest.folder } }
          : { gate, script },
      ),
    );
    problems.push(...detected.problems.map((problem) => (several ? `${manifest.folder}: ${problem}` : problem)));
  }
  return { gates, problems };
}

/** What needs no script: the compiler that is there, and a configuration that says what it is to look at. */
function detectTypes({ siblings, hasTypeScript }: ProjectManifest): readonly DetectedGate[] {
  if (!hasTypeScript || !siblings.includes('tsconfig.json')) return [];
  const gate: TypeGate = { id: 'types', kind: 'types', timeoutMs: checkTimeoutMs, required: true };
  return [{ gate, script: 'Takes about a second, needs no copy, and workers can ask it before they are done' }];
}

/** Gates among the scripts of a package.json; none where there is none. */
function detectScripts({ folder, text, siblings }: ProjectManifest): DetectedGates {
  if (text === undefined) return { gates: [], problems: [] };
  const parsed = parseManifest(folder, text);
  if (!parsed.ok) return { gates: [], problems: [parsed.error] };
  return detectIn(parsed.value.scripts ?? {}, packageManager(parsed.value.packageManager, siblings));
}

/** A folder's name as part of an id, which has no blanks. */
function idOf(folder: string): string {
  return folder.replaceAll(/[^\w.-]/g, '-');
}

function parseManifest(folder: string, text: string): Result<z.infer<typeof manifestSchema>, string> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')));
    if (parsed.success) return ok(parsed.data);
    return fail(`The package.json of ${folder} has scripts that are not texts, so no gates were detected in it.`);
  } catch (error) {
    return fail(
      `The package.json of ${folder} could not be read, so no gates were detected in it: ${describeError(error)}`,
    );
  }
}

function detectIn(scripts: Readonly<Record<string, string>>, manager: PackageManager): DetectedGates {
  const gates: DetectedGate[] = [];
  const problems: string[] = [];
  const hasTypeCheck = kinds[0].names.some((name) => usable(scripts[name]));
  for (const kind of hasTypeCheck ? kinds : [buildKind, ...kinds.slice(1)]) {
    const script = kind.names.find((name) => usable(scripts[name]));
    if (script === undefined) continue;
    if (watches.test(scripts[script] ?? '')) {
      problems.push(`The script "${script}" keeps watching and never ends, so it is no gate. Add one that runs once.`);
      continue;
    }
    const { id, timeoutMs, required } = kind;
    gates.push({ gate: { id, ...commandLine(manager, script), timeoutMs, required }, script: scripts[script] ?? '' });
  }
  return { gates, problems };
}

function usable(script: string | undefined): boolean {
  return script !== undefined && script.trim() !== '' && !script.includes(placeholderTest);
}

/** The field wins, since corepack goes by it; then the lock file; npm comes with Node. */
function packageManager(field: string | undefined, siblings: readonly string[]): PackageManager {
  if (field?.startsWith('pnpm@')) return 'pnpm';
  if (field?.startsWith('yarn@')) return 'yarn';
  if (field?.startsWith('npm@')) return 'npm';
  if (field?.startsWith('bun@')) return 'bun';
  if (siblings.includes('pnpm-lock.yaml')) return 'pnpm';
  if (siblings.includes('yarn.lock')) return 'yarn';
  if (siblings.includes('bun.lock') || siblings.includes('bun.lockb')) return 'bun';
  return 'npm';
}

/** Each manager wants the flag elsewhere: pnpm hands what follows the script's name to the script, yarn 2 knows no flag. */
function commandLine(manager: PackageManager, script: string): Pick<CommandGate, 'command' | 'args'> {
  switch (manager) {
    case 'npm':
      return { command: 'npm', args: ['run', script, '--silent'] };
    case 'pnpm':
      return { command: 'pnpm', args: ['--silent', 'run', script] };
    case 'yarn':
      return { command: 'yarn', args: ['run', script] };
    case 'bun':
      return { command: 'bun', args: ['run', script] };
  }
}
