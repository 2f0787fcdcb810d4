import { describe, expect, test } from 'vitest';

import type { TaskId } from '../../../src/core/plan/plan';
import type { AttemptKey, RunEvent } from '../../../src/core/run/events';
import { checkStory } from '../../demo/storyPoints';
import { chosen, created, finding, finished, planned, started, stateAfter } from './journalSketch';

const danger = 'A note is run as a formula.';
const found = finding('T2', 'src/T2.js', danger);
const reopened: RunEvent = {
  type: 'task-reopened',
  taskId: 'T2' as TaskId,
  feedback: `In src/T2.js: ${danger}`,
  findingId: found.id,
};

/** The whole story in few events, up to the end of the run. */
const carriedOut: readonly RunEvent[] = [
  created(),
  planned([{ id: 'T1' }, { id: 'T2' }, { id: 'T3' }, { id: 'T4', dependsOn: ['T3'] }, { id: 'T5', dependsOn: ['T2'] }]),
  { type: 'plan-approved' },
  ...[started('T1'), started('T2'), started('T3')],
  ...finished('T1', 1, { writes: { 'src/T1.js': ['old\n', 'new\n'] }, gate: 'failed', retry: 'Mend it.' }),
  started('T1', 2, 'Mend it.'),
  ...finished('T1', 2, { writes: { 'src/T1.js': ['old\n', 'newer\n'] } }),
  ...finished('T2', 1, { writes: { 'src/T2.js': ['old\n', 'new\n'] }, finding: found }),
  ...finished('T3', 1, { writes: { 'src/T3.js': [null, 'new\n'] } }),
  started('T4'),
  ...finished('T4', 1, { writes: { 'README.md': ['a\nb\nc\n', 'A\nb\nc\n'] } }),
  started('T5'),
  ...finished('T5', 1, { writes: { 'README.md': ['a\nb\nc\n', 'A\nb\nC\n'] } }),
  { type: 'run-finished' },
];
const sentBack: readonly RunEvent[] = [
  ...carriedOut,
  reopened,
  started('T2', 2, reopened.feedback),
  ...finished('T2', 2, { writes: { 'src/T2.js': ['old\n', 'safe\n'] } }),
  { type: 'run-finished' },
];
const decided = decide(sentBack, ['src/T1.js']);

/** Rejects what these files changed and accepts the rest. */
function decide(events: readonly RunEvent[], rejected: readonly string[]): readonly RunEvent[] {
  const rejection = [...events, chosen(events, 'rejected', rejected)];
  return [...rejection, chosen(rejection, 'accepted')];
}

/** Spends what was accepted: it is the new base. */
function apply(events: readonly RunEvent[]): readonly RunEvent[] {
  const { proposal, choices } = stateAfter(events);
  const files = [...proposal.values()].map((file) => {
    return file.path === 'src/T1.js' ? file : { ...file, base: file.text };
  });
  const spent = [...choices].flatMap(([id, choice]) => (choice === 'accepted' ? [id] : []));
  return [...events, { type: 'applied', files, paths: files.slice(1).map(({ path }) => path), spent }];
}

/** The journal of the run as if the gate "test" had not measured an attempt. */
function unmeasured(id: string, attempt: number): readonly RunEvent[] {
  const like = { type: 'attempt-measured', taskId: id as TaskId, attempt };
  return carriedOut.filter((event) => {
    return !(event.type === 'attempt-measured' && event.verdict.gate === 'test' && isOf(event, like));
  });
}

/** A journal in which an attempt started otherwise. */
function alter(events: readonly RunEvent[], other: ReturnType<typeof started>): readonly RunEvent[] {
  return events.map((event) => (isOf(event, other) ? other : event));
}

function isOf(event: RunEvent, like: { readonly type: string } & AttemptKey): boolean {
  const isSame = event.type === like.type && 'attempt' in event;
  return isSame && event.taskId === like.taskId && event.attempt === like.attempt;
}

test('the story is found in a journal that has it, chapter by chapter', () => {
  const points = [
    'a plan of 5 tasks, 2 of them dependent on others',
    'every task accepted',
    '3 workers at once: T1, T2, T3',
    "a gate red at first, and green on retry with the lead's feedback: T1, gate test",
    'two tasks in one file: T4 and T5 in README.md',
    'a finding of the lead: src/T2.js:1',
  ];
  expect(checkStory(carriedOut, 'carried-out')).toEqual({ shown: points, missing: [] });
  points.push('a finding sent back, and mended: T2 #2');
  expect(checkStory(sentBack, 'sent-back')).toEqual({ shown: points, missing: [] });
  points.push('one change rejected and all others accepted: 4 accepted, 1 rejected, 0 open');
  expect(checkStory(decided, 'decided')).toEqual({ shown: points, missing: [] });
  points.push('the accepted changes applied to 3 files');
  expect(checkStory(apply(decided), 'applied')).toEqual({ shown: points, missing: [] });
});

