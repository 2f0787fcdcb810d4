import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

import type { Workbench } from './workbench';

const patientTries = 10;
const patienceMs = 3000;
const settlingMs = 15_000;
const openingMs = 40_000;
const menuPatienceMs = 1000;

/** Lead/Worker at the hands of a person, by keyboard and mouse: goal, plan, review and apply. Each step waits for what it brought about. */
export class LeadWindow {
  protected readonly page: Page;

  constructor(protected readonly workbench: Workbench) {
    this.page = workbench.page;
  }

  /** Opens the plan view. */
  async open(): Promise<void> {
    await this.workbench.openView('Lead/Worker');
  }

  /** Opens the form for a goal by the button of the empty view, and answers the text it shows. */
  async openGoal(): Promise<string> {
    await this.sideBar().getByText('Plan a Change…').click();
    await this.goal().locator('#goal').waitFor();
    return this.goal().locator('#goal').inputValue();
  }

  /** Types a goal into the open form and sends it off by its key. */
  async sendGoal(goal: string): Promise<void> {
    await this.goal().locator('#goal').fill(goal);
    await this.goal().locator('#goal').press('ControlOrMeta+Enter');
  }

  /** The form for a goal. */
  goal(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** Confirms the gates that were detected; answers what was offered: `test: npm run test --silent (node --test); …`. */
  async confirmGates(): Promise<string> {
    const offer = this.quickInput();
    await offer.getByText('Which scripts measure a change?').waitFor();
    // The question is there before its answers, and Enter would confirm none.
    await offer.locator('.monaco-list-row[aria-checked="true"]').first().waitFor();
    const offered = await Promise.all((await offer.locator('.monaco-list-row').all()).map(offerOf));
    await this.page.keyboard.press('Enter');
    await offer.waitFor({ state: 'hidden' });
    return offered.join('; ');
  }

  /** Presses Approve & Run in the title of the plan view. */
  async approve(): Promise<void> {
    await this.pressTitle(/Approve & Run/);
  }

  /** A button in the title of the plan view. */
  titleButton(name: string | RegExp): Locator {
    return this.sideBar().locator('.composite.title').getByRole('button', { name });
  }

  /** Presses a button in the title that goes once it was pressed. */
  async pressTitle(name: string | RegExp): Promise<void> {
    const button = this.titleButton(name);
    await this.press(button, () => button.waitFor({ state: 'hidden', timeout: patienceMs }));
  }

  /**
   * Clicks until something has come of it, as a person would: the view may be drawn anew between the press of the mouse and its
   * release, and the click is lost. For what does no more when it is pressed twice.
   */
  async press(target: Locator, until: () => Promise<void>): Promise<void> {
    await target.waitFor();
    for (let tries = 1; tries <= patientTries; tries++) {
      // A target that is gone has been pressed.
      await target.click({ timeout: patienceMs }).catch(() => undefined);
      const came = await until().then(
        () => true,
        () => false,
      );
      if (came) return;
      console.warn(`Click ${String(tries)} on ${String(target)} brought nothing.`);
    }
    throw new Error(`${String(target)} was clicked ${String(patientTries)} times for nothing.`);
  }

  /** Clicks a row; it brings this. */
  async pressFor(target: Locator, brings: Locator): Promise<void> {
    await this.press(target, () => brings.waitFor({ timeout: patienceMs }));
  }

  /** The rows of the plan view, as many as fit. */
  rows(): Locator {
    return this.sideBar().getByRole('treeitem');
  }

  /** The texts of the rows the plan view shows. */
  async planRows(): Promise<readonly string[]> {
    return (await this.rows().allInnerTexts()).map(evenSpace);
  }

  /** The row of a task, by its id. */
  row(task: string): Locator {
    return this.sideBar().getByRole('treeitem', { name: new RegExp(`^Task ${task}, `) });
  }

  /** The row of the run, which says the goal and where the run stands. */
  runRow(): Locator {
    return this.sideBar().getByRole('treeitem', { name: /^Run: / });
  }

  /** The row with what the lead says of the whole run. */
  summaryRow(): Locator {
    return this.sideBar().getByRole('treeitem', { name: /^Summary by / });
  }

  /** The rows of all tasks. */
  taskRows(): Locator {
    return this.sideBar().getByRole('treeitem', { name: /^Task / });
  }

  /** The first row with this text, but for those of the summary; the rows beneath a task show once it is expanded. */
  rowWith(text: string | RegExp): Locator {
    return this.rows().and(this.page.locator(':not([aria-label^="Look first at"])')).filter({ hasText: text }).first();
  }

  /** Shows what is beneath a row. */
  async expand(row: Locator): Promise<void> {
    const expanded = row.and(this.page.locator('[aria-expanded="true"]'));
    for (let tries = 1; !(await expanded.isVisible()); tries++) {
      if (tries > patientTries) throw new Error(`The row does not expand: ${await row.innerText()}`);
      // The view may be drawn anew beneath the mouse, and take the click for nothing.
      await row.locator('.monaco-tl-twistie').click();
      await expanded.waitFor({ timeout: patienceMs }).catch(() => undefined);
    }
  }

  /** Chooses from the menu of a row. */
  async menuOn(row: Locator, item: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    // Its accessible name holds its key too, where it has one.
    const entry = menu.locator('.action-label').getByText(item, { exact: true });
    await row.click({ button: 'right' });
    await entry.waitFor();
    // A menu takes no click in its first moments, lest the one that opened it choose something.
    await expect(async () => {
      if (await entry.isVisible()) await entry.click({ timeout: menuPatienceMs });
      await menu.waitFor({ state: 'hidden', timeout: menuPatienceMs });
    }).toPass({ timeout: settlingMs });
  }

  /** Presses a button that stands on a row while the mouse is over it. */
  async pressOn(row: Locator, button: string | RegExp): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  /** Opens the diff of a file by its row beneath a task. */
  async openFile(task: string, path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const file = this.rowWith(name);
    // A row that comes above while the mouse goes down is why a click may fold the task, or meet another row.
    await expect(async () => {
      if (!(await file.isVisible())) await this.expand(this.row(task));
      await file.click({ timeout: patienceMs });
      await this.activeTab(name).waitFor({ timeout: patienceMs });
    }).toPass({ timeout: openingMs });
    await this.proposedEditor().locator('.view-line').first().waitFor();
  }

  /** The tab in front, if it has this name. */
  activeTab(name: string): Locator {
    return this.page.locator('.tab.active').filter({ hasText: name });
  }

  /** Puts the cursor on the line of the proposed side that shows this text. */
  async putCursorOn(text: string): Promise<void> {
    await this.proposedEditor().locator('.view-line').filter({ hasText: text }).first().click();
    await this.proposedEditor().and(this.page.locator(':focus-within')).waitFor();
  }

  /**
   * Waits until the cursor has come to rest on a change, by its row: after a decision it moves on once the editor shows what was
   * decided, and a key pressed before would mean another change.
   */
  async cursorRestsOn(change: Locator): Promise<void> {
    const position = this.page.locator('#status\\.editor\\.selection');
    await expect(async () => {
      const line = /^\s*(\d+): /.exec(await change.innerText())?.[1];
      expect(await position.innerText()).toBe(`Ln ${String(line)}, Col 1`);
    }).toPass({ timeout: settlingMs });
  }

  /** Opens the list of fixes at the cursor and chooses one by its title. */
  async quickFix(title: string): Promise<void> {
    const fix = this.page.locator('.action-widget').getByText(title, { exact: false }).first();
    for (let tries = 1; tries <= patientTries; tries++) {
      // The first time the editor is still starting extensions that offer fixes too: the list shows nothing, or goes again
      // when the findings are drawn anew beneath it. A click that has failed has not been made.
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('ControlOrMeta+.');
      const chosen = await fix.click({ timeout: patienceMs }).then(
        () => true,
        () => false,
      );
      if (chosen) return;
    }
    throw new Error(`No quick fix offers "${title}".`);
  }

  /** Accepts the change at the cursor by its key. */
  async acceptChange(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Alt+Enter');
  }

  /** Rejects the change at the cursor by its key. */
  async rejectChange(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Alt+Backspace');
  }

  async acceptAll(): Promise<void> {
    await this.workbench.runCommand('Lead/Worker: Accept All Changes');
  }

  /** Applies; answers what the confirmation said. */
  async apply(whileAsked: () => Promise<void> = () => Promise.resolve()): Promise<string> {
    await this.workbench.runCommand('Lead/Worker: Apply Accepted Changes');
    const dialog = this.dialog();
    await dialog.waitFor();
    const asked = await dialog.innerText();
    await whileAsked();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    return asked.replaceAll(/\s*\n\s*/g, '\n').trim();
  }

  /** The question that stands in front of everything. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** A list to pick from or a line to type, at the top of the window. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Picks a row of a list with this title. */
  async pick(title: string, row: string): Promise<void> {
    await this.quickInput().getByText(title).first().waitFor();
    await this.quickInput().locator('.monaco-list-row').filter({ hasText: row }).first().click();
  }

  /** Answers the question with this in its title; `undefined` leaves the answer that stands there. */
  async answer(title: string, text: string | undefined): Promise<void> {
    await this.quickInput().getByText(title).waitFor();
    if (text !== undefined)
      await this.quickInput().locator('input[type="text"], input[type="password"]').last().fill(text);
    await this.page.keyboard.press('Enter');
    await this.quickInput().getByText(title).waitFor({ state: 'hidden' });
  }

  /** The item in the status bar. */
  status(): Locator {
    return this.page.locator('.part.statusbar .statusbar-item[id$="leadWorker.status"]').getByRole('button');
  }

  /** The writable side of the diff. */
  proposedEditor(): Locator {
    return this.page.locator('.monaco-diff-editor .editor.modified');
  }

  /** Presses the editor's own button in the gutter that takes the change at the cursor back. */
  async revertBlock(): Promise<void> {
    const gutter = this.page.locator('.monaco-diff-editor .gutter');
    await gutter.locator('.gutterItem').first().hover();
    await gutter.getByRole('button', { name: 'Revert Block' }).first().click();
  }

  /** The comment thread on the change at the cursor. */
  thread(): Locator {
    return this.proposedEditor().locator('.review-widget');
  }

  protected sideBar(): Locator {
    return this.workbench.sideBar;
  }
}

/** What a row of the gates' question offers, in its three parts. */
async function offerOf(row: Locator): Promise<string> {
  const label = row.locator('.quick-input-list-row').first().locator('.label-name');
  const command = row.locator('.label-description');
  const script = row.locator('.quick-input-list-label-meta .label-name');
  return `${await label.innerText()}: ${await command.innerText()} (${await script.innerText()})`;
}

function evenSpace(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
