import { expect, test } from 'vitest';

import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import { reduceRun } from '../../../src/core/run/reducer';
import type { RunState } from '../../../src/core/run/state';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { entry, eventLines, usageLine, workingTasks } from '../../demo/eventLines';
import { chosen, created, finding, finished, leadCalled, planned, started, stateAfter, verdict } from './journalSketch';

const T1 = 'T1' as TaskId;
const path = 'src/T1.js' as WorkspacePath;
const begun: readonly RunEvent[] = [
  created(),
  planned([{ id: 'T1' }, { id: 'T2', dependsOn: ['T1'] }]),
  { type: 'plan-approved' },
];

/** All that is printed of a journal. */
function printed(events: readonly RunEvent[]): string {
  let state: RunState | undefined;
  const lines: string[] = [];
  for (const event of events) {
    state = reduceRun(state, event);
    lines.push(...eventLines(event, state));
  }
  return lines.join('\n');
}

/** What is printed of one event that comes in the middle of a run. */
function lineOf(event: RunEvent): string {
  return eventLines(event, stateAfter([...begun, started('T1'), event])).join('\n');
}

test('a run reads from plan to apply', () => {
  const run: readonly RunEvent[] = [
    created(),
    leadCalled,
    planned([{ id: 'T1' }, { id: 'T2' }, { id: 'T3', dependsOn: ['T1', 'T2'] }], 'T1 and T2 take turns.'),
    { type: 'plan-approved' },
    started('T1'),
    started('T2'),
    ...finished('T1', 1, { writes: { 'src/T1.js': ['a\n', 'b\n'] }, gate: 'failed', retry: 'Mend it.' }),
    started('T1', 2, 'Mend it.\n\nThe test is right.'),
    ...finished('T1', 2, { writes: { 'src/T1.js': ['a\n', 'c\n'], 'src/new.js': [null, 'd\n'] } }),
    ...finished('T2', 1, { writes: { 'src/T2.js': ['a\n', 'b\n'] }, finding: finding('T2', 'src/T2.js', 'Odd.') }),
    { type: 'proposal-measured', verdict: verdict('passed'), subject: 'proposal' },
    { type: 'run-finished' },
    { type: 'task-reopened', taskId: 'T2' as TaskId, feedback: 'It is odd.', findingId: 'finding' },
  ];
  const rejected = [...run, chosen(run, 'rejected', ['src/T2.js'])];
  const accepted = [...rejected, chosen(rejected, 'accepted')];
  const applied: RunEvent = { type: 'applied', files: [], paths: [path, 'src/new.js' as WorkspacePath], spent: [] };
  const measured: RunEvent = { type: 'proposal-measured', verdict: verdict('passed'), subject: 'chosen' };
  expect(printed([...accepted, measured, applied])).toBe(
    `
plan      A plan.
plan      wave 1: T1 Title of T1 [src/T1.js]
plan      wave 1: T2 Title of T2 [src/T2.js]
plan      wave 2: T3 Title of T3 [src/T3.js] after T1, T2
plan      note: T1 and T2 take turns.
T1 #1     worker starts (1 at work)
T2 #1     worker starts (2 at work)
T1 #1     wrote src/T1.js
T1 #1     gate test: failed, exit code 1, tree 0123456789ab
T1 #1     lead: 0 of 1 criteria met, decides retry
T1 #2     worker starts (2 at work), with feedback: Mend it. The test is right.
T1 #2     wrote src/T1.js, src/new.js
T1 #2     gate test: passed, exit code 0, tree 0123456789ab
T1 #2     lead: 1 of 1 criteria met, decides accept
T2 #1     wrote src/T2.js
T2 #1     gate test: passed, exit code 0, tree 0123456789ab
T2 #1     lead: 1 of 1 criteria met, decides accept
T2 #1     finding at src/T2.js:1: Odd.
gate      gate test on the merged proposal: passed, exit code 0, tree 0123456789ab
T2        sent back by the user: It is odd.
choice    1 change in src/T2.js rejected
choice    2 changes in 2 files accepted
gate      gate test on the chosen changes: passed, exit code 0, tree 0123456789ab
apply     wrote src/T1.js, src/new.js`.trim(),
  );
});

