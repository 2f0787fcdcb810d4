import type { Workspace } from '../ports/workspace';
import type { Texts } from '../staging/read/changeSet';
import { compileGlobs, remembering, type GlobTest } from '../util/globs';
import { dirName, parseWorkspacePath, type WorkspacePath } from '../util/paths';
import { filesOfMakefile, filesOfScript, isMake, scriptOfCommand, scriptsIn } from './scriptFiles';
import type { CommandGate, GateFiles, GateSpec } from './verdict';

/**
 * Files that decide what a gate executes, in lower case, at any depth, by what they belong to. A change to one of them is a change
 * to a command, and is shown to the user before a gate runs on it. Tests are not in the table: that gates run them is what
 * gates are for.
 */
const sourceTable: Readonly<Record<string, string>> = {
  'package managers': `package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb .npmrc .yarnrc*
    .yarn/** .pnpmfile.{cjs,mjs} pnpm-workspace.yaml .pnp.* bunfig.toml lerna.json`,
  'build tools and task runners': `makefile gnumakefile *.mk justfile .justfile taskfile.{yml,yaml} cmakelists.txt *.cmake turbo.json
    nx.json project.json gulpfile.* gruntfile.* dockerfile docker-compose*.{yml,yaml}`,
  'JavaScript tools, most of it code that they load': `*.config.{js,ts,mjs,cjs,mts,cts,json} *.config.*.{js,ts,mjs,cjs,mts,cts,json}
    {jest,vitest,playwright,karma,wdio,protractor}.conf.{js,ts,mjs,cjs} vitest.workspace.* tsconfig*.json jsconfig.json
    .{babel,swc,esbuild,eslint,stylelint,prettier,mocha,nyc,c8,jest,ava,lintstaged,commitlint}rc* biome.json* deno.json*`,
  'environment and tool versions': '.env* .nvmrc .node-version .tool-versions mise.toml .mise.toml',
  hooks: '.husky/** .git*/hooks/** .githooks/** lefthook.{yml,yaml} .pre-commit-config.yaml',
  Python: `pyproject.toml setup.py setup.cfg tox.ini noxfile.py conftest.py pytest.ini sitecustomize.py requirements*.txt pipfile
    pipfile.lock poetry.lock uv.lock .python-version mypy.ini .coveragerc`,
  Rust: 'cargo.toml cargo.lock build.rs .cargo/** rust-toolchain*',
  Go: 'go.mod go.sum go.work .golangci.*',
  JVM: '*.gradle *.gradle.kts gradle.properties gradlew* gradle/wrapper/** pom.xml mvnw* .mvn/** build.xml',
  '.NET': '*.csproj *.fsproj *.sln *.props *.targets nuget.config global.json',
  'Ruby and PHP': 'gemfile gemfile.lock rakefile *.gemspec .rspec composer.json composer.lock phpunit.xml*',
};

const sourceGlobs = Object.values(sourceTable).flatMap((globs) => globs.split(/\s+/));

// Asked of every file of the proposal whenever an attempt is measured.
const isSource: GlobTest = remembering(compileGlobs(sourceGlobs.flatMap((glob) => [glob, `**/${glob}`])));

/**
 * Which of the changed files gates run from: files of the table above, those that a gate names in its command or arguments, and those
 * that the script behind it runs, as the package.json says now and as a changed one would. A gate that names something in `scripts`
 * or `tools` (at any depth) runs from all of that folder, since scripts load their neighbours. Any other folder it names is what it
 * looks at (`eslint src`), not what it runs. Without gates nothing runs, and the answer is empty.
 */
export function touchesGateSources(changes: Texts, gates: readonly GateSpec[]): readonly WorkspacePath[] {
  if (gates.length === 0) return [];
  const named = gates.flatMap((gate) => namedFiles(gate, changes)).map(covers);
  // Without case: on most people's disks PACKAGE.JSON is package.json.
  return [...changes.keys()].filter(
    (path) => isSource(path.toLowerCase()) || named.some((covered) => covered(path.toLowerCase())),
  );
}

/** What a gate runs from beside the table, read off its script as it is when a run begins. */
export async function findGateFiles(gate: CommandGate, workspace: Workspace, signal: AbortSignal): Promise<GateFiles> {
  const folder = workspace.folders.length > 1 ? (gate.folder ?? workspace.folders[0]) : undefined;
  const name = isMake(gate.command) ? 'Makefile' : 'package.json';
  const manifest = (folder === undefined ? name : `${folder}/${name}`) as WorkspacePath;
  const content = await workspace.read(manifest, signal);
  const text = content.ok && content.value.type === 'text' ? content.value.text : '';
  return { manifest, files: scriptFiles(gate, manifest, text) };
}

/** All files a gate names, in lower case, as paths are with one workspace folder and with several. */
function namedFiles(gate: GateSpec, changes: Texts): readonly string[] {
  if (gate.kind === 'types') return [];
  const { runsFrom } = gate;
  const changed = runsFrom && changes.get(runsFrom.manifest);
  return [
    ...namedInCommand(gate),
    ...(runsFrom?.files ?? []),
    ...(runsFrom && changed ? scriptFiles(gate, runsFrom.manifest, changed) : []),
  ];
}

function namedInCommand(gate: CommandGate): readonly string[] {
  // `--config=tools/lint.json` names a file as well as `tools/lint.json` does.
  const named = [gate.command, ...gate.args].map((argument) =>
    argument.startsWith('-') ? argument.slice(argument.indexOf('=') + 1) : argument,
  );
  const folders = [gate.folder, gate.runsFrom && dirName(gate.runsFrom.manifest)];
  return ['', ...folders].flatMap((folder) => pathsIn(folder ?? '', named));
}

function scriptFiles(gate: CommandGate, manifest: WorkspacePath, text: string): readonly string[] {
  if (isMake(gate.command)) return pathsIn(dirName(manifest), filesOfMakefile(text));
  const script = scriptOfCommand(gate.command, gate.args);
  return script === undefined ? [] : pathsIn(dirName(manifest), filesOfScript(script, scriptsIn(text)));
}

function pathsIn(folder: string, files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const parsed = parseWorkspacePath(file);
    if (!parsed.ok) return [];
    const path = folder === '' ? parsed.value : `${folder}/${parsed.value}`;
    return [path.toLowerCase()];
  });
}

function covers(path: string): GlobTest {
  const segments = path.split('/');
  const scripts = segments.findIndex((segment) => segment === 'scripts' || segment === 'tools');
  if (scripts < 0) return (candidate) => candidate === path;
  const folder = `${segments.slice(0, scripts + 1).join('/')}/`;
  return (candidate) => candidate.startsWith(folder);
}
