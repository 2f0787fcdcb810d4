import { LeadWindow } from '../testbed/leadWindow';

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
    await this.goal().locator('#goal').press('Control+Enter');
    return this.confirmGates();
  }

  /** Has the editor show what it knows of the place at the cursor, which is to have this text in it. */
  async showHover(text: string): Promise<void> {
    // To the start of the line, which may be longer than the window is wide.
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page.locator('.monaco-hover');
    await hover.getByText(text, { exact: false }).first().waitFor();
    // Fixes are looked for once the hover stands, and extensions that offer some are started for it.
    await hover
      .getByText(/^Quick Fix/)
      .first()
      .waitFor();
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
