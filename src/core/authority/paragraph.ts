import type { AuthorityRow, AuthorityTable, Power } from './table';

const namesOfPowers: Readonly<Record<Power, string>> = {
  retry: 'retry a task with feedback',
  reassign: 'reassign a task to another worker profile',
  revise: 'change the plan while it runs',
  resolve: 'resolve conflicts',
  abort: 'abort the run',
};

/** What the lead is told of its authority in every call: the table in words, and what no table can grant. */
export function authorityParagraph(table: AuthorityTable): string {
  const rows = (Object.keys(namesOfPowers) as Power[]).map(
    (power) => `- ${namesOfPowers[power]}: ${wordsOf(table[power])}`,
  );
  return [
    'Your authority:',
    '- accept an attempt: only when every required gate passed on it and every criterion is met',
    ...rows,
    '- waive a gate, widen a write scope, raise a budget, write code, tests or documentation: never',
    'A decision beyond this is refused and recorded.',
  ].join('\n');
}

function wordsOf(row: AuthorityRow): string {
  switch (row.grant) {
    case 'always':
      return row.limit === null ? 'yes' : `yes, at most ${row.limit} times`;
    case 'ask':
      return row.limit === null
        ? 'only after the user agrees'
        : `only after the user agrees, at most ${row.limit} times`;
    case 'never':
      return 'no';
  }
}
