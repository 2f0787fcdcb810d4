import type { Workbench } from '../testbed/workbench';
import { DemoWindow, type Answered } from './demoWindow';
import { entry, eventLines } from './eventLines';
import { followJournal } from './journalFile';
import { JournalWatch } from './journalWatch';
import { isSettled, leavePointer, settle } from './lookOf';
import type { PictureName } from './pictures';
import type { Standing } from './standing';
import { checkStory, type Chapter } from './storyPoints';

/** Tells what happens in a window while it happens, in lines and pictures, and looks whether that is the story of the demo. */
export class Teller {
  readonly window: DemoWindow;
  readonly journal: JournalWatch;
  /** Pictures that were taken when what they were to show had passed. */
  readonly late: PictureName[] = [];
  private readonly seen = new Set<string>();

  constructor(
    readonly workbench: Workbench,
    private readonly print: (line: string) => void,
  ) {
    this.window = new DemoWindow(workbench);
    this.journal = new JournalWatch((event, state) => eventLines(event, state).forEach(print));
  }

  /** Lets a story take place, and prints what comes into the journal meanwhile, the moment it does. */
  async during(story: () => Promise<void>): Promise<void> {
    const over = new AbortController();
    const following = this.journal.follow(followJournal(this.workbench.userData, over.signal));
    try {
      await story();
    } finally {
      over.abort();
      await following;
    }
  }

  /** Begins a step of the story. */
  step(title: string): void {
    this.print(`\n== ${title}`);
  }

  /** Prints a line. */
  say(label: string, words: string): void {
    this.print(entry(label, words));
  }

  /** Prints lines as they are. */
  show(lines: readonly string[]): void {
    lines.forEach(this.print);
  }

  /** Prints what the editor asked, and how it was answered. */
  exchange({ asked, pressed }: Answered): void {
    asked.forEach((line) => this.say('asked', line));
    this.say('pressed', pressed);
  }

  /** Takes a picture while nothing in the window is passing by. `last` brings about what goes away when anything else is done. */
  async picture(name: PictureName, last: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    for (;;) {
      await settle(this.workbench);
      await last();
      const file = await this.workbench.screenshot(name);
      if (!(await isSettled(this.workbench))) continue;
      this.say('picture', file);
      return;
    }
  }

  /**
   * Takes a picture of something that passes: while plan view and status bar show it, and not only before or after. When it has
   * passed for good the picture shows what came of it, and is called late.
   */
  async pictureOf(name: PictureName, shows: (standing: Standing) => boolean, hasPassed: () => boolean): Promise<void> {
    const showsNow = async (): Promise<boolean> =>
      shows(await this.window.standing()) && (await isSettled(this.workbench));
    await leavePointer(this.workbench);
    for (;;) {
      // Asked first: what the window shows afterwards is newer.
      const isLast = hasPassed();
      const before = await showsNow();
      if (!before && !isLast) continue;
      const file = await this.workbench.screenshot(name);
      const isCaught = before && (await showsNow());
      if (!isCaught && !hasPassed()) continue;
      if (!isCaught) this.late.push(name);
      this.say('picture', `${file}${isCaught ? '' : ' (a moment late)'}`);
      return;
    }
  }

  /** Throws when the journal does not show all that the story has up to here; prints what it shows and had not shown before. */
  mustShow(chapter: Chapter): void {
    const { shown, missing } = checkStory(this.journal.events, chapter);
    for (const point of shown.filter((each) => !this.seen.has(each))) this.say('shown', point);
    shown.forEach((point) => this.seen.add(point));
    if (missing.length > 0) throw new Error(['This is not the story of the demo. It lacks', ...missing].join('\n- '));
  }
}
