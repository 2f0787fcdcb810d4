import type { TaskScript } from '../taskScript';

const danger = 'A note that begins with one of "=+@-" is run as a formula when a spreadsheet opens the export.';

/** Accepted with a finding that is worth sending back; the new attempt works from the finding's words and the line it quotes. */
export const quoteFields: TaskScript = {
  planned: {
    id: 'T2',
    title: 'Quote fields in the CSV export',
    instructions:
      'In src/csv.js, let toCsv put a field in quotes when it holds a comma, a quote or a line break, and double the quotes in it. Other fields stay bare. Cover it in test/csv.test.js.',
    reads: ['src/csv.js', 'test/csv.test.js'],
    writeScope: ['src/csv.js', 'test/csv.test.js'],
    dependsOn: [],
    criteria: [
      { id: 'C1', text: 'Fields with a comma, a quote or a line break are quoted, and quotes in them doubled.' },
      { id: 'C2', text: 'A test covers a note with a comma and quotes.' },
    ],
    size: 'S',
  },
  attempts: [
    {
      feedback: null,
      reads: ['src/csv.js', 'test/csv.test.js'],
      facts: {},
      edits: [
        {
          path: 'src/csv.js',
          search: `row.join(',') + '\\n').join('');
}`,
          replace: `row.map(toField).join(',') + '\\n').join('');
}

/** A field is put in quotes when it holds a comma, a quote or a line break, and quotes in it are doubled. */
function toField(text) {
  return /[",\\r\\n]/.test(text) ? \`"\${text.replaceAll('"', '""')}"\` : text;
}`,
        },
        {
          path: 'test/csv.test.js',
          search: `test('writes refunds as negative numbers', () => {`,
          replace: `test('quotes notes that would break a line apart', () => {
  const note = 'soup, "hot"\\nand bread';
  assert.match(toCsv([{ ...lunch, note }]), /,"soup, ""hot""\\nand bread"\\n$/);
});

test('writes refunds as negative numbers', () => {`,
        },
      ],
      files: [],
      summary: 'toCsv quotes fields that hold a comma, a quote or a line break. A test covers a note with all three.',
    },
    {
      feedback: /is run as a formula/,
      reads: ['src/csv.js', 'test/csv.test.js'],
      facts: {
        line: { from: 'feedback', pattern: /at the line "(.+)": A note that begins/ },
        openers: { from: 'feedback', pattern: /begins with one of "([^"\n]+)"/ },
      },
      edits: [
        {
          path: 'src/csv.js',
          search: `{{line}}
}`,
          replace: `const safe = isFormula(text) ? \`'\${text}\` : text;
  return /[",\\r\\n]/.test(safe) ? \`"\${safe.replaceAll('"', '""')}"\` : safe;
}

/** Spreadsheets run text that begins like this; numbers, negative ones too, are harmless. */
function isFormula(text) {
  return /^[{{openers}}]/.test(text) && Number.isNaN(Number(text));
}`,
        },
        {
          path: 'test/csv.test.js',
          search: `test('writes refunds as negative numbers', () => {`,
          replace: `test('keeps spreadsheets from running a note', () => {
  for (const opener of '{{openers}}') {
    assert.ok(toCsv([{ ...lunch, note: \`\${opener}SUM(A1)\` }]).endsWith(\`,'\${opener}SUM(A1)\\n\`));
  }
});

test('writes refunds as negative numbers', () => {`,
        },
      ],
      files: [],
      summary: 'Notes that a spreadsheet would run as a formula get an apostrophe in front; numbers stay as they are.',
    },
  ],
  judgements: [
    {
      feedback: null,
      gates: 'passed',
      facts: {},
      criteria: [
        { criterion: 'C1', met: true, shownBy: `text.replaceAll('"', '""')`, reason: 'All three cases are quoted.' },
        {
          criterion: 'C2',
          met: true,
          shownBy: `'soup, "hot"`,
          reason: 'The new test has a comma, quotes and a line break.',
        },
      ],
      findings: [
        {
          path: 'src/csv.js',
          shownBy: `text.replaceAll('"', '""')`,
          severity: 'warning',
          message: danger,
          criterion: null,
        },
      ],
      retry: null,
    },
    {
      feedback: /is run as a formula/,
      gates: 'passed',
      facts: {},
      criteria: [
        { criterion: 'C1', met: true, shownBy: `safe.replaceAll('"', '""')`, reason: 'Quoting is as it was.' },
        {
          criterion: 'C2',
          met: true,
          shownBy: `keeps spreadsheets from running`,
          reason: 'The earlier test stands, and one for formulas.',
        },
      ],
      findings: [],
      retry: null,
    },
  ],
};
