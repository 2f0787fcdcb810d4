import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { downloadAndUnzipVSCode } from '@vscode/test-electron';

import { editorVersion } from './editorVersions';
import { installedEditors } from './installedEditor';
import { inRepository } from './repository';

const probeUrl = 'https://update.code.visualstudio.com/api/releases/stable';
const probeTimeoutMs = 5_000;

/** A desktop VS Code to test in, or why there is none. */
export type DesktopEditor =
  | {
      readonly type: 'desktop';
      readonly executable: string;
      /** Where it is from, with its version: `installed (1.120.0)`. */
      readonly origin: string;
    }
  | { readonly type: 'none'; readonly reason: string };

/**
 * Looks for a desktop VS Code: installed and not older than the extension allows, or else downloadable, in the version that
 * the npm-shipped editor has, so that all machines test in the same one. `LEAD_WORKER_EDITOR=server` says not to look at all.
 */
export async function findDesktopEditor(): Promise<DesktopEditor> {
  if (process.env.LEAD_WORKER_EDITOR === 'server') return { type: 'none', reason: 'LEAD_WORKER_EDITOR=server' };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { type: 'none', reason: 'this machine has no display' };
  }
  const [installed] = installedEditors(usualPlaces(), await oldestVersion());
  if (installed !== undefined) {
    const origin = `installed (${installed.version ?? 'of unknown version'})`;
    return { type: 'desktop', executable: installed.executable, origin };
  }
  const unreachable = await probeDownload();
  if (unreachable !== undefined)
    return { type: 'none', reason: `none that is new enough is installed and none can be downloaded: ${unreachable}` };
  const executable = await downloadAndUnzipVSCode({ version: editorVersion, cachePath: inRepository('.vscode-test') });
  return { type: 'desktop', executable, origin: `downloaded (${editorVersion})` };
}

/** The oldest version that the manifest lets install the extension: `1.106.0` for `^1.106.0`. */
async function oldestVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(inRepository('package.json'), 'utf8')) as { engines: { vscode: string } };
  return manifest.engines.vscode.replace(/^\D+/, '');
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') return ['/Applications/Visual Studio Code.app/Contents/MacOS/Electron'];
  if (process.platform === 'win32') {
    const { LOCALAPPDATA: forUser, ProgramFiles: forAll } = process.env;
    const programs = [...(forUser === undefined ? [] : [path.join(forUser, 'Programs')]), ...(forAll ? [forAll] : [])];
    return programs.map((folder) => path.join(folder, 'Microsoft VS Code', 'Code.exe'));
  }
  return ['/usr/share/code/code', '/opt/visual-studio-code/code', '/snap/code/current/usr/share/code/code'];
}

/** Why the download server does not answer, or undefined when it does. */
async function probeDownload(): Promise<string | undefined> {
  try {
    const response = await fetch(probeUrl, { method: 'HEAD', signal: AbortSignal.timeout(probeTimeoutMs) });
    return response.ok ? undefined : `${probeUrl} answers ${response.status}`;
  } catch (error) {
    // Being offline is what the probe is for.
    return error instanceof Error ? error.message : String(error);
  }
}
