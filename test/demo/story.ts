import { createTwoFilesPatch } from 'diff';

import { reviewProposal } from '../../src/core/review/fold';
import type { RunState } from '../../src/core/run/state';
import { filesBelow } from '../testbed/filesBelow';
import { inRepository } from '../testbed/repository';
import type { Workbench } from '../testbed/workbench';
import { DemoWindow } from './demoWindow';
import { eventLines, planLines, usageLine } from './eventLines';
import { JournalWatch } from './journalWatch';
import { chooseTheme, settle } from './lookOf';
import { runSampleTests } from './sampleTests';

/** Where the story is played, in which colours, and who hears it. */
export type Telling = {
  readonly workbench: Workbench;
  readonly theme: string;
  readonly print: (line: string) => void;
};

/** The demo as a person would do it, told as it happens. `print` gets what journal, disk and editor show, never the script. */
export async function tellStory({ workbench, theme, print }: Telling): Promise<void> {
  const window = new DemoWindow(workbench);
  const journal = new JournalWatch(workbench.userData, (event, state) => eventLines(event, state).forEach(print));
  const picture = async (name: string, last?: () => Promise<void>): Promise<void> => {
    await settle(workbench);
    await last?.();
    print(`picture   ${await workbench.screenshot(name)}`);
  };
  const step = (title: string): void => print(`\n== ${title}`);

  step('The sample workspace');
  await workbench.openView('Lead/Worker');
  const folder = await window.openDemo();
  await chooseTheme(workbench, theme);
  await window.widenSideBar(430);
  print(`folder    ${folder}`);
  const before = await filesBelow(folder);
  print(`files     ${[...before.keys()].join(', ')}`);
  await mustPass(folder, 'before', print);

  step('The goal');
  print(`goal      ${await window.openGoal()}`);
  await picture('1-goal');
  print(`gates     confirmed: ${await window.submitGoal()}`);

  step('The plan');
  const planned = await journal.until('a plan', ({ phase }) => phase === 'plan-ready' || phase === 'failed');
  mustBe(planned, 'plan-ready');
  planLines(planned).forEach(print);
  await workbench.sideBar.getByText('T6', { exact: false }).first().waitFor();
  await picture('2-plan');

  step('The run');
  await window.approve();
  await journal.until(
    'three workers at work',
    ({ tasks }) => [...tasks.values()].filter(({ status }) => status === 'working').length === 3,
  );
  await workbench.sideBar.getByText('working', { exact: false }).first().waitFor();
  await picture('3-workers');
  await journal.until('a retry at work', ({ tasks }) =>
    [...tasks.values()].some(({ status, attempts }) => status === 'working' && attempts.length === 2),
  );
  await workbench.sideBar.getByText('attempt 2', { exact: false }).first().waitFor();
  await picture('4-retry');
  const settled = await journal.until('the end of the run', ({ phase }) => phase === 'review' || phase === 'failed');
  mustBe(settled, 'review');
  print(usageLine(settled));
  await workbench.sideBar.getByText('on the merged proposal', { exact: false }).first().waitFor();
  await picture('5-ready-for-review');

  step('A finding, sent back');
  const [found] = settled.findings;
  if (!found) throw new Error('The lead found nothing, and the demo has nothing to send back.');
  await window.openFile(found.finding.taskId, found.finding.path);
  await window.putCursorOn(found.finding.quote.trim());
  await picture('6-finding', () => window.showHover(found.finding.message));
  await window.quickFix('Agree and send back');
  await journal.until(
    'the sent-back task at work',
    ({ tasks }) => tasks.get(found.finding.taskId)?.status === 'working',
  );
  await journal.until('the sent-back task accepted', ({ phase }) => phase === 'review');
  await workbench.sideBar.getByText('Ready for review', { exact: false }).first().waitFor();
  await picture('7-sent-back');

  step('Choices');
  const heading = 'MONTHLY EXPENSE REPORT';
  await window.openFile('T4', 'src/report.js');
  await window.putCursorOn(heading);
  await picture('8-review');
  await window.rejectChange();
  await journal.until('the rejected change', ({ choices }) => [...choices.values()].includes('rejected'));
  await window.proposedEditor().getByText(heading).first().waitFor({ state: 'detached' });
  await picture('9-rejected');
  mustBeUntouched(before, await filesBelow(folder));
  print('disk      every file is as it was');
  await window.acceptAll();
  const chosen = await journal.until('all decided', (state) => openHunks(state) === 0);
  print(
    `choices   ${[...chosen.choices.values()].filter((choice) => choice === 'accepted').length} accepted, ${[...chosen.choices.values()].filter((choice) => choice === 'rejected').length} rejected`,
  );

  step('Apply');
  const asked = await window.apply(() => picture('10-apply'));
  asked.split('\n').forEach((line) => print(`asked     ${line}`));
  await journal.until('the apply', ({ phase }) => phase === 'applied');
  await workbench.sideBar.getByText('Applied to', { exact: false }).first().waitFor();
  await picture('11-applied');

  step('What was written');
  const after = await filesBelow(folder);
  for (const line of diffLines(before, after)) print(line);
  if ([...after.values()].some((text) => text.includes(heading))) throw new Error('The rejected change was written.');
  print(`disk      the rejected text is nowhere: ${heading}`);
  await mustPass(folder, 'after', print);
}

/** The version of the sample that the repository holds, for a check that the copy was not changed. */
export function sampleFolder(): string {
  return inRepository('media/demo');
}

async function mustPass(folder: string, when: string, print: (line: string) => void): Promise<void> {
  const { exitCode, summary } = await runSampleTests(folder);
  print(`tests     ${when}: ${summary}, exit code ${String(exitCode)}`);
  if (exitCode !== 0) throw new Error(`The tests of the sample workspace fail ${when} the run.`);
}

function mustBe(state: RunState, phase: RunState['phase']): void {
  if (state.phase !== phase) throw new Error(`The run is in phase ${state.phase}: ${state.failure?.message ?? ''}`);
}

function openHunks(state: RunState): number {
  return reviewProposal(state.proposal, state.choices).flatMap(({ hunks }) =>
    hunks.filter(({ choice }) => choice === 'open'),
  ).length;
}

function mustBeUntouched(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): void {
  const names = new Set([...before.keys(), ...now.keys()]);
  const changed = [...names].filter((name) => before.get(name) !== now.get(name));
  if (changed.length > 0) throw new Error(`Files changed before apply: ${changed.join(', ')}`);
}

function diffLines(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [old, text] = [before.get(name) ?? '', after.get(name) ?? ''];
    if (old === text) return [];
    return createTwoFilesPatch(`a/${name}`, `b/${name}`, old, text).trimEnd().split('\n').slice(1);
  });
}
