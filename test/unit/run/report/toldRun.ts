import { reviewProposal } from '../../../../src/core/review/fold';
import type { HunkId } from '../../../../src/core/review/hunk';
import type { RunEvent } from '../../../../src/core/run/events';
import type { TaskId } from '../../../../src/core/plan/plan';
import { reportOf } from '../../../../src/core/run/report/runReport';
import type { RunReport } from '../../../../src/core/run/report/schema';
import { timeWordsIn } from '../../../../src/core/util/timeWords';
import { exits } from '../../../fakes/memoryShadow';
import { bench, textOf, writes, type Bench } from '../harness';

/** 2026-11-26 13:00:00 in UTC. */
export const start = Date.UTC(2026, 10, 26, 13);
/** Words for times an hour east of Greenwich. */
export const times = timeWordsIn(() => 60);

/** The journal of a run, one second between any two entries. */
export async function entriesOf({ journal, run }: Bench): Promise<readonly (RunEvent & { readonly at: number })[]> {
  const entries = await journal.read(run.state.runId);
  if (!entries.ok) throw new Error(entries.error.message);
  return (entries.value.entries as readonly RunEvent[]).map((event, index) => {
    const at = start + index * 1000;
    return 'verdict' in event ? { ...event, at, verdict: { ...event.verdict, at } } : { ...event, at };
  });
}

/** The report of a journal that has a beginning. */
export function reportFrom(entries: readonly unknown[]): RunReport {
  const report = reportOf(entries);
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}

/** All hunks under review, in order. */
export function hunkIds({ run: { state } }: Bench): readonly HunkId[] {
  return reviewProposal(state.proposal, state.choices).flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk.id));
}

/**
 * A run in which nearly everything happens: a retry, an abort that the user refuses, a red gate that they waive, an apply and its
 * undo, a finding that is dismissed and a task that is sent back.
 */
export async function eventfulRun(): Promise<Bench> {
  const b = await bench({
    files: { 'src/A.ts': 'one\ntwo\nthree\n' },
    tasks: [{ id: 'A', title: 'Change A' }, { id: 'B', title: 'Make B', dependsOn: ['A'] }, { id: 'C' }],
    worker: (task, turn) => writes(`src/${task}.ts`, `${task}\ntwo\nTHREE\n`)(turn),
    prices: { o3: { input: 2, cached: 0.5, output: 80 }, 'gpt-4.1': { input: 20, cached: 5, output: 8 } },
    gate: () => exits(1, 'FAIL src/A.ts\nnot as before'),
    base: () => exits(0),
    assess: (task, times_, request) => {
      const isRed = textOf(request).includes('test (required): failed');
      if (task === 'A' && times_ === 0) return { type: 'retry', feedback: 'Keep the second line.' };
      if (task === 'A' && isRed) return { type: 'accept' };
      if (task === 'B' && times_ === 0) return { type: 'abort', reason: 'This leads nowhere.' };
      if (task === 'C') return { type: 'leave', reason: 'Only you know what C is.' };
      return { type: 'accept' };
    },
    summary: () => ({
      text: 'A is changed and B is there; C was left to you.',
      lookFirst: [{ path: 'src/B.ts', reason: 'all else rests on it' }],
    }),
    findings: (task) =>
      task === 'B'
        ? [{ path: 'src/B.ts', line: 1, quote: 'B', severity: 'warning', message: 'A short name.', criterion: null }]
        : [],
  });
  const planned = await b.run.plan();
  if (!planned.ok) throw new Error(planned.error.message);
  const approved = b.run.approve();
  await b.until(({ tasks }) => tasks.get('A' as TaskId)?.status === 'failed');
  await b.run.waiveGate('test', 'It is red for reasons of its own.');
  await b.run.retryTask('A' as TaskId);
  const asked = await b.until(({ questions }) => questions.length > 0);
  await b.run.answer(asked.questions[0]?.questionId ?? '', false);
  await approved;
  await b.until(({ phase }) => phase === 'review');
  const [first, second, created] = hunkIds(b);
  if (!first || !second || !created) throw new Error('Two files with three hunks were to be proposed.');
  await b.run.choose([first], 'accepted');
  await b.run.apply({ without: [] });
  await b.run.choose([second], 'rejected');
  await b.run.choose([created], 'accepted');
  const [finding] = b.run.state.findings;
  if (finding) await b.run.dismissFinding(finding.finding.id, 'It says what it is.');
  await b.run.apply({ without: [] });
  await b.run.undo({ without: [] });
  return b;
}
