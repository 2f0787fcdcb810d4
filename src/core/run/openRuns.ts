import { journalFormat, type JournalStore } from '../ports/journal';
import type { Logger } from '../ports/services';
import type { Workspace } from '../ports/workspace';
import { describeError, fail, ok, type Result } from '../util/result';
import type { RunEvent } from './events';
import { replay } from './reducer';
import type { RunState } from './state';
import { changeOf } from '../staging/read/proposal';

/** Journals that are looked at, the newest first: as a rule the first one decides, and old ones can be long. */
const mostLookedAt = 20;

/** Where runs that are open are looked for. */
export interface OpenRunSources {
  readonly journals: Pick<JournalStore, 'list' | 'read'>;
  readonly workspace: Pick<Workspace, 'folders'>;
  readonly logger: Logger;
}

/** A run as its journal has it. */
export interface JournaledRun {
  readonly state: RunState;
  /** A newer version of ours wrote it: what was folded of it may lack something, and nothing may be added. */
  readonly isNewer: boolean;
}

/**
 * The runs of this workspace that are neither through nor discarded, the newest last. Of those about the same folder only the newest
 * counts, and none where that one is through. What cannot be read is logged and passed over.
 */
export async function findOpenRuns({ journals, workspace, logger }: OpenRunSources): Promise<readonly JournaledRun[]> {
  const newest: JournaledRun[] = [];
  for (const runId of (await journals.list()).slice(0, mostLookedAt)) {
    const read = await readRun(journals, runId);
    if (!read.ok) logger.warn(read.error);
    const found = read.ok ? read.value : undefined;
    if (!found || found.state.phase === 'discarded') continue;
    const { folders, folder } = found.state.setup;
    // Its paths would mean other files.
    if (folders.join('\n') !== workspace.folders.join('\n')) continue;
    const others = newest.map(({ state }) => state.setup.folder);
    if (others.some((other) => other === undefined || folder === undefined || other === folder)) continue;
    newest.unshift(found);
    if (folder === undefined || newest.length === folders.length) break;
  }
  return newest.filter(({ state }) => isOpenRun(state));
}

/** Folds the journal of a run; `undefined` where nothing is in it. Fails in words. */
export async function readRun(
  journals: Pick<JournalStore, 'read'>,
  runId: string,
): Promise<Result<JournaledRun | undefined, string>> {
  const contents = await journals.read(runId);
  if (!contents.ok) return fail(contents.error.message);
  try {
    const state = replay(contents.value.entries as readonly RunEvent[]);
    return ok(state && { state, isNewer: contents.value.format > journalFormat });
  } catch (error) {
    return fail(`The journal of run ${runId} does not hold together: ${describeError(error)}`);
  }
}

/** Whether there is something left to go on with, or to decide. */
function isOpenRun({ phase, proposal }: RunState): boolean {
  if (phase === 'applied' || phase === 'discarded') return false;
  return phase !== 'failed' || [...proposal.values()].some((file) => changeOf(file) !== undefined);
}
