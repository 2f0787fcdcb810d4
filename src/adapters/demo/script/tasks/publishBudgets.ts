import type { TaskScript } from '../taskScript';

/** Shares the README with another task that it does not depend on: the two take turns. */
export const publishBudgets: TaskScript = {
  planned: {
    id: 'T5',
    title: 'Export and document the budgets',
    instructions:
      'Export all functions of src/budgets.js from src/index.js, and describe them in a section "Budgets" of the README, before "Export". A test checks that the README names every exported function.',
    reads: ['src/index.js', 'src/budgets.js', 'README.md'],
    writeScope: ['src/index.js', 'README.md'],
    dependsOn: ['T3'],
    criteria: [
      { id: 'C1', text: 'src/index.js exports every function of src/budgets.js.' },
      { id: 'C2', text: 'The README describes each of them.' },
    ],
    size: 'S',
  },
  attempts: [
    {
      feedback: null,
      reads: ['src/index.js', 'src/budgets.js', 'README.md'],
      facts: {
        overspentBy: { from: { file: 'src/budgets.js' }, pattern: /export function (\w+)\(budgets, category, cents\)/ },
        overspentCategories: { from: { file: 'src/budgets.js' }, pattern: /export function (\w+)\(budgets, totals\)/ },
      },
      edits: [
        {
          path: 'src/index.js',
          search: `export { toCsv }`,
          replace: `export { {{overspentBy}}, {{overspentCategories}} } from './budgets.js';
export { toCsv }`,
        },
        {
          path: 'README.md',
          search: `## Export
`,
          replace: `## Budgets

A budget is a monthly limit in cents, like \`{ food: 20000 }\`. \`{{overspentBy}}\` tells by how much a category is over its
limit, and \`{{overspentCategories}}\` names all that are. A category without a budget may cost what it likes.

## Export
`,
        },
      ],
      files: [],
      summary: 'src/index.js exports both functions of src/budgets.js, and the README has a section on them.',
    },
  ],
  judgements: [
    {
      feedback: null,
      gates: 'passed',
      facts: {},
      criteria: [
        { criterion: 'C1', met: true, shownBy: `} from './budgets.js';`, reason: 'Both functions are exported.' },
        { criterion: 'C2', met: true, shownBy: 'A budget is a monthly limit in cents', reason: 'Both are described.' },
      ],
      findings: [],
      retry: null,
    },
  ],
};
