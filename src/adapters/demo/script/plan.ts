import type { PlanAnswer } from '../../../core/plan/schema';
import type { TaskScript } from './taskScript';
import { addBudgets } from './tasks/addBudgets';
import { documentExport } from './tasks/documentExport';
import { groupThousands } from './tasks/groupThousands';
import { markOverspent } from './tasks/markOverspent';
import { publishBudgets } from './tasks/publishBudgets';
import { quoteFields } from './tasks/quoteFields';

/** The tasks of the demo, in the order of the plan. */
export const taskScripts: readonly TaskScript[] = [
  groupThousands,
  quoteFields,
  addBudgets,
  markOverspent,
  publishBudgets,
  documentExport,
];

/** The lead's plan. */
export const demoPlan: PlanAnswer = {
  summary:
    'Budgets, separators and the CSV export are independent and start at once; the report and the exports follow once budgets are there. Two tasks share the README, so they take turns.',
  tasks: taskScripts.map(({ planned }) => planned),
};
