import { locateQuote } from '../../core/review/anchor';
import type { FindingSeverity, FindingState } from '../../core/review/finding';
import type { WorkspacePath } from '../../core/util/paths';

/** A finding where it stands now; lines and columns count from 0. */
export interface FindingMark {
  readonly findingId: string;
  readonly path: WorkspacePath;
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** Shown beside the message: `Lead/Worker (lead)`. */
  readonly source: string;
  /** The task, and the criterion of it that the finding speaks to: `T2 C1`. */
  readonly code: string;
}

/**
 * Open findings as they stand on the present text. One whose line the user or a new attempt has changed is gone: what it said
 * was about other words. `textOf` answers `null` for a file that the proposal does not have (any more).
 */
export function markFindings(
  findings: readonly FindingState[],
  textOf: (path: WorkspacePath) => string | null,
): readonly FindingMark[] {
  return findings.flatMap(({ finding, choice }): readonly FindingMark[] => {
    const text = choice === 'open' ? textOf(finding.path) : null;
    const line = text === null ? undefined : locateQuote(text, finding.line, finding.quote);
    if (text === null || line === undefined) return [];
    const words = (text.split('\n')[line - 1] ?? '').trimEnd();
    const mark = {
      findingId: finding.id,
      path: finding.path,
      line: line - 1,
      startColumn: words.length - words.trimStart().length,
      endColumn: words.length,
      severity: finding.severity,
      message: finding.message,
      source: `Lead/Worker (${sourceName(finding.source)})`,
      code: finding.criterion === null ? finding.taskId : `${finding.taskId} ${finding.criterion}`,
    };
    return [mark];
  });
}

/**
 * Findings that were sent back and wait for the attempt that is to answer them: they are under way and no longer to be decided,
 * and stand where they stood so that nobody wonders where they went.
 */
export function markSentBack(
  findings: readonly FindingState[],
  textOf: (path: WorkspacePath) => string | null,
): readonly FindingMark[] {
  const asOpen = findings.map(({ finding }): FindingState => ({ finding, choice: 'open' }));
  return markFindings(asOpen, textOf).map((mark) => ({
    ...mark,
    severity: 'information',
    message: `Sent back: ${mark.message}`,
  }));
}

/** Marks by what found them, so that each source fills a collection of its own. */
export function marksBySource(marks: readonly FindingMark[]): ReadonlyMap<string, readonly FindingMark[]> {
  const bySource = new Map<string, FindingMark[]>();
  for (const mark of marks) bySource.set(mark.source, [...(bySource.get(mark.source) ?? []), mark]);
  return bySource;
}

function sourceName(source: string): string {
  return source.startsWith('gate:') ? `gate ${source.slice('gate:'.length)}` : source;
}