describe('what a journal lacks is named', () => {
  test('everything', () => {
    expect(checkStory([], 'carried-out')).toEqual({ shown: [], missing: ['a run'] });
  });

  test('tasks and dependencies', () => {
    const events = [created(), planned([{ id: 'T1' }, { id: 'T2' }]), { type: 'plan-approved' } as const];
    expect(checkStory(events, 'carried-out').missing).toEqual([
      'a plan of at least 5 tasks with dependencies: it has 2, 0 dependent',
      'every task accepted: T1 is waiting; T2 is waiting',
      '3 workers at once: there were never more than 0',
      "an attempt that fails a gate, followed by one that passes with the lead's feedback",
      'two tasks that wrote one file',
      'a finding of the lead',
    ]);
  });

  test('a task that did not make it, and what became of those behind it', () => {
    const failure = { reason: 'model-bad-request', message: 'The demo model refused the request.' } as const;
    const at = carriedOut.findIndex((event) => event.type === 'attempt-started' && event.taskId === 'T4');
    const failed = { type: 'task-failed', taskId: 'T3' as TaskId, failure } as const;
    const events = [...carriedOut.slice(0, at), failed, { type: 'run-finished' } as const];
    expect(checkStory(events, 'carried-out').missing).toEqual([
      'every task accepted: T3 is failed: The demo model refused the request.; T4 is skipped; T5 is waiting',
      'two tasks that wrote one file',
    ]);
  });

  test('workers at the same time', () => {
    const late = carriedOut.filter((event) => !isOf(event, started('T3')));
    const at = late.findIndex((event) => event.type === 'change-set-written' && event.taskId === 'T3');
    const events = late.toSpliced(at, 0, started('T3'));
    expect(checkStory(events, 'carried-out').missing).toEqual(['3 workers at once: there were never more than 2']);
  });

  test.each<[string, readonly RunEvent[]]>([
    ['the first attempt was not red', unmeasured('T1', 1)],
    ['the second was not measured', unmeasured('T1', 2)],
    ['the feedback did not come to the worker', alter(carriedOut, started('T1', 2))],
    ['the feedback was another', alter(carriedOut, started('T1', 2, 'Try again.'))],
  ])('a retry that was worth it: %s', (_, events) => {
    const missing = ["an attempt that fails a gate, followed by one that passes with the lead's feedback"];
    expect(checkStory(events, 'carried-out').missing).toEqual(missing);
  });

  test('a file that two tasks wrote', () => {
    const events = carriedOut.map((event) =>
      event.type === 'change-set-written' && event.taskId === 'T5'
        ? { ...event, changeSet: { ...event.changeSet, changes: [] } }
        : event,
    );
    expect(checkStory(events, 'carried-out').missing).toEqual(['two tasks that wrote one file']);
  });

  test('a finding', () => {
    const events = carriedOut.map((event) => (event.type === 'attempt-accepted' ? { ...event, findings: [] } : event));
    expect(checkStory(events, 'carried-out').missing).toEqual(['a finding of the lead']);
  });

  test('a finding that was sent back', () => {
    expect(checkStory(carriedOut, 'sent-back').missing).toEqual(['one finding sent back: there are 0']);
  });

  test('an attempt with the words of the finding', () => {
    const missing = ['an accepted attempt with the words of the finding that was sent back: T2 has none'];
    const wordless = alter(sentBack, started('T2', 2, 'Mend it.'));
    expect(checkStory(wordless, 'sent-back').missing).toEqual(missing);
    expect(checkStory([...carriedOut, reopened], 'sent-back').missing).toEqual([
      'every task accepted: T2 is waiting',
      ...missing,
    ]);
  });

  test.each([
    ['nothing is rejected', decide(sentBack, []), '5 accepted, 0 rejected, 0 open'],
    ['two are rejected', decide(sentBack, ['src/T1.js', 'src/T3.js']), '3 accepted, 2 rejected, 0 open'],
    ['nothing is decided', sentBack, '0 accepted, 0 rejected, 5 open'],
  ])('one rejected change among accepted ones: %s', (_, events, words) => {
    const missing = [`one change rejected and all others accepted: ${words}`];
    expect(checkStory(events, 'decided').missing).toEqual(missing);
  });

  test('an apply', () => {
    const missing = ['the accepted changes applied: the run is in phase review'];
    expect(checkStory(decided, 'applied').missing).toEqual(missing);
  });
});
