import { randomUUID } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';

import { chromium } from '@playwright/test';

import { demoNotice } from '../../src/adapters/demo/demo';
import { browserFlags, ensureBrowser } from '../testbed/browser';
import { ensureEditor } from '../testbed/editorInstall';
import { runProgram } from '../testbed/lifetime';
import { say } from '../testbed/say';
import { Workbench } from '../testbed/workbench';
import { copyWorkspace } from '../testbed/workspaceCopy';
import { readOptions, type DemoOptions } from './options';
import { sampleFolder, tellStory } from './story';

/** Narrow enough for the editor to show a diff inline beside the plan. */
const windowSize = { width: 1360, height: 860 };

/*
 * `npm run demo`: the whole job in a real VS Code, driven as a person would drive it, told as it happens.
 */

await runProgram(() => demo(readOptions(process.argv.slice(2))));

async function demo({ headless, open, pictures, theme }: DemoOptions): Promise<number> {
  say(demoNotice);
  const executablePath = await ensureBrowser();
  const editor = await ensureEditor();
  await rm(pictures, { recursive: true, force: true });
  const browser = await chromium.launch({ executablePath, headless, args: [...browserFlags] });
  const workbench = await Workbench.open({
    browser,
    editor,
    extension: { type: 'development' },
    workspace: await copyWorkspace({ type: 'none' }),
    // A chosen colour theme is not to be replaced by one that fits the desktop.
    userSettings: { 'window.autoDetectColorScheme': false },
    pictureFolder: pictures,
  });
  await workbench.page.setViewportSize(windowSize);
  let failed = false;
  try {
    await tellStory({ workbench, theme, print: (line) => console.log(line) });
    say(`That was the whole job. The pictures are in ${pictures}.`);
  } catch (error) {
    failed = true;
    console.error(error);
    say(`The demo failed. What the window showed: ${await workbench.screenshot('failed')}`);
  }
  if (open && !failed) await leaveOpen(workbench);
  await workbench.close();
  await browser.close();
  return failed ? 1 : 0;
}

/** Leaves the server up with a fresh copy of the sample workspace, until somebody ends this program. */
async function leaveOpen(workbench: Workbench): Promise<void> {
  const demos = path.join(workbench.userData, 'User/globalStorage/lead-worker.lead-worker/demo');
  const folder = path.join(demos, randomUUID().slice(0, 8), 'ledger');
  await cp(sampleFolder(), folder, { recursive: true });
  const address = new URL(workbench.page.url());
  address.searchParams.set('folder', folder);
  say(`The editor is open, with the demo ready to begin, at\n${address.href}`);
  say('Press Ctrl+C to end it.');
  await new Promise(() => undefined);
}
