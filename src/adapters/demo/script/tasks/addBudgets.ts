import type { TaskScript } from '../taskScript';

/** Makes a new file, which two other tasks build on. */
export const addBudgets: TaskScript = {
  planned: {
    id: 'T3',
    title: 'Add monthly budgets',
    instructions:
      'Add src/budgets.js. Budgets are a plain object from category to monthly limit in cents. It needs a function that says by how many cents a category is over its budget (0 when it is not, or has none), and one that names all overspent categories from the totals that src/expenses.js makes. Cover both in test/budgets.test.js.',
    reads: ['src/expenses.js'],
    writeScope: ['src/budgets.js', 'test/budgets.test.js'],
    dependsOn: [],
    criteria: [
      { id: 'C1', text: 'A category without a budget is never overspent.' },
      { id: 'C2', text: 'Overspent categories are found from a Map of totals.' },
    ],
    size: 'S',
  },
  attempts: [
    {
      feedback: null,
      reads: ['src/expenses.js'],
      facts: { totalsOf: { from: { file: 'src/expenses.js' }, pattern: /export function (totals\w+)\(/ } },
      edits: [],
      files: [
        {
          path: 'src/budgets.js',
          content: `/** By how many cents a category is over its budget. Budgets are monthly limits in cents: \`{ food: 20000 }\`. */
export function overspentBy(budgets, category, cents) {
  return Object.hasOwn(budgets, category) ? Math.max(0, cents - budgets[category]) : 0;
}

/** The categories that are over budget, from what {@link {{totalsOf}}} sums up. */
export function overspentCategories(budgets, totals) {
  return [...totals.keys()].filter((category) => overspentBy(budgets, category, totals.get(category)) > 0);
}
`,
        },
        {
          path: 'test/budgets.test.js',
          content: `import assert from 'node:assert/strict';
import test from 'node:test';
import { overspentBy, overspentCategories } from '../src/budgets.js';
import { {{totalsOf}} } from '../src/expenses.js';

const budgets = { food: 20000, travel: 10000 };

test('says by how much a category is over budget', () => {
  assert.equal(overspentBy(budgets, 'food', 23550), 3550);
  assert.equal(overspentBy(budgets, 'food', 20000), 0);
});

test('lets a category without a budget cost what it likes', () => {
  assert.equal(overspentBy(budgets, 'rent', 90000), 0);
  assert.equal(overspentBy(budgets, 'constructor', 1), 0);
});

test('names what is over budget', () => {
  const totals = {{totalsOf}}([
    { date: '2025-03-03', category: 'food', cents: 23550, note: '' },
    { date: '2025-03-09', category: 'travel', cents: 4200, note: '' },
  ]);
  assert.deepEqual(overspentCategories(budgets, totals), ['food']);
});
`,
        },
      ],
      summary:
        'src/budgets.js says by how much a category is over its budget, and names all that are. Tests cover both.',
    },
  ],
  judgements: [
    {
      feedback: null,
      gates: 'passed',
      facts: {},
      criteria: [
        {
          criterion: 'C1',
          met: true,
          shownBy: 'Object.hasOwn(budgets, category)',
          reason: 'Only budgets that are set count.',
        },
        {
          criterion: 'C2',
          met: true,
          shownBy: '[...totals.keys()].filter',
          reason: 'It filters the totals, in their order.',
        },
      ],
      findings: [],
      retry: null,
    },
  ],
};
