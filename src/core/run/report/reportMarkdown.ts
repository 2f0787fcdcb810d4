import { timesSince, type TimeWords } from '../../util/timeWords';
import { changeMarkdown } from './changeMarkdown';
import { headMarkdown } from './headMarkdown';
import {
  authorityMarkdown,
  coordinationMarkdown,
  eventMarkdown,
  findingMarkdown,
  modelMarkdown,
  questionMarkdown,
  verdictMarkdown,
} from './listMarkdown';
import type { RunReport } from './schema';
import { planMarkdown, taskMarkdown } from './taskMarkdown';

/**
 * The report as Markdown. Whatever comes from a model, a file, a command or a user is shown as the text that it is: it can make no
 * link, image, heading, table or HTML.
 */
export function reportMarkdown(report: RunReport, local: TimeWords): string {
  const times = timesSince(report.run.startedAt, local);
  const parts = [
    headMarkdown(report, times),
    planMarkdown(report, times),
    taskMarkdown(report, times),
    questionMarkdown(report, times),
    verdictMarkdown(report, times),
    findingMarkdown(report),
    changeMarkdown(report, times),
    eventMarkdown(report, times),
    coordinationMarkdown(report),
    modelMarkdown(report),
    authorityMarkdown(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
