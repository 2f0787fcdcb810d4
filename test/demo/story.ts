import type { RunState } from '../../src/core/run/state';
import { filesBelow } from '../testbed/filesBelow';
import type { Workbench } from '../testbed/workbench';
import { changedFiles, filesWith, unifiedDiff, type Files } from './disk';
import { usageLine, workingTasks } from './eventLines';
import { chooseTheme } from './lookOf';
import type { PictureName } from './pictures';
import { runSampleTests } from './sampleTests';
import { isInStep, workingRows } from './standing';
import { Teller } from './teller';
import { findUnaskedChange, type UnaskedChange } from './unaskedChange';

/** Where the story is played, in which colours, and who hears it. */
export type Telling = {
  readonly workbench: Workbench;
  readonly theme: string;
  readonly print: (line: string) => void;
};

/** Wide enough for the rows of the plan, in pixels. */
const sideBarWidth = 550;

/**
 * The demo as a person would do it, told as it happens: what is printed stands in journal, disk or editor, never in the script.
 * Rejects as soon as it is not the story it should be. Answers the pictures that came too late for what they were to show.
 */
export async function tellStory({ workbench, theme, print }: Telling): Promise<readonly PictureName[]> {
  const teller = new Teller(workbench, print);
  await teller.during(async () => {
    const { folder, before } = await openSample(teller, theme);
    await planIt(teller);
    await carryOut(teller);
    await sendBackFinding(teller);
    const rejected = await choose(teller);
    mustBeUntouched(teller, before, await filesBelow(folder));
    await apply(teller);
    await lookAtDisk(teller, { folder, before, rejected });
  });
  return teller.late;
}

async function openSample(teller: Teller, theme: string): Promise<{ readonly folder: string; readonly before: Files }> {
  const { window, workbench } = teller;
  teller.step('The sample workspace');
  await workbench.openView('Lead/Worker');
  const folder = await window.openDemo();
  await chooseTheme(workbench, theme);
  await window.widenSideBar(sideBarWidth);
  teller.say('folder', folder);
  const before = await filesBelow(folder);
  teller.say('files', [...before.keys()].join(', '));
  await testsMustPass(teller, folder, 'before');
  return { folder, before };
}

async function planIt(teller: Teller): Promise<void> {
  const { window, workbench, journal } = teller;
  teller.step('The goal');
  teller.say('goal', await window.openGoal());
  await teller.picture('1-goal');
  teller.say('gates', `confirmed: ${await window.submitGoal()}`);

  teller.step('The plan');
  await journal.until('a plan', ({ phase }) => phase === 'plan-ready');
  await window.taskRows().last().waitFor();
  // Somebody who reads on while others work: nothing of what they do shows in this file before it is applied.
  await workbench.openFile('src/report.js');
  await workbench.page.keyboard.press('ControlOrMeta+End');
  await workbench.openView('Lead/Worker');
  await teller.picture('2-plan');
}

async function carryOut(teller: Teller): Promise<void> {
  const { window, workbench, journal } = teller;
  const now = (): RunState => journal.latest!;
  teller.step('The run');
  await window.approve();
  await journal.until('three workers at work', (state) => workingTasks(state).length >= 3);
  await teller.pictureOf(
    '3-workers',
    (standing) => isInStep(standing) && workingRows(standing).filter((row) => row.includes('working · ')).length >= 3,
    () => workingTasks(now()).length < 3,
  );
  const isRetried = ({ tasks }: RunState): readonly string[] =>
    [...tasks.values()]
      .filter(({ status, attempts }) => status === 'working' && attempts.length === 2)
      .map(({ task }) => task.id);
  const [retried = ''] = isRetried(await journal.until('a retry at work', (state) => isRetried(state).length > 0));
  await teller.pictureOf(
    '4-retry',
    (standing) => workingRows(standing).some((row) => row.startsWith(`Task ${retried},`) && row.includes('attempt 2')),
    () => !isRetried(now()).includes(retried),
  );
  const settled = await journal.until('the end of the run', ({ phase }) => phase === 'review');
  teller.show([usageLine(settled)]);
  teller.mustShow('carried-out');
  await workbench.sideBar.getByText('on the merged proposal', { exact: false }).first().waitFor();
  await window.summaryRow().waitFor();
  await teller.picture('5-ready-for-review');
  await workbench.runCommand('View: Close Editor');
}

