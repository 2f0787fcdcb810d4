import { grantOf, type Mandate } from './mandate';
import { powers, powerWords, type Power } from './table';

/** What the lead is told of its authority in every call: the table in words, and what no table can grant. */
export function authorityParagraph(mandate: Mandate): string {
  return [
    'Your authority:',
    '- accept an attempt: only when every required gate passed on it, or is red for nothing but what was wrong before the run, and every criterion is met',
    '- leave a task to the user, undone, with those that need it: yes',
    ...powers.map((power) => `- ${powerWords[power].does}${objects(mandate, power)}: ${wordsOf(mandate, power)}`),
    `- after ${mandate.stallAfter} attempts in a row of which none was accepted, a further one needs the user's agreement`,
    '- waive a gate, widen a write scope, raise a budget, write code, tests or documentation: never',
    'A decision beyond this is refused and recorded.',
  ].join('\n');
}

function objects({ reassignTo }: Mandate, power: Power): string {
  return power === 'reassign' && reassignTo.length > 0 ? ` (${reassignTo.join(', ')})` : '';
}

function wordsOf(mandate: Mandate, power: Power): string {
  const { limit } = mandate.table[power];
  const often =
    limit === null ? '' : `, at most ${limit === 1 ? 'once' : `${limit} times`} per ${powerWords[power].per}`;
  switch (grantOf(mandate, power)) {
    case 'always':
      return `yes${often}`;
    case 'ask':
      return `only after the user agrees${often}`;
    case 'never':
      return 'no';
  }
}
