import type { DetectedGate } from './detectedGate';
import type { GateSpec } from './verdict';

/** Files beside a package.json that tell how a project is checked. */
export const projectFiles = ['Makefile', 'Cargo.toml', 'pyproject.toml', 'go.mod'] as const;

/** Their texts, by name, of those that there are. */
export type ProjectFiles = Readonly<Partial<Record<(typeof projectFiles)[number], string>>>;

/** Compiling comes first, and may take a while in a fresh copy. */
const timeoutMs = 600_000;

interface Offer {
  readonly id: string;
  readonly line: readonly [string, ...string[]];
  readonly required: boolean;
  /** What is behind the command, where that is not said by itself. */
  readonly script?: string;
}

/**
 * Gates that these files make obvious. `taken` are ids of gates that the folder's package.json offers already: a Makefile in a Node project
 * mostly calls the same scripts. Nothing is parsed beyond what is looked for, so that a file that is malformed elsewhere is none here.
 */
export function detectOthers(
  files: ProjectFiles,
  siblings: readonly string[],
  taken: ReadonlySet<string>,
): readonly DetectedGate[] {
  const offers = [
    ...inMakefile(files.Makefile ?? '').filter(({ id }) => !taken.has(id.replace('make-', ''))),
    ...inCargo(files['Cargo.toml']),
    ...inPython(files['pyproject.toml'], siblings),
    ...inGo(files['go.mod']),
  ];
  return offers.map(({ id, line: [command, ...args], required, script }) => {
    const gate: GateSpec = { id, command, args, timeoutMs, required };
    return { gate, script: script ?? [command, ...args].join(' ') };
  });
}

/** Targets that check something, with the recipe that stands below them: that is what the user confirms. */
function inMakefile(text: string): readonly Offer[] {
  return (['test', 'check', 'lint'] as const).flatMap((target) => {
    const recipe = recipeOf(text, target);
    if (recipe === undefined) return [];
    return [{ id: `make-${target}`, line: ['make', target], required: target !== 'lint', script: recipe }];
  });
}

/** The recipe of a target, a line each; `undefined` where the Makefile has no such target. */
function recipeOf(text: string, target: string): string | undefined {
  const lines = text.split(/\r?\n/);
  // A rule names its targets before a colon that no assignment (`:=`, `::=`) goes on from.
  const start = lines.findIndex((line) => {
    const [, names] = /^([^\s#:=][^#:=]*):(?!:?=)/.exec(line) ?? [];
    return names?.split(/\s+/).includes(target) ?? false;
  });
  if (start < 0) return undefined;
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => line.trim() !== '' && !line.startsWith('\t'));
  const recipe = (end < 0 ? below : below.slice(0, end)).map((line) => line.trim()).filter((line) => line !== '');
  const needs =
    lines[start]
      ?.slice(lines[start].indexOf(':') + 1)
      .replace(/#.*$/, '')
      .trim() ?? '';
  return [...(needs === '' ? [] : [`after ${needs}`]), ...recipe].join('; ') || `make ${target}`;
}

function inCargo(text: string | undefined): readonly Offer[] {
  if (text === undefined) return [];
  if (hasTable(text, 'workspace'))
    return [{ id: 'cargo-test', line: ['cargo', 'test', '--workspace'], required: true }];
  return hasTable(text, 'package') ? [{ id: 'cargo-test', line: ['cargo', 'test'], required: true }] : [];
}

/** Tools that the project has set up, by whichever runner its lock file belongs to. */
function inPython(text: string | undefined, siblings: readonly string[]): readonly Offer[] {
  if (text === undefined) return [];
  const run = siblings.includes('uv.lock') ? ['uv', 'run'] : siblings.includes('poetry.lock') ? ['poetry', 'run'] : [];
  const line = (...tool: readonly [string, ...string[]]): readonly [string, ...string[]] =>
    [...run, ...tool] as unknown as readonly [string, ...string[]];
  const hasPytest = hasTable(text, 'tool.pytest') || siblings.includes('pytest.ini') || /^\s*["']?pytest\b/m.test(text);
  return [
    ...(hasPytest ? [{ id: 'pytest', line: line('pytest'), required: true }] : []),
    ...(hasTable(text, 'tool.mypy') ? [{ id: 'mypy', line: line('mypy', '.'), required: false }] : []),
    ...(hasTable(text, 'tool.ruff') ? [{ id: 'ruff', line: line('ruff', 'check', '.'), required: false }] : []),
  ];
}

function inGo(text: string | undefined): readonly Offer[] {
  if (text === undefined || !/^\s*module\s+\S/m.test(text)) return [];
  return [
    { id: 'go-test', line: ['go', 'test', './...'], required: true },
    { id: 'go-vet', line: ['go', 'vet', './...'], required: false },
  ];
}

/** Whether a TOML text has a table of that name, or one below it. */
function hasTable(text: string, name: string): boolean {
  return new RegExp(`^\\s*\\[\\[?\\s*${name.replaceAll('.', '\\.')}\\s*[.\\]]`, 'm').test(text);
}
