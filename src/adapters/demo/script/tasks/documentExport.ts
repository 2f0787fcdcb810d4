import type { TaskScript } from '../taskScript';

/** Shares the README with another task that it does not depend on: the two take turns. */
export const documentExport: TaskScript = {
  planned: {
    id: 'T6',
    title: 'Document the CSV export',
    instructions:
      'Say in the section "Export" of the README when src/csv.js puts a field in quotes, in the words of its own comment, and that amounts are plain numbers.',
    reads: ['src/csv.js', 'README.md'],
    writeScope: ['README.md'],
    dependsOn: ['T2'],
    criteria: [{ id: 'C1', text: 'The README says when a field is quoted, and that amounts are plain numbers.' }],
    size: 'S',
  },
  attempts: [
    {
      feedback: null,
      reads: ['src/csv.js', 'README.md'],
      facts: { rule: { from: { file: 'src/csv.js' }, pattern: /\/\*\* (A field is put in quotes .+) \*\// } },
      edits: [
        {
          path: 'README.md',
          search: '`toCsv` writes expenses as CSV, one line each.',
          replace: `\`toCsv\` writes expenses as CSV, one line each. Amounts are plain numbers, for spreadsheets to add up.
{{rule}}`,
        },
      ],
      files: [],
      summary: 'The section on the export says how amounts and other fields are written.',
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
          shownBy: 'A field is put in quotes when',
          reason: 'It says both, as the code does.',
        },
      ],
      findings: [],
      retry: null,
    },
  ],
};
