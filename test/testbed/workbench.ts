import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, type Browser, type Locator, type Page } from '@playwright/test';

import type { InstalledEditor } from './editorInstall';
import { startServer, type EditorServer } from './editorServer';
import { repositoryRoot } from './repository';
import { workbenchUrl } from './workbenchUrl';
import type { WorkspaceCopy } from './workspaceCopy';

/** Where the extension under test comes from: the sources of this repository, or a package installed as a user would. */
export type ExtensionSource = { readonly type: 'development' } | { readonly type: 'package'; readonly file: string };

/** How to open a workbench. */
export type WorkbenchOptions = {
  readonly browser: Browser;
  readonly editor: InstalledEditor;
  readonly extension: ExtensionSource;
  readonly workspace: WorkspaceCopy;
  readonly workspaceTrust?: boolean;
  readonly userSettings?: Readonly<Record<string, unknown>>;
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where `screenshot` puts its pictures. */
  readonly pictureFolder: string;
};

/** A theme of the editor, and the class that its window has then. */
export interface Theme {
  readonly name: string;
  readonly id: string;
  readonly shown: string;
}

/** One of each kind; the last is the one that windows start with. */
export const themes: readonly Theme[] = [
  { name: 'light', id: 'Default Light Modern', shown: 'vs' },
  { name: 'high-contrast', id: 'Default High Contrast', shown: 'hc-black' },
  { name: 'dark', id: 'Default Dark Modern', shown: 'vs-dark' },
];

const startTimeoutMs = 60_000;
// Long enough for a busy machine, short enough to say which step it was that failed.
const stepTimeoutMs = 30_000;
const paletteTimeoutMs = 5_000;
const viewTimeoutMs = 5_000;
const foldersTimeoutMs = 10_000;

/**
 * A VS Code window with a server of its own, driven as a person drives it: by keyboard and mouse. There is deliberately no way
 * to execute a command past the user interface.
 */
export class Workbench {
  private constructor(
    /** The window, for whatever has no helper here. */
    readonly page: Page,
    /** The copy of a workspace that is open in it. */
    readonly workspace: WorkspaceCopy,
    private readonly server: EditorServer,
    private readonly pictureFolder: string,
  ) {}

  /** Starts a server and opens a window on it. Waits until the workbench is there and its extensions are known. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const server = await startServer({
      editor: options.editor,
      workspaceTrust: options.workspaceTrust ?? false,
      userSettings: options.userSettings ?? {},
      machineSettings: options.machineSettings ?? {},
      environment: options.environment ?? {},
      packagedExtensions: options.extension.type === 'package' ? [options.extension.file] : [],
    });
    try {
      const page = await options.browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.setDefaultTimeout(stepTimeoutMs);
      const workbench = new Workbench(page, options.workspace, server, options.pictureFolder);
      const target = { port: server.port, content: options.workspace.content };
      const development = { extensionDevelopmentPath: repositoryRoot };
      await page.goto(workbenchUrl(options.extension.type === 'development' ? { ...target, ...development } : target));
      await workbench.isLoaded();
      return workbench;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private async isLoaded(): Promise<void> {
    // Now and then a window of several folders finds none, and none comes any more: a race of the editor's, which a person would
    // end by a reload.
    await expect(async () => {
      await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startTimeoutMs });
      // Views of extensions come once their manifests are read, after the workbench itself.
      await this.activityBarItem('Lead/Worker').waitFor({ timeout: startTimeoutMs });
      if (this.workspace.roots.length === 0) return;
      // The folders come later still, into the Explorer that is open at first.
      const folder = this.page.locator('.explorer-folders-view').getByRole('treeitem').first();
      const none = this.sideBar.getByRole('heading', { name: 'No Folder Opened' });
      await folder.or(none).first().waitFor({ timeout: startTimeoutMs });
      if (await folder.isVisible()) return;
      // Those that are merely late come while nothing is open.
      try {
        await folder.waitFor({ timeout: foldersTimeoutMs });
      } catch (error) {
        await this.page.reload();
        throw error;
      }
    }).toPass({ timeout: 2 * startTimeoutMs });
  }

  /**
   * Changes the user's settings as a person would, in the editor of settings.json, which it closes again. Writing the file from
   * outside is no way: the window's watcher misses changes now and then, and once it does it misses them all.
   */
  async changeUserSettings(change: Readonly<Record<string, unknown>>): Promise<void> {
    const text = await readFile(this.server.userSettingsFile, 'utf8');
    const settings = JSON.stringify({ ...(JSON.parse(text) as Record<string, unknown>), ...change }, undefined, 2);
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const tab = this.page.getByRole('tab', { name: 'settings.json' });
    await tab.waitFor();
    const editor = this.editorOf('settings.json');
    await editor.locator('.view-line').first().click();
    await editor.and(this.page.locator('.focused')).waitFor();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.paste(settings);
    await this.page.keyboard.press('ControlOrMeta+S');
    await expect.poll(() => readFile(this.server.userSettingsFile, 'utf8'), { timeout: stepTimeoutMs }).toBe(settings);
    await this.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    // By the tab's own button: the command, were it to arrive twice, would close another editor too.
    await tab.getByRole('button', { name: /^Close/ }).click();
    await tab.waitFor({ state: 'detached' });
  }

