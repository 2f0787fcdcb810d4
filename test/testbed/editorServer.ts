import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { mustRun } from './command';
import type { InstalledEditor } from './editorInstall';
import { killMember } from './killMember';
import { startGroup, type ProcessGroup } from './processGroup';
import { temporaryFolder } from './temporaryFolder';
import { atMost } from './wait';

/** How to start an editor's server. */
export type ServerOptions = {
  readonly editor: InstalledEditor;
  /** Off, every folder is trusted. On, a folder is in Restricted Mode until the user trusts it. */
  readonly workspaceTrust?: boolean;
  /**
   * What stands in the user's settings.json. This build keeps user settings on the server, in `User/settings.json` of
   * `--user-data-dir`, so they hold from the first paint; `Workbench.changeUserSettings` changes them later. Upstream's web
   * build would keep them in the browser.
   */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** What stands in the settings of the machine the server runs on, the only place where settings of scope `machine` count. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions (.vsix) to install before the start, as a user would. */
  readonly packagedExtensions?: readonly string[];
  /** Where installed extensions are; a folder that goes with the server unless given. */
  readonly extensionsFolder?: string;
  /** Added to the environment, which the extension host inherits. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** A running server, with data folders of its own that go with it. */
export type EditorServer = {
  readonly port: number;
  /** The user's settings.json. Windows read it when they open. */
  readonly userSettingsFile: string;
  /** All that the server printed so far. */
  log(): string;
  /** Kills the process that extensions run in, as the system does when memory runs out. */
  killExtensionHost(): void;
  /** Ends the server with all its helpers and removes its data. */
  stop(): Promise<void>;
};

const startTimeoutMs = 30_000;

// What every test wants: no welcome, no tips, nothing that opens by itself, and no dialog that only a person can answer.
const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  // Tooltips open under a mouse that rests, also on what came to be under it by itself, and lie over the next thing to click.
  'workbench.hover.delay': 3_600_000,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  // `false` would be rewritten by the editor, which then may meet a test that changes the file.
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

/** Starts a server on a free port of the loopback interface. Several may run at once. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const folder = await temporaryFolder('editor');
  const data = folder.path;
  let group: ProcessGroup | undefined;
  try {
    const userSettingsFile = path.join(data, 'user/User/settings.json');
    await mkdir(path.dirname(userSettingsFile), { recursive: true });
    await writeFile(userSettingsFile, JSON.stringify({ ...quietSettings, ...options.userSettings }, undefined, 2));
    const machineSettingsFile = path.join(data, 'user/Machine/settings.json');
    await mkdir(path.dirname(machineSettingsFile), { recursive: true });
    await writeFile(machineSettingsFile, JSON.stringify(options.machineSettings ?? {}, undefined, 2));
    const environment = { ...(await ownEnvironment(data)), ...options.environment };
    for (const file of options.packagedExtensions ?? [])
      await installExtension(options.editor, data, { file, environment });

    const log: string[] = [];
    group = startGroup(options.editor.node, serverArguments(options, data), { environment });
    const port = await listeningPort(group, log);
    const started = group;
    return {
      port,
      userSettingsFile,
      log: () => log.join(''),
      killExtensionHost: () => killMember(started.child.pid ?? 0, '--type=extensionHost'),
      async stop() {
        await started.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await group?.stop();
    await folder.remove();
    throw error;
  }
}

function serverMain(editor: InstalledEditor): string {
  return path.join(editor.folder, 'out/server-main.js');
}

function dataArguments(data: string, extensionsFolder = path.join(data, 'ext')): string[] {
  return ['--server-data-dir', data, '--user-data-dir', path.join(data, 'user'), '--extensions-dir', extensionsFolder];
}

function serverArguments(options: ServerOptions, data: string): string[] {
  const listen = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
  const quiet = ['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-update-check'];
  return [
    serverMain(options.editor),
    ...listen,
    ...quiet,
    ...dataArguments(data, options.extensionsFolder),
    // Without it a built workbench ignores the payload of its address, and with that the extension under development.
    '--enable-smoke-test-driver',
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
  ];
}

type ExtensionInstall = { readonly file: string; readonly environment: NodeJS.ProcessEnv };

async function installExtension(editor: InstalledEditor, data: string, install: ExtensionInstall): Promise<void> {
  const { file, environment } = install;
  const args = [
    serverMain(editor),
    '--accept-server-license-terms',
    ...dataArguments(data),
    '--install-extension',
    file,
  ];
  const output = await mustRun(editor.node, args, { environment });
  if (!output.includes('was successfully installed')) throw new Error(`${file} was not installed:\n${output}`);
}

/**
 * The environment of a server whose home and temporary files all lie in its data folder. A test started from a terminal of
 * VS Code must not be taken for a part of that VS Code, so nothing of it is handed on either.
 */
async function ownEnvironment(data: string): Promise<NodeJS.ProcessEnv> {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_|XDG_)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const home = path.join(data, 'home');
  const temporary = path.join(data, 'tmp');
  await mkdir(home, { recursive: true });
  await mkdir(temporary, { recursive: true });
  if (process.platform !== 'linux') return { ...inherited, HOME: home, USERPROFILE: home };
  // Elsewhere the names of the sockets that the server makes in there would become too long.
  return { ...inherited, HOME: home, TMPDIR: temporary, XDG_RUNTIME_DIR: temporary };
}

async function listeningPort(group: ProcessGroup, log: string[]): Promise<number> {
  const found = new Promise<number>((resolve, reject) => {
    const keep = (chunk: Buffer) => {
      log.push(chunk.toString('utf8'));
      const port = /Extension host agent listening on (\d+)/.exec(log.join(''))?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    group.child.stdout?.on('data', keep);
    group.child.stderr?.on('data', keep);
    group.child.on('error', reject);
    group.child.on('exit', (code) =>
      reject(new Error(`The editor's server ended with code ${String(code)}:\n${log.join('')}`)),
    );
  });
  const waited = await atMost(startTimeoutMs, found);
  if (waited.type === 'done') return waited.value;
  throw new Error(`The editor's server did not listen within ${startTimeoutMs} ms:\n${log.join('')}`);
}
