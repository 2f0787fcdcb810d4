import type { TaskScript } from '../taskScript';

/** Builds on the new file, and rewords the report's heading, which nobody asked for: the hunk to reject. */
export const markOverspent: TaskScript = {
  planned: {
    id: 'T4',
    title: 'Mark overspent categories in the report',
    instructions:
      'In src/report.js, give monthlyReport a third parameter with budgets, empty when left out, and mark each category that is over its budget with the amount it is over by. Use what src/budgets.js offers. Cover it in test/report.test.js.',
    reads: ['src/report.js', 'src/budgets.js', 'test/report.test.js'],
    writeScope: ['src/report.js', 'test/report.test.js'],
    dependsOn: ['T3'],
    criteria: [
      { id: 'C1', text: 'Lines of overspent categories end with the amount they are over by.' },
      { id: 'C2', text: 'Without budgets no category is marked.' },
    ],
    size: 'M',
  },
  attempts: [
    {
      feedback: null,
      reads: ['src/report.js', 'src/budgets.js', 'test/report.test.js'],
      facts: {
        overspentBy: { from: { file: 'src/budgets.js' }, pattern: /export function (\w+)\(budgets, category, cents\)/ },
      },
      edits: [
        {
          path: 'src/report.js',
          search: `import { expensesIn, totalsByCategory }`,
          replace: `import { {{overspentBy}} } from './budgets.js';
import { expensesIn, totalsByCategory }`,
        },
        {
          path: 'src/report.js',
          search: `/** A month as text: one line for each category, and the total. */
export function monthlyReport(month, expenses) {`,
          replace: `/** A month as text: one line for each category, marked where it is over its budget, and the total. */
export function monthlyReport(month, expenses, budgets = {}) {`,
        },
        {
          path: 'src/report.js',
          search: '[`Expenses in ${month}`]',
          replace: '[`*** MONTHLY EXPENSE REPORT ${month} ***`]',
        },
        {
          path: 'src/report.js',
          search: `lines.push(reportLine(category, cents));`,
          replace: `lines.push(reportLine(category, cents) + overspentMark({{overspentBy}}(budgets, category, cents)));`,
        },
        {
          path: 'src/report.js',
          search: `formatAmount(cents).padStart(12);
}`,
          replace: `formatAmount(cents).padStart(12);
}

function overspentMark(cents) {
  return cents > 0 ? \`  over by \${formatAmount(cents)}\` : '';
}`,
        },
        {
          path: 'test/report.test.js',
          search: `test('knows no month but the one asked for', () => {`,
          replace: `test('marks what is over budget', () => {
  const report = monthlyReport('2025-03', expenses, { food: 20000, travel: 10000 });
  assert.match(report, /^food +235\\.50 {2}over by 35\\.50$/m);
  assert.match(report, /^travel +42\\.00$/m);
});

test('knows no month but the one asked for', () => {`,
        },
      ],
      files: [],
      summary:
        'monthlyReport takes budgets and marks the categories that are over theirs. The heading stands out more now.',
    },
  ],
  judgements: [
    {
      feedback: null,
      gates: 'passed',
      facts: {},
      criteria: [
        { criterion: 'C1', met: true, shownBy: 'overspentMark(overspentBy(', reason: 'The mark follows the amount.' },
        {
          criterion: 'C2',
          met: true,
          shownBy: 'budgets = {}',
          reason: 'No budgets is the default, and marks nothing.',
        },
      ],
      findings: [],
      retry: null,
    },
  ],
};
