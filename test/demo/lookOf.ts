import { expect, type Locator } from '@playwright/test';

import type { Workbench } from '../testbed/workbench';

const settleTimeoutMs = 60_000;

/** Chooses a colour theme in the picker, as a person does: this build passes over the setting when a window starts. */
export async function chooseTheme(workbench: Workbench, theme: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Preferences: Color Theme');
  const picker = page.locator('.quick-input-widget');
  await picker.locator('input[type="text"]').fill(theme);
  await picker.locator('.monaco-list-row').filter({ hasText: theme }).first().click();
  await picker.waitFor({ state: 'hidden' });
}

/** Moves the pointer to where nothing is under it: scroll bars and tooltips come and go with it. */
export async function leavePointer({ page }: Workbench): Promise<void> {
  await page.mouse.move(0, 0);
}

/** Waits until nothing in the window is passing by: extensions that start, views that are drawn anew, scroll bars, tooltips. */
export async function settle(workbench: Workbench): Promise<void> {
  await leavePointer(workbench);
  await expect(passing(workbench)).toHaveCount(0, { timeout: settleTimeoutMs });
}

/** Whether nothing is passing by right now. */
export async function isSettled(workbench: Workbench): Promise<boolean> {
  return (await passing(workbench).count()) === 0;
}

/** What shows that something goes on, but for Lead/Worker's own signs, which are what the pictures are about. */
const signs = [
  '.part.statusbar .codicon-loading',
  '.monaco-progress-container.active',
  '.codicon-tree-item-loading',
  '.monaco-scrollable-element > .scrollbar.visible:not(.fade)',
  '.context-view .monaco-hover',
];

function passing({ page }: Workbench): Locator {
  return page.locator(signs.join(', ')).and(page.locator(':visible'));
}
