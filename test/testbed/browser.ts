import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import { runCommand } from './command';
import { say } from './say';

/** Chromium's flags for a machine without display, GPU, sandbox rights or a net that may be asked for updates. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** The variable with which a user names the browser to test in. */
export const browserVariable = 'LEAD_WORKER_CHROMIUM';

/** Chrome or Chromium on this machine: the one the user names, else from PATH, else from the usual places. */
export function findBrowser(): string | undefined {
  const named = process.env[browserVariable];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`${browserVariable} names ${named}, which is not an executable file.`);
    return named;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  return [...candidates, ...(usualPlaces[process.platform] ?? [])].find(isExecutable);
}

/** Finds a browser, installing Debian's when there is none and we may. Throws a sentence that says what to install. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && (await installFromDebian())) {
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'No Chrome or Chromium was found. Install one (Debian: "apt-get install chromium"; macOS and Windows: Google Chrome) ' +
      `or name its executable in ${browserVariable}.`,
  );
}

async function installFromDebian(): Promise<boolean> {
  say("No Chrome or Chromium was found; installing Debian's (apt-get install chromium), about 35 s ...");
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A list that cannot be brought up to date may still do.
  const update = await runCommand('apt-get', ['update', '-q'], { environment });
  if (update.code !== 0) say(`apt-get update ended with code ${update.code}; trying on.`);
  const install = await runCommand('apt-get', ['install', '-y', '-q', 'chromium'], { environment });
  if (install.code !== 0) console.error(install.output.slice(-2000));
  return install.code === 0;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Absent or not ours to run: both mean "look on".
    return false;
  }
}
