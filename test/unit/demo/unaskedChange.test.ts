import { expect, test } from 'vitest';

import { findUnaskedChange } from '../../demo/unaskedChange';
import { created, finished, planned, started, stateAfter } from './journalSketch';

const base = `import { b } from './b.js';
const first = 1;
const title = \`Expenses in \${month}\`;
const last = [',', '\\n'].join('');
`;

/** The change that is found when a task that asks for this makes this of the base. */
function found(text: string, asks = '', goal = 'A goal.') {
  const writes = { 'src/a.js': [base, text] } as const;
  return findUnaskedChange(
    stateAfter([created(goal), planned([{ id: 'T1', asks }]), started('T1'), ...finished('T1', 1, { writes })]),
  );
}

const shout = base.replace('Expenses in ${month}', '*** EXPENSES ${month} ***');

test('a text of the workspace that goes away unasked is the change to reject', () => {
  expect(found(shout)).toMatchObject({
    taskId: 'T1',
    hunk: { path: 'src/a.js', kind: 'edit', baseStart: 2 },
    lost: 'Expenses in ${month}',
    lines: ['const title = `*** EXPENSES ${month} ***`;'],
  });
});

test.each([
  ['the task speaks of it', shout, 'Reword "Expenses in ${month}".', 'A goal.'],
  ['the goal speaks of it', shout, '', 'Reword "Expenses in ${month}".'],
  ['it stands elsewhere', shout + 'const other = `Expenses in ${month}`;\n', '', 'A goal.'],
  ['nothing comes in its place', base.replace(/const title.*\n/, ''), '', 'A goal.'],
  ['no text goes', base.replace('first = 1', 'first = 2'), '', 'A goal.'],
  ['what goes has no words', base.replace("[',', '\\n'].join('')", "[';'].join()"), '', 'A goal.'],
])('nothing is to be rejected where %s', (_, text, asks, goal) => {
  expect(found(text, asks, goal)).toBeUndefined();
});

test('a new file takes nothing away', () => {
  const writes = { 'src/new.js': [null, 'const a = `Expenses`;\n'] } as const;
  const events = [created(), planned([{ id: 'T1' }]), started('T1'), ...finished('T1', 1, { writes })];
  expect(findUnaskedChange(stateAfter(events))).toBeUndefined();
});