async function sendBackFinding(teller: Teller): Promise<void> {
  const { window, journal } = teller;
  teller.step('A finding, sent back');
  const [found] = journal.latest!.findings;
  const { taskId, path, quote, message } = found!.finding;
  await window.openFile(taskId, path);
  teller.exchange(await window.answerNotification('Show Accept and Reject above every change?', 'No'));
  await window.putCursorOn(quote.trim());
  await teller.picture('6-finding', () => window.showHover(message));
  await window.quickFix('Agree and send back');
  await journal.until('the sent-back task at work', ({ tasks }) => tasks.get(taskId)?.status === 'working');
  await journal.until('the end of the run', ({ phase }) => phase === 'review');
  teller.mustShow('sent-back');
  await window.runRow().getByText('Ready for review').waitFor();
  await window.row(taskId).getByText('accepted · attempt 2', { exact: false }).waitFor();
  await window.summaryRow().waitFor();
  await teller.picture('7-sent-back');
}

async function choose(teller: Teller): Promise<UnaskedChange> {
  const { window, journal } = teller;
  teller.step('Choices');
  const unasked = findUnaskedChange(journal.latest!);
  if (!unasked) throw new Error('All that is proposed was asked for, and the demo has nothing to reject.');
  const { hunk, taskId, lost, lines } = unasked;
  const [firstLine] = lines;
  teller.say('reject', `${hunk.path}, proposed by ${taskId}: ${lines.join(' ')}`);
  teller.say('because', `it takes "${lost}" away, and neither the goal nor the task asks for that`);
  await window.openFile(taskId, hunk.path);
  await window.putCursorOn(firstLine);
  await teller.picture('8-review');
  await window.rejectChange();
  await journal.until('the rejected change', ({ choices }) => choices.get(hunk.id) === 'rejected');
  await window.proposedEditor().getByText(firstLine).first().waitFor({ state: 'detached' });
  await teller.picture('9-rejected');
  await window.acceptAll();
  await journal.until('the accepted changes', ({ choices }) => [...choices.values()].includes('accepted'));
  teller.mustShow('decided');
  return unasked;
}

async function apply(teller: Teller): Promise<void> {
  const { window, journal } = teller;
  teller.step('Apply');
  teller.exchange(await window.answerApply(() => teller.picture('10-apply')));
  await journal.until('the apply', ({ phase }) => phase === 'applied');
  teller.mustShow('applied');
  await window.runRow().getByText('Applied to', { exact: false }).waitFor();
  await teller.picture('11-applied');
}

/** What the last look at the disk is measured by. */
type Expected = { readonly folder: string; readonly before: Files; readonly rejected: UnaskedChange };

async function lookAtDisk(teller: Teller, { folder, before, rejected }: Expected): Promise<void> {
  teller.step('What was written');
  const after = await filesBelow(folder);
  teller.show(unifiedDiff(before, after));
  for (const line of rejected.lines.filter((each) => filesWith(before, each).length === 0)) {
    const found = filesWith(after, line);
    if (found.length > 0) throw new Error(`The rejected change was written: ${line} stands in ${found.join(', ')}.`);
    teller.say('disk', `in no file: ${line}`);
  }
  const kept = filesWith(after, rejected.lost);
  if (!kept.includes(rejected.hunk.path)) throw new Error(`"${rejected.lost}" is gone, although that was rejected.`);
  teller.say('disk', `still in ${kept.join(', ')}: ${rejected.lost}`);
  await testsMustPass(teller, folder, 'after');
}

function mustBeUntouched(teller: Teller, before: Files, now: Files): void {
  const changed = changedFiles(before, now);
  if (changed.length > 0) throw new Error(`Files changed before apply: ${changed.join(', ')}`);
  teller.say('disk', 'every file is as it was');
}

async function testsMustPass(teller: Teller, folder: string, when: string): Promise<void> {
  const { exitCode, summary } = await runSampleTests(folder);
  teller.say('tests', `${when}: ${summary}, exit code ${exitCode}`);
  if (exitCode !== 0) throw new Error(`The tests of the sample workspace fail ${when} the run.`);
}
