import { expect, type Locator } from '@playwright/test';

import { LeadWindow } from '../testbed/leadWindow';
import type { Standing } from './standing';

const hoverTimeoutMs = 30_000;
const patienceMs = 3_000;

/** What the editor asked, line by line, and the button that answered it, both as they read. */
export type Answered = { readonly asked: readonly string[]; readonly pressed: string };

/** As much of an element as is looked at: the types of a browser's page are not there in Node. */
type Labelled = { getAttribute(name: string): string | null };

/** What only the demo has, beside the steps at any window. */
export class DemoWindow extends LeadWindow {
  /** Opens a copy of the sample workspace in this window; answers its folder. */
  async openDemo(): Promise<string> {
    await this.workbench.runCommand('Lead/Worker: Open the Demo');
    await this.page.waitForURL((url) => url.searchParams.has('folder'));
    await this.workbench.activityBarItem('Lead/Worker').waitFor();
    await this.workbench.openView('Lead/Worker');
    const folder = new URL(this.page.url()).searchParams.get('folder');
    if (folder === null) throw new Error(`The demo did not open: ${this.page.url()}`);
    return folder;
  }

  /** Sends the goal off as it stands and confirms the gates that were detected; answers what was offered. */
  async submitGoal(): Promise<string> {
    await this.goal().locator('#goal').press('ControlOrMeta+Enter');
    return this.confirmGates();
  }

  /** What plan view and status bar show, read at one go so that nothing changes in between. */
  async standing(): Promise<Standing> {
    const labels = await this.rows()
      .or(this.status())
      .evaluateAll((elements: readonly Labelled[]) =>
        elements.map((element) => element.getAttribute('aria-label') ?? ''),
      );
    return {
      rows: labels.filter((label) => !label.startsWith('Lead/Worker: ')),
      status: labels.find((label) => label.startsWith('Lead/Worker: ')) ?? '',
    };
  }

  /** As at any window, and to the start of the line: the click may have gone to a place that only scrolling sideways shows. */
  override async putCursorOn(text: string): Promise<void> {
    await super.putCursorOn(text);
    await this.page.keyboard.press('Home');
  }

  /** Has the editor show what it knows of the place at the cursor, which is to have a finding with this text on it. */
  async showHover(text: string): Promise<void> {
    await this.proposedEditor().locator('[class*="squiggly-"]').first().waitFor({ state: 'attached' });
    const hover = this.page.locator('.monaco-hover').filter({ hasText: text });
    // While the editor is still busy with a file that has just opened, it passes over the keys.
    await expect(async () => {
      if (await hover.isVisible()) return;
      await this.page.keyboard.press('ControlOrMeta+K');
      await this.page.keyboard.press('ControlOrMeta+I');
      await hover.waitFor({ timeout: patienceMs });
    }).toPass({ timeout: hoverTimeoutMs });
    // Fixes are looked for once the hover stands, and extensions that offer some are started for it.
    await hover
      .getByText(/^Quick Fix/)
      .first()
      .waitFor();
  }

  /** Answers a notification that says this by one of its buttons, and puts the list of them away again. */
  async answerNotification(text: string, button: string): Promise<Answered> {
    const notification = await this.workbench.notification(text);
    const message = notification.locator('.notification-list-item-message');
    const answered = await this.answerBy(notification.getByRole('button', { name: button, exact: true }), [message]);
    await notification.waitFor({ state: 'detached' });
    // The list goes with its last notification, and stays for others.
    const center = this.page.locator('.notifications-center');
    if (await center.isVisible()) await this.page.locator('#status\\.notifications').click();
    await center.waitFor({ state: 'hidden' });
    return answered;
  }

  /** Asks to apply and presses the button that does. */
  async answerApply(whileAsked: () => Promise<void>): Promise<Answered> {
    await this.workbench.runCommand('Lead/Worker: Apply Accepted Changes');
    const button = this.dialog().getByRole('button', { name: 'Apply' });
    await button.waitFor();
    await whileAsked();
    const texts = ['.dialog-message-text', '.dialog-message-detail'].map((part) => this.dialog().locator(part));
    return this.answerBy(button, texts);
  }

  private async answerBy(button: Locator, texts: readonly Locator[]): Promise<Answered> {
    const read = await Promise.all(texts.map((text) => text.innerText()));
    const asked = read.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
    const pressed = await button.innerText();
    await button.click();
    return { asked, pressed };
  }

  /** Drags the border of the side bar, as wide as its rows want it. `width` in pixels. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.sideBar().boundingBox();
    if (!box) throw new Error('The side bar is not shown.');
    const middle = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, middle);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, middle, { steps: 5 });
    await this.page.mouse.up();
  }
}
