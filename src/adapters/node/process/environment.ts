import { join } from 'node:path';

/** Environment variables by name, as `process.env` gives them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * The only variables of ours a gate gets to see. An allow-list, since tokens and keys go by too many names to list
 * (`OPENAI_API_KEY`, `GITHUB_TOKEN`, `AWS_*` …), and `NODE_OPTIONS`, `ELECTRON_RUN_AS_NODE` and `VSCODE_*` would change how
 * the gate's own tools start. Compared without case, as Windows does.
 */
const passedOn: ReadonlySet<string> = new Set(
  [
    // Where programs and the user's files are.
    ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TZ', 'LANG', 'LANGUAGE'],
    // What Windows programs don't start without.
    [
      'USERPROFILE',
      'USERNAME',
      'HOMEDRIVE',
      'HOMEPATH',
      'SystemRoot',
      'SystemDrive',
      'windir',
      'ComSpec',
      'PATHEXT',
      'OS',
    ],
    [
      'APPDATA',
      'LOCALAPPDATA',
      'ProgramData',
      'ProgramFiles',
      'ProgramFiles(x86)',
      'ProgramW6432',
      'CommonProgramFiles',
    ],
    ['NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE'],
    // Where version managers and tool chains are installed; their shims in PATH look here.
    ['NVM_DIR', 'VOLTA_HOME', 'FNM_DIR', 'ASDF_DIR', 'ASDF_DATA_DIR', 'MISE_DATA_DIR', 'PNPM_HOME', 'COREPACK_HOME'],
    ['JAVA_HOME', 'GOROOT', 'GOPATH', 'CARGO_HOME', 'RUSTUP_HOME', 'RUSTUP_TOOLCHAIN', 'VIRTUAL_ENV', 'PYENV_ROOT'],
    ['CONDA_PREFIX', 'RBENV_ROOT', 'DOTNET_ROOT', 'PLAYWRIGHT_BROWSERS_PATH', 'CYPRESS_CACHE_FOLDER'],
  ]
    .flat()
    .map((name) => name.toUpperCase()),
);

/** Folders of a gate's own below its root; the runner makes them before it starts anything. */
export function gateFolders(root: string): {
  readonly temporary: string;
  readonly npm: string;
  readonly cache: string;
} {
  return { temporary: join(root, 'tmp'), npm: join(root, 'npm'), cache: join(root, 'cache') };
}

/**
 * The environment of a gate: what {@link passedOn} lets through of `source`, with temporary files and caches redirected to
 * folders below `root` (absolute path), so that no gate leaves anything in the user's own.
 */
export function gateEnvironment(
  source: EnvironmentVariables,
  options: { readonly root: string },
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (passedOn.has(upper) || upper.startsWith('LC_'))) environment[name] = value;
  }
  const folders = gateFolders(options.root);
  const downloads = corepackFolder(source);
  return {
    ...(downloads === null ? {} : { COREPACK_HOME: downloads }),
    ...environment,
    CI: '1',
    TERM: 'dumb',
    NO_COLOR: '1',
    TMPDIR: folders.temporary,
    TEMP: folders.temporary,
    TMP: folders.temporary,
    npm_config_cache: folders.npm,
    XDG_CACHE_HOME: folders.cache,
  };
}

/**
 * Corepack keeps the package managers it downloaded in the cache folder that we redirect. Without its old place, `yarn` and
 * `pnpm` would be downloaded again, or not be found offline.
 */
function corepackFolder(source: EnvironmentVariables): string | null {
  const home = source.HOME ?? source.USERPROFILE;
  const cache = source.XDG_CACHE_HOME ?? source.LOCALAPPDATA ?? (home === undefined ? null : join(home, '.cache'));
  return cache === null ? null : join(cache, 'node', 'corepack');
}