test.each<[RunEvent, string]>([
  [{ type: 'run-failed', failure: { reason: 'model-bad-request', message: 'No.' } }, 'run       failed: No.'],
  [{ type: 'run-aborted', reason: 'It makes no sense.' }, 'run       aborted: It makes no sense.'],
  [
    { type: 'worker-blocked', taskId: T1, attempt: 1, reason: 'There is no such file.' },
    'T1 #1     worker is blocked: There is no such file.',
  ],
  [{ type: 'gates-held', taskId: T1, attempt: 1, sources: [path] }, 'T1 #1     gates wait for the user: src/T1.js'],
  [
    {
      type: 'attempt-measured',
      taskId: T1,
      attempt: 1,
      verdict: verdict('could-not-run', { output: 'npm is not there.\nInstall it.' }),
    },
    'T1 #1     gate test: could not run: npm is not there. Install it.',
  ],
  [
    {
      type: 'attempt-measured',
      taskId: T1,
      attempt: 1,
      verdict: verdict('failed', { gate: 'scope', exitCode: null, output: 'src/other.js is out of scope.' }),
    },
    'T1 #1     gate scope: failed: src/other.js is out of scope.',
  ],
  [
    { type: 'decision-refused', taskId: T1, attempt: 1, decision: { type: 'accept' }, reason: 'A gate is red.' },
    'T1 #1     refused by the guard: A gate is red.',
  ],
  [
    { type: 'decision-refused', taskId: T1, attempt: 1, decision: { type: 'accept' }, reason: 'No.', by: 'user' },
    'T1 #1     refused by the user: No.',
  ],
  [
    {
      type: 'question-asked',
      taskId: T1,
      attempt: 1,
      questionId: 'question',
      decision: { type: 'abort', reason: 'It makes no sense.' },
    },
    'T1 #1     the lead asks the user to abort',
  ],
  [
    { type: 'task-failed', taskId: T1, failure: { reason: 'turns-exhausted', message: 'It took too long.' } },
    'T1        failed: It took too long.',
  ],
  [
    { type: 'apply-refused', failure: { reason: 'gate-red', message: 'A gate is red.' } },
    'apply     refused: A gate is red.',
  ],
])('what goes wrong is printed: $type', (event, line) => {
  expect(lineOf(event)).toBe(line);
});

test('a conflict is printed from the clash to its end', () => {
  const key = { taskId: T1, attempt: 1 };
  const accepted = finished('T1', 1, { writes: { [path]: ['a\n', 'c\n'] } }).slice(0, -1);
  const before = [...begun, started('T1'), ...accepted];
  const clash: readonly RunEvent[] = [
    {
      type: 'merge-conflicted',
      ...key,
      conflicts: [{ path, kind: 'lines', line: 1, base: 'a', ours: 'b', theirs: 'c' }],
    },
    { type: 'conflict-judged', ...key, resolution: { type: 'leave', reason: 'b, or c?' } },
    { type: 'conflict-left', ...key, reason: 'b, or c?' },
  ];
  const lines = clash.flatMap((event, index) =>
    eventLines(event, stateAfter([...before, ...clash.slice(0, index + 1)])),
  );
  expect(lines).toEqual([
    'T1 #1     conflict in src/T1.js',
    'T1 #1     lead on the conflict: left to the user, b, or c?',
    'T1 #1     the user settles the conflict: b, or c?',
  ]);
});

test.each<RunEvent>([
  leadCalled,
  { type: 'assessment-started', taskId: T1, attempt: 1 },
  { type: 'gates-released', seen: [] },
  { type: 'attempt-measured', taskId: T1, attempt: 1, verdict: verdict('passed', { gate: 'scope', exitCode: null }) },
])('what matters to machines only is not: $type', (event) => {
  expect(lineOf(event)).toBe('');
});

test('the bill names the model that answered, and the one that was asked for before there is one', () => {
  expect(usageLine(stateAfter(begun))).toBe('tokens    lead o3: 0 in, 0 out; workers gpt-4.1: 0 in, 0 out');
  expect(usageLine(stateAfter([...begun, leadCalled]))).toBe(
    'tokens    lead o3-2026: 100 in, 20 out; workers gpt-4.1: 0 in, 0 out',
  );
});

test('the tasks at work are those with a worker at them', () => {
  expect(workingTasks(stateAfter(begun))).toEqual([]);
  const both = [...begun, started('T1'), started('T2')];
  expect(workingTasks(stateAfter(both))).toEqual(['T1', 'T2']);
  const measured = [...both, ...finished('T1', 1, { writes: {} }).slice(0, 2)];
  expect(workingTasks(stateAfter(measured))).toEqual(['T2']);
});

test('labels have a column of their own, and words are one line', () => {
  expect(entry('a', ' b \r\n\n  c\n')).toBe('a         b c');
  expect(entry('a long label', 'b')).toBe('a long label b');
});
