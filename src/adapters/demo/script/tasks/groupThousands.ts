import type { TaskScript } from '../taskScript';

/** Fails the gate at first: what is written with separators can no longer be read. The gate's output says so, the lead passes it on. */
export const groupThousands: TaskScript = {
  planned: {
    id: 'T1',
    title: 'Write thousands with separators',
    instructions:
      'In src/money.js, let formatAmount put a comma between thousands, in negative amounts too: 123450 cents become "1,234.50". Cover it in test/money.test.js.',
    reads: ['src/money.js', 'test/money.test.js'],
    writeScope: ['src/money.js', 'test/money.test.js'],
    dependsOn: [],
    criteria: [
      { id: 'C1', text: 'formatAmount writes 123450 as "1,234.50" and a million with two commas.' },
      { id: 'C2', text: 'A test covers amounts of a thousand and more, negative ones included.' },
    ],
    size: 'S',
  },
  attempts: [
    {
      feedback: null,
      reads: ['src/money.js', 'test/money.test.js'],
      facts: {},
      edits: [
        {
          path: 'src/money.js',
          search: `/** Writes cents as people read them: 1250 becomes "12.50". */`,
          replace: `/** Writes cents as people read them: 1250 becomes "12.50", 123450 becomes "1,234.50". */`,
        },
        {
          path: 'src/money.js',
          search: `const whole = Math.floor(Math.abs(cents) / 100);`,
          replace: `const whole = Math.floor(Math.abs(cents) / 100).toLocaleString('en-US');`,
        },
        {
          path: 'test/money.test.js',
          search: `test('reads back what it writes', () => {`,
          replace: `test('separates thousands', () => {
  assert.equal(formatAmount(123450), '1,234.50');
  assert.equal(formatAmount(-100000000), '-1,000,000.00');
});

test('reads back what it writes', () => {`,
        },
      ],
      files: [],
      summary: 'formatAmount separates thousands with commas. A test covers a thousand and a negative million.',
    },
    {
      feedback: /" is not an amount/,
      reads: ['src/money.js', 'test/money.test.js'],
      facts: {
        refused: { from: 'feedback', pattern: /"([^"\n]+)" is not an amount/ },
        separator: { from: 'feedback', pattern: /"-?\d{1,3}(\D)\d{3}[^"\n]*" is not an amount/ },
      },
      edits: [
        {
          path: 'src/money.js',
          search: String.raw`/^(-?)(\d+)(?:\.(\d{2}))?$/`,
          replace: String.raw`/^(-?)(\d{1,3}(?:{{separator}}\d{3})+|\d+)(?:\.(\d{2}))?$/`,
        },
        {
          path: 'src/money.js',
          search: `Number(whole) * 100`,
          replace: `Number(whole.replaceAll('{{separator}}', '')) * 100`,
        },
        {
          path: 'test/money.test.js',
          search: `test('refuses what is no amount', () => {`,
          replace: `test('reads separators where they belong', () => {
  assert.equal(formatAmount(parseAmount('{{refused}}')), '{{refused}}');
  assert.throws(() => parseAmount('12{{separator}}34'), RangeError);
});

test('refuses what is no amount', () => {`,
        },
      ],
      files: [],
      summary:
        'parseAmount now reads separators between thousands, and refuses them elsewhere. A test covers {{refused}}, which it refused before.',
    },
  ],
  judgements: [
    {
      feedback: null,
      gates: 'failed',
      facts: {
        test: { from: 'gate-output', pattern: /✖ (.+?) \(\d/ },
        refused: { from: 'gate-output', pattern: /"([^"\n]+)" is not an amount/ },
      },
      criteria: [
        {
          criterion: 'C1',
          met: true,
          shownBy: `toLocaleString('en-US')`,
          reason: 'Whole units are written with commas.',
        },
        { criterion: 'C2', met: true, shownBy: `'-1,000,000.00'`, reason: 'The new test covers both signs.' },
      ],
      findings: [],
      retry:
        'The test "{{test}}" fails: "{{refused}}" is not an amount, says parseAmount. That is what formatAmount writes now, and whatever one writes the other has to read. Let parseAmount read separators between thousands, and only there; the test is right as it stands.',
    },
    {
      feedback: /" is not an amount/,
      gates: 'passed',
      facts: {},
      criteria: [
        {
          criterion: 'C1',
          met: true,
          shownBy: `toLocaleString('en-US')`,
          reason: 'Whole units are written with commas.',
        },
        {
          criterion: 'C2',
          met: true,
          shownBy: `reads separators where they belong`,
          reason: 'Writing and reading are both covered, and the gate passed.',
        },
      ],
      findings: [],
      retry: null,
    },
  ],
};
