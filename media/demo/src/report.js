import { expensesIn, totalsByCategory } from './expenses.js';
import { formatAmount } from './money.js';

/** A month as text: one line for each category, and the total. */
export function monthlyReport(month, expenses) {
  const totals = totalsByCategory(expensesIn(month, expenses));
  const lines = [`Expenses in ${month}`];
  let sum = 0;
  for (const [category, cents] of totals) {
    sum += cents;
    lines.push(reportLine(category, cents));
  }
  lines.push(reportLine('total', sum));
  return lines.join('\n');
}

function reportLine(label, cents) {
  return label.padEnd(12) + formatAmount(cents).padStart(12);
}
