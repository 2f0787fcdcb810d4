/** The expenses of one month, given as "2025-03". */
export function expensesIn(month, expenses) {
  return expenses.filter(({ date }) => date.startsWith(`${month}-`));
}

/** What was spent on each category, in cents: a Map in alphabetical order. */
export function totalsByCategory(expenses) {
  const totals = new Map();
  for (const { category, cents } of expenses) totals.set(category, (totals.get(category) ?? 0) + cents);
  return new Map([...totals].sort(([one], [other]) => one.localeCompare(other)));
}
