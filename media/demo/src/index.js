export { toCsv } from './csv.js';
export { expensesIn, totalsByCategory } from './expenses.js';
export { formatAmount, parseAmount } from './money.js';
export { monthlyReport } from './report.js';
