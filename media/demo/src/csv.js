const columns = ['date', 'category', 'amount', 'note'];

/** Expenses as CSV, with a header. Amounts are plain numbers, for spreadsheets to add up. */
export function toCsv(expenses) {
  const rows = expenses.map(({ date, category, cents, note }) => [date, category, (cents / 100).toFixed(2), note]);
  return [columns, ...rows].map((row) => row.join(',') + '\n').join('');
}