  /** Pastes a text where the keyboard is: what is typed the editor would complete with brackets and indent. */
  private async paste(text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // Runs in the page, whose globals are not ours; the code is a text therefore.
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  /** Absolute path of the editor's user data: settings, storage of extensions, logs. */
  get userData(): string {
    return path.dirname(path.dirname(this.server.userSettingsFile));
  }

  /** Kills the process that extensions run in; the window stays, and says so. */
  killExtensionHost(): void {
    this.server.killExtensionHost();
  }

  /** All that the server printed so far. */
  serverLog(): string {
    return this.server.log();
  }

  /** The icon of a view container, by its title. */
  activityBarItem(title: string): Locator {
    return this.page.locator('.part.activitybar').getByRole('tab', { name: title });
  }

  /** The side bar with whatever view is open in it. */
  get sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** Runs a command from the palette by its full title, with its category: opens the palette, types, and clicks the row. */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const row = palette.locator(`.monaco-list-row[aria-label^=${JSON.stringify(title)}]`).first();
    // Whatever takes the focus, an editor that is still opening for one, closes the palette; and what it lists is what could be
    // done when it opened. A person would open it again.
    await expect(async () => {
      if (await palette.isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await palette.waitFor({ timeout: paletteTimeoutMs });
      await palette.locator('input[type="text"]').fill(`>${title}`, { timeout: paletteTimeoutMs });
      await row.click({ timeout: paletteTimeoutMs });
    }).toPass({ timeout: stepTimeoutMs });
  }

  /** The text editor on a file of a disk, by the end of its path. */
  editorOf(path: string): Locator {
    const file = '[data-uri^="vscode-remote:"], [data-uri^="vscode-userdata:"], [data-uri^="file:"]';
    return this.page
      .locator(`.editor-instance .monaco-editor[data-uri$=${JSON.stringify(path)}]`)
      .and(this.page.locator(file));
  }

  /** Opens a file by its name, and waits until the keyboard is with its text. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1);
    await this.page.keyboard.press('ControlOrMeta+P');
    const picker = this.page.locator('.quick-input-widget');
    await picker.locator('input[type="text"]').fill(name);
    await picker.locator('.monaco-list-row').filter({ hasText: name }).first().click();
    await this.editorOf(path).and(this.page.locator('.focused')).locator('.view-line').first().waitFor();
  }

  /** Opens a view container by its icon and waits until its title stands in the side bar. */
  async openView(title: string): Promise<Locator> {
    const heading = this.sideBar.locator('.composite.title').getByText(title);
    // A click on the open container's icon closes it, and a window that starts may open the container of last time just as it is clicked.
    await expect(async () => {
      if (!(await heading.isVisible())) await this.activityBarItem(title).click({ timeout: viewTimeoutMs });
      await heading.waitFor({ timeout: viewTimeoutMs });
    }).toPass({ timeout: stepTimeoutMs });
    return this.sideBar;
  }

  /** The notification that says this, in the list behind the bell: under the driver of smoke tests none shows by itself. */
  async notification(text: string): Promise<Locator> {
    const center = this.page.locator('.notifications-center');
    if (!(await center.isVisible())) await this.page.locator('#status\\.notifications').click();
    const found = center.getByRole('dialog').filter({ hasText: text }).first();
    await found.waitFor();
    return found;
  }

  /** Takes a picture of the window, `<name>.png` in the picture folder, and answers its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(this.pictureFolder, { recursive: true });
    const file = path.join(this.pictureFolder, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Pictures `NAME-light.png`, `NAME-high-contrast.png` and `NAME-dark.png`; `prepare` brings back what a change of settings takes. */
  async screenshotInThemes(name: string, prepare?: () => Promise<void>): Promise<void> {
    for (const theme of themes) {
      await this.useTheme(theme);
      await prepare?.();
      await this.screenshot(`${name}-${theme.name}`);
    }
  }

  async useTheme({ id, shown }: Theme): Promise<void> {
    await this.changeUserSettings({ 'workbench.colorTheme': id });
    await this.page.locator(`.monaco-workbench.${shown}`).waitFor();
  }

  /** Closes the window and ends its server. */
  async close(): Promise<void> {
    try {
      await this.page.close();
    } finally {
      await this.server.stop();
    }
  }
}
