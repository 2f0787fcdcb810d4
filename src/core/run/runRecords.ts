import type { JournalStore } from '../ports/journal';
import type { Logger } from '../ports/services';
import { fail, ok, type Result } from '../util/result';
import type { TimeWords } from '../util/timeWords';
import { authorityLogOf } from './authorityLog/authorityLog';
import { logText } from './authorityLog/logText';
import type { RunFailure } from './failure';
import { healthOf, type RunHealth } from './health/runHealth';
import { isRunEvent } from './report/eventFacts';
import { historyOf } from './history';
import { reportMarkdown } from './report/reportMarkdown';
import { reportOf } from './report/runReport';
import type { RunReport } from './report/schema';
import type { RunState } from './state';

/** Most runs that are offered: each costs the reading of its journal. */
const mostListed = 30;

/** A run that is on record. */
export interface RunSummary {
  readonly state: RunState;
  /** Milliseconds since 1970; `null` where the journal does not say. */
  readonly startedAt: number | null;
}

/** What is needed to tell runs from their journals. */
export interface RecordSources {
  readonly journals: Pick<JournalStore, 'read' | 'list'>;
  readonly times: TimeWords;
  readonly logger: Logger;
}

/** The runs of a workspace as their journals tell them, those that are open among them. Reads, and writes nothing. */
export class RunRecords {
  constructor(private readonly sources: RecordSources) {}

  /** The newest runs, newest first. A journal that cannot be read is passed over and logged. */
  async list(): Promise<readonly RunSummary[]> {
    const { journals, logger } = this.sources;
    const found: RunSummary[] = [];
    for (const runId of (await journals.list()).slice(0, mostListed)) {
      const entries = await journals.read(runId);
      if (!entries.ok) {
        logger.warn(entries.error.message);
        continue;
      }
      const { state, moments } = historyOf(entries.value.entries, isRunEvent);
      if (state) found.push({ state, startedAt: moments[0]?.at ?? null });
    }
    return found;
  }

  /** The report as a document for people. */
  async reportMarkdown(runId: string): Promise<Result<string, RunFailure>> {
    const report = await this.report(runId);
    return report.ok ? ok(reportMarkdown(report.value, this.sources.times)) : report;
  }

  /** The report as a document for programs, by the schema of its version. */
  async reportJson(runId: string): Promise<Result<string, RunFailure>> {
    const report = await this.report(runId);
    return report.ok ? ok(`${JSON.stringify(report.value, null, 2)}\n`) : report;
  }

  /** Who did what by which authority, as plain text. */
  async authorityLog(runId: string): Promise<Result<string, RunFailure>> {
    const entries = await this.read(runId);
    return entries.ok ? ok(logText(authorityLogOf(entries.value), this.sources.times)) : entries;
  }

  /** How well a run was coordinated; nothing for one in which no task was begun. */
  async health(runId: string): Promise<Result<RunHealth | undefined, RunFailure>> {
    const entries = await this.read(runId);
    return entries.ok ? ok(healthOf(historyOf(entries.value, isRunEvent))) : entries;
  }

  private async report(runId: string): Promise<Result<RunReport, RunFailure>> {
    const entries = await this.read(runId);
    return entries.ok ? reportOf(entries.value) : entries;
  }

  private async read(runId: string): Promise<Result<readonly unknown[], RunFailure>> {
    const entries = await this.sources.journals.read(runId);
    return entries.ok ? ok(entries.value.entries) : fail({ reason: 'journal', message: entries.error.message });
  }
}
