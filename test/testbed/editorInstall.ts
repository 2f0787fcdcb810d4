import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { mustRun } from './command';
import { codeServerVersion, editorVersion, nodePackageFor } from './editorVersions';
import { npmCommand } from './npmCommand';
import { gateEditor } from './proposedApiGate';
import { inRepository } from './repository';
import { say } from './say';
import { temporaryFolder } from './temporaryFolder';

/** An editor on disk that can be started. */
export type InstalledEditor = {
  /** `lib/vscode` of code-server. */
  readonly folder: string;
  /** The Node 24 binary to start it with. */
  readonly node: string;
};

// Raise it when what this file does to an editor changes: installed ones are then made anew.
const recipe = 1;
const completeMarker = 'complete';
const staleInstallMs = 60 * 60 * 1000;

/** Where editors are kept: `.vscode-test`, as test-electron does it, or a folder of the user's choice. */
export function editorCache(): string {
  return process.env.LEAD_WORKER_EDITOR_CACHE ?? inRepository('.vscode-test');
}

/**
 * Makes sure that the pinned editor is installed, and answers where. The install happens in a folder of its own and is
 * renamed when it is whole, so an interrupted one is never used and two at once do not disturb each other.
 */
export async function ensureEditor(): Promise<InstalledEditor> {
  const node = nodePackageFor(process.platform, process.arch);
  const cache = editorCache();
  const home = path.join(
    cache,
    `vscode-${editorVersion}-${process.platform}-${process.arch}-node-${node.version}-${recipe}`,
  );
  if (!existsSync(path.join(home, completeMarker))) {
    await mkdir(cache, { recursive: true });
    await removeStaleInstalls(cache);
    const staging = await temporaryFolder('installing', cache);
    try {
      await install(staging.path);
      await moveIntoPlace(staging.path, home);
    } finally {
      await staging.remove();
    }
  }
  return editorIn(home);
}

function editorIn(home: string): InstalledEditor {
  const node = nodePackageFor(process.platform, process.arch);
  return {
    folder: path.join(home, 'node_modules/code-server/lib/vscode'),
    node: path.join(home, 'node_modules', node.name, node.binary),
  };
}

async function install(home: string): Promise<void> {
  const node = nodePackageFor(process.platform, process.arch);
  say(
    `Installing VS Code ${editorVersion} (npm package code-server ${codeServerVersion}) and Node ${node.version}, 800 MB ...`,
  );
  await writeFile(path.join(home, 'package.json'), '{ "private": true }\n');
  const packages = [`code-server@${codeServerVersion}`, `${node.name}@${node.version}`];
  await npmInstall(home, [...packages, '--save-exact']);

  const editor = editorIn(home);
  // The native parts left unbuilt by --ignore-scripts (spdlog, the watchdog) are optional: the server logs it and goes on.
  say('Installing the dependencies of VS Code and of its built-in extensions ...');
  await npmInstall(editor.folder, ['--omit=dev'], editor.node);
  await npmInstall(path.join(editor.folder, 'extensions'), ['--omit=dev'], editor.node);
  say('Gating proposed API as in the Marketplace build ...');
  await gateEditor(editor.folder);
  await writeFile(path.join(home, completeMarker), `${new Date().toISOString()}\n`);
}

async function npmInstall(cwd: string, args: readonly string[], node?: string): Promise<void> {
  const npm = npmCommand(['install', ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  const searchPath = [...(node === undefined ? [] : [path.dirname(node)]), process.env.PATH ?? ''];
  await mustRun(npm.command, npm.args, {
    cwd,
    environment: { ...withoutNpmSettings(process.env), PATH: searchPath.join(path.delimiter) },
  });
}

/** What `npm test` exports for our own scripts (npm_package_…, the root's npm_config_local_prefix) must not steer these installs. */
function withoutNpmSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^npm_(package|lifecycle|command|config_local_prefix|config_prefix|node_execpath|execpath)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}

async function moveIntoPlace(staging: string, home: string): Promise<void> {
  try {
    await rename(staging, home);
  } catch (error) {
    // Somebody else was faster with the same install. Anything else that stands there is a fault to be seen.
    if (!existsSync(path.join(home, completeMarker))) throw error;
  }
}

/** Installs that were killed half-way are 800 MB each; one that is an hour old is not running any more. */
async function removeStaleInstalls(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('lead-worker-installing-')) continue;
    const folder = path.join(cache, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > staleInstallMs) await rm(folder, { recursive: true, force: true });
  }
}
