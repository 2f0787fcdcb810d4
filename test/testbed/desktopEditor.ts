import { existsSync } from 'node:fs';
import path from 'node:path';

import { downloadAndUnzipVSCode } from '@vscode/test-electron';

import { inRepository } from './repository';

const probeUrl = 'https://update.code.visualstudio.com/api/releases/stable';
const probeTimeoutMs = 5_000;

/** A desktop VS Code to test in, or why there is none. */
export type DesktopEditor =
  | { readonly type: 'desktop'; readonly executable: string; readonly origin: string }
  | { readonly type: 'none'; readonly reason: string };

/**
 * Looks for a desktop VS Code: installed, or else downloadable. `LEAD_WORKER_EDITOR=server` says not to look at all.
 */
export async function findDesktopEditor(): Promise<DesktopEditor> {
  if (process.env.LEAD_WORKER_EDITOR === 'server') return { type: 'none', reason: 'LEAD_WORKER_EDITOR=server' };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { type: 'none', reason: 'this machine has no display' };
  }
  const installed = installedPlaces().find((file) => existsSync(file));
  if (installed !== undefined) return { type: 'desktop', executable: installed, origin: 'installed' };
  const unreachable = await probeDownload();
  if (unreachable !== undefined)
    return { type: 'none', reason: `none is installed and none can be downloaded: ${unreachable}` };
  const executable = await downloadAndUnzipVSCode({ version: 'stable', cachePath: inRepository('.vscode-test') });
  return { type: 'desktop', executable, origin: 'downloaded' };
}

function installedPlaces(): string[] {
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
