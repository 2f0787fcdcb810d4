import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { chromium } from '@playwright/test';

import { demoNotice } from '../../src/adapters/demo/demo';
import { copyDemoWorkspace } from '../../src/adapters/demo/workspaceCopy';
import { describeError } from '../../src/core/util/result';
import { browserFlags, ensureBrowser } from '../testbed/browser';
import { ensureEditor } from '../testbed/editorInstall';
import { isLeaving, runProgram } from '../testbed/lifetime';
import { inRepository } from '../testbed/repository';
import { say } from '../testbed/say';
import { Workbench } from '../testbed/workbench';
import { copyWorkspace } from '../testbed/workspaceCopy';
import { readOptions, type DemoOptions } from './options';
import { clearPictures, failedPicture, updateReadme } from './pictures';
import { tellStory } from './story';

/** Narrow enough for the editor to show a diff inline beside the plan. */
const windowSize = { width: 1440, height: 790 };

/** What would stand in the pictures without having to do with us. */
const quietLook = {
  // A chosen colour theme is not to be replaced by one that fits the desktop.
  'window.autoDetectColorScheme': false,
  'chat.disableAIFeatures': true,
  'remote.autoForwardPorts': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.scrollbar.horizontal': 'hidden',
  'editor.cursorBlinking': 'solid',
};

/*
 * `npm run demo`: the whole job in a real VS Code, driven as a person would drive it, told as it happens.
 */

await runProgram(() => demo(readOptions(process.argv.slice(2))));

async function demo(options: DemoOptions): Promise<number> {
  say(demoNotice);
  const executablePath = await ensureBrowser();
  const editor = await ensureEditor();
  await clearPictures(options.pictures);
  say(
    options.headless
      ? `No window is shown. Pictures of the steps go to ${options.pictures}.`
      : 'A window opens and does the whole job by itself, as a person would with keyboard and mouse: look on, and leave it alone.' +
          (options.open ? '' : ' It closes at the end; with --open the editor stays up.'),
  );
  const browser = await chromium.launch({
    executablePath,
    headless: options.headless,
    args: [...browserFlags],
    // We end on signals by ourselves, and the browser with us.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    const workbench = await Workbench.open({
      browser,
      editor,
      extension: { type: 'development' },
      workspace: await copyWorkspace({ type: 'none' }),
      userSettings: quietLook,
      pictureFolder: options.pictures,
    });
    try {
      if (!(await show(workbench, options))) return 1;
      if (options.open) await leaveOpen(workbench, options);
      return 0;
    } finally {
      await workbench.close();
    }
  } finally {
    await browser.close();
  }
}

/** Whether all went as it should. */
async function show(workbench: Workbench, { theme, pictures, readme }: DemoOptions): Promise<boolean> {
  try {
    await workbench.page.setViewportSize(windowSize);
    const late = await tellStory({ workbench, theme, print: (line) => console.log(line) });
    if (readme && late.length > 0)
      throw new Error(`The README's pictures stay as they are: ${late.join(', ')} came late. Try again.`);
    if (readme) say(`Made anew for the README: ${(await updateReadme(pictures)).join(', ')}`);
    say(`That was the whole job. The pictures are in ${pictures}.`);
    return true;
  } catch (error) {
    // Told to end in the middle, everything fails.
    if (isLeaving()) return false;
    console.error(error instanceof Error ? error.stack : error);
    say(`The demo failed. ${await pictureOfFailure(workbench)}`);
    return false;
  }
}

async function pictureOfFailure(workbench: Workbench): Promise<string> {
  try {
    return `What the window showed: ${await workbench.screenshot(failedPicture)}`;
  } catch (error) {
    return `There is no picture of the window: ${describeError(error)}`;
  }
}

/** Leaves the server up with a fresh copy of the sample workspace, until somebody ends this program. */
async function leaveOpen(workbench: Workbench, { headless }: DemoOptions): Promise<void> {
  const demos = path.join(workbench.userData, 'User/globalStorage/lead-worker.lead-worker/demo');
  const folder = path.join(demos, randomUUID().slice(0, 8), 'ledger');
  await copyDemoWorkspace(inRepository('media'), folder);
  const address = new URL(workbench.page.url());
  address.searchParams.set('folder', folder);
  // A window that nobody sees need not go on drawing.
  if (headless) await workbench.page.goto('about:blank');
  say(`The editor is open, with the demo ready to begin, at\n${address.href}`);
  say('Press Ctrl+C to end it.');
  await new Promise(() => undefined);
}
