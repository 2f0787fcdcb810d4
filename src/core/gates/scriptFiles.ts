import * as z from 'zod/mini';

/** Scripts of a package.json by name. */
export type Scripts = Readonly<Record<string, string>>;

const manifestSchema = z.object({ scripts: z.optional(z.record(z.string(), z.string())) });

/** The scripts in the text of a package.json; none where it can't be read, since then nothing runs either. */
export function scriptsIn(manifest: string): Scripts {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(manifest.replace(/^\uFEFF/, '')));
    return parsed.success ? (parsed.data.scripts ?? {}) : {};
  } catch {
    return {};
  }
}

const packageManagers: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const scriptRunners: ReadonlySet<string> = new Set(['npm-run-all', 'npm-run-all2', 'run-s', 'run-p', 'concurrently']);
/** Commands that do nothing but start the one behind them. */
const wrappers: ReadonlySet<string> = new Set(['npx', 'pnpx', 'bunx', 'env', 'cross-env', 'time', 'exec', 'command']);
const interpreters =
  /^(?:node|nodejs|tsx|ts-node|deno|bun|sh|bash|zsh|dash|python[\d.]*|ruby|perl|php|pwsh|powershell|swc-node|esno|jiti)$/;
const shells = /^(?:sh|bash|zsh|dash)$/;
/** Flags whose value is loaded as code or decides which code is. */
const loadingFlags =
  /^(?:-r|-c|-p|--require|--import|--loader|--experimental-loader|--config|--project|--preload|--setup\S*)$/;
/** After these, what an interpreter gets are tests, or the program itself. */
const testFlags = /^(?:--test|-e|--eval|-p|--print)$/;

/**
 * The files that a script of a package.json executes or loads, as they are named in it and in the scripts that it runs before, after
 * and within itself: relative to the package, as written. What it only looks at (`eslint src`, `node --test test`) is not among them.
 * Reads command lines as people write them in package.json; what it can't make out (a variable, a glob) it leaves out.
 */
export function filesOfScript(name: string, scripts: Scripts): readonly string[] {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (script: string): void => {
    for (const each of [`pre${script}`, script, `post${script}`]) {
      const text = scripts[each];
      if (text === undefined || seen.has(each)) continue;
      seen.add(each);
      for (const file of filesOfLine(text, visit)) files.add(file);
    }
  };
  visit(name);
  return [...files];
}

/**
 * The files that the recipes of a Makefile execute or load, whichever target they belong to, and the files that it includes; read as
 * {@link filesOfScript} reads scripts.
 */
export function filesOfMakefile(text: string): readonly string[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  const files = lines.flatMap((line) => {
    if (line.startsWith('\t')) return filesOfLine(line.replace(/^[\t @+-]+/, ''), () => undefined);
    const [, included = ''] = /^ *(?:-|s)?include\s+([^#]+)/.exec(line) ?? [];
    return included.split(/\s+/).filter((word) => word !== '' && !/[*?$]/.test(word));
  });
  return [...new Set(files)];
}

/** Whether a command is `make`, under any of its names. */
export function isMake(command: string): boolean {
  return /^(?:g|b|n)?make$/.test(programName(command));
}

/** The script that a package manager is told to run: `npm run test`, `yarn test`, `pnpm --silent run test`. */
export function scriptOfCommand(command: string, args: readonly string[]): string | undefined {
  if (!packageManagers.has(programName(command))) return undefined;
  const words = args.filter((argument) => !argument.startsWith('-'));
  const [first, second] = words;
  if (first === 'run' || first === 'run-script') return second;
  return first === 't' || first === 'tst' ? 'test' : first;
}

function filesOfLine(line: string, visit: (script: string) => void): readonly string[] {
  return commandsOf(line).flatMap((words) => filesOfCommand(words, visit));
}

function filesOfCommand(words: readonly string[], visit: (script: string) => void): readonly string[] {
  const start = words.findIndex((word) => !/^\w+=/.test(word) && !wrappers.has(word) && !word.startsWith('-'));
  const [command = '', ...args] = start < 0 ? [] : words.slice(start);
  const script = scriptOfCommand(command, args);
  if (script !== undefined) {
    visit(script);
    return [];
  }
  if (scriptRunners.has(programName(command))) {
    for (const argument of args) visit(argument.replace(/^npm:/, ''));
  }
  if (shells.test(programName(command)) && args[0] === '-c') return filesOfLine(args[1] ?? '', visit);
  return [
    ...(isPath(command) ? [command] : []),
    ...(interpreters.test(programName(command)) ? programOf(args) : []),
    ...loadedFiles(args),
  ];
}

/** The first argument of an interpreter that is no flag and no flag's value. */
function programOf(args: readonly string[]): readonly string[] {
  if (args.some((argument) => testFlags.test(argument))) return [];
  const program = args.find(
    (argument, index) => !argument.startsWith('-') && argument !== 'run' && !loadingFlags.test(args[index - 1] ?? ''),
  );
  return program === undefined ? [] : [program];
}

function loadedFiles(args: readonly string[]): readonly string[] {
  return args.flatMap((argument, index) => {
    if (loadingFlags.test(argument)) return [args[index + 1] ?? ''].filter(isPath);
    const value = /^--[\w-]+=(.+)$/.exec(argument)?.[1];
    return value !== undefined && isPath(value) ? [value] : [];
  });
}

/** Whether a word names a file: it has a folder or an extension, and is no address, package or glob. */
function isPath(word: string): boolean {
  return /^\.{0,2}\/|\/|\.\w+$/.test(word) && !/^@|^\w+:\/\/|[*?$]/.test(word);
}

function programName(command: string): string {
  return command.replace(/^.*[\\/]/, '').replace(/\.(?:cmd|exe)$/i, '');
}

/** A command line as its commands, each as its words, quotes taken off. */
function commandsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const match of line.matchAll(/&&|\|\||[;|&\n]|(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;|&"'\\])+/g)) {
    const [token] = match;
    if (/^(?:&&|\|\||[;|&\n])$/.test(token)) commands.push([]);
    else
      commands
        .at(-1)
        ?.push(token.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_all, one, other) => String(one ?? other)));
  }
  return commands.filter((words) => words.length > 0);
}
