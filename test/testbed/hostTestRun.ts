import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';

import { chromium, type Page } from '@playwright/test';

import { browserFlags, ensureBrowser } from './browser';
import { ensureEditor } from './editorInstall';
import { startServer } from './editorServer';
import type { ElectronArguments } from './electronArguments';
import { reportMark } from './reportMark';
import { workbenchUrl } from './workbenchUrl';
import { atMost } from './wait';

/** How long a suite may take, and where all goes that the workbench and its server print. */
export type HostRunOptions = { readonly timeoutMs: number; readonly logFile: string };

/**
 * Runs an extension's tests in the npm-shipped editor, as a desktop VS Code with the same arguments would, and answers the
 * exit code of the suite. Throws when the suite does not end in time.
 */
export async function runHostTests(parsed: ElectronArguments, { timeoutMs, logFile }: HostRunOptions): Promise<number> {
  const consoleLog = new ConsoleLog();
  const executablePath = await ensureBrowser();
  const server = await startServer({
    editor: await ensureEditor(),
    workspaceTrust: parsed.workspaceTrust,
    extensionsFolder: parsed.extensionsFolder,
  });
  try {
    const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
    try {
      const page = await browser.newPage();
      const url = workbenchUrl({ port: server.port, ...parsed });
      const waited = await atMost(timeoutMs, suiteExit(page, url, consoleLog));
      if (waited.type === 'done') return waited.value;
      await page.screenshot({ path: `${logFile}.png` });
      throw new Error(`The suite did not end within ${timeoutMs} ms. The workbench then: ${logFile}.png`);
    } finally {
      await browser.close();
    }
  } finally {
    await consoleLog.write(logFile, server.log());
    await server.stop();
  }
}

function suiteExit(page: Page, url: string, log: ConsoleLog): Promise<number> {
  return new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Error('The page of the workbench crashed.')));
    listen(page, log, resolve)
      .then(() => page.goto(url))
      .catch(reject);
  });
}

/** What the workbench says: the test report is shown at once, the noise around it kept for whoever has to look. */
class ConsoleLog {
  private readonly lines: string[] = [];

  add(line: string): void {
    if (line.startsWith(reportMark)) console.log(line.slice(reportMark.length));
    else this.lines.push(line);
  }

  async write(file: string, serverLog: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `WORKBENCH\n${this.lines.join('\n')}\n\nSERVER\n${serverLog}`);
  }
}

/** Takes part in the workbench's protocol for test runs; must be called before the page is opened. */
async function listen(page: Page, log: ConsoleLog, onExit: (code: number) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => log.add(format(...args)));
  await page.exposeFunction('codeAutomationExit', onExit);
}
