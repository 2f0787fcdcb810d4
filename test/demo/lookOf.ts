import type { Workbench } from '../testbed/workbench';

/** Chooses a colour theme in the picker, as a person does: this build passes over the setting when a window starts. */
export async function chooseTheme(workbench: Workbench, theme: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Preferences: Color Theme');
  const picker = page.locator('.quick-input-widget');
  await picker.locator('input[type="text"]').fill(theme);
  await picker.locator('.monaco-list-row').filter({ hasText: theme }).first().click();
  await picker.waitFor({ state: 'hidden' });
}

/** Waits until nothing in the window is passing by: extensions that start, scroll bars under a pointer that was moved away. */
export async function settle({ page }: Workbench): Promise<void> {
  await page.mouse.move(0, 0);
  await page.getByText('Activating Extensions…').waitFor({ state: 'hidden' });
  await page.locator('.monaco-scrollable-element > .scrollbar.visible:not(.fade)').first().waitFor({ state: 'hidden' });
}
