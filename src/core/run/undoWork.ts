import type { FileWrite } from '../ports/applier';
import type { Choices, HunkId } from '../review/hunk';
import { hunksOf } from '../review/hunks';
import { placesOf, planUndo, type RestoredFile } from '../review/undoPlan';
import { unsettle } from '../review/unsettle';
import type { ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import type { AppliedWrite, StandingApply } from './applies';
import { bytesOfText } from './beforeBytes';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { notNow } from './failures';
import { readPresent } from './presentTexts';
import type { RunState } from './state';
import type { PlannedUndo, Undone } from './undoable';

/** What taking an apply back needs of a run, be it in the window or only in its journal. */
export type UndoContext = Pick<RunContext, 'log' | 'workspace' | 'applier'>;

interface Intent {
  readonly apply: StandingApply;
  readonly files: readonly RestoredFile[];
  readonly writes: readonly FileWrite[];
  readonly leftOut: readonly WorkspacePath[];
}

/** What taking the newest apply back would do. Touches nothing. */
export async function planUndoOfLast(
  context: UndoContext,
  without: readonly WorkspacePath[],
  signal: AbortSignal,
): Promise<Result<PlannedUndo, RunFailure>> {
  const intent = await intend(context, without, signal);
  if (!intent.ok) return intent;
  const { apply, writes, leftOut } = intent.value;
  return ok({ writes, leftOut, isWhole: apply.isDone });
}

/** Takes the newest apply back, or nothing of it. `without` leaves files as they are. */
export async function undoLast(
  context: UndoContext,
  without: readonly WorkspacePath[],
  signal: AbortSignal,
): Promise<Result<Undone, RunFailure>> {
  const { log, applier } = context;
  const intent = await intend(context, without, signal);
  if (!intent.ok) return intent;
  const { apply, files, writes, leftOut } = intent.value;
  const obstacles = await applier.preflight(writes);
  if (obstacles.length > 0) {
    const list = obstacles.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return fail({
      reason: 'obstacles',
      message: `Nothing was undone. ${list}`,
      paths: obstacles.map(({ path }) => path),
    });
  }
  const started = await log.decide((state) =>
    state.applies.at(-1) === apply ? { type: 'undo-started' as const, writes: writes.map(withoutBytes) } : undefined,
  );
  if (!started) return notNow('This was undone meanwhile.');
  const written = writes.length === 0 ? ok([]) : await applier.apply(writes);
  if (!written.ok) {
    const { reason, message, obstacles: found } = written.error;
    const failure: RunFailure = { reason, message, paths: found.map(({ path }) => path) };
    await log.record({ type: 'undo-refused', failure });
    return fail(failure);
  }
  const saved = new Map(written.value.map(({ path, text }) => [path, text]));
  const asSaved = files.map((file) => ({ ...file, restored: saved.get(file.path) ?? file.restored }));
  await log.decide((state) => undoneEvent(state, { apply, files: asSaved, leftOut }));
  return ok({ paths: writes.map(({ path }) => path), leftOut });
}

async function intend(
  { log, workspace }: UndoContext,
  without: readonly WorkspacePath[],
  signal: AbortSignal,
): Promise<Result<Intent, RunFailure>> {
  const { applies, setup } = log.state;
  const apply = applies.at(-1);
  if (!apply) return notNow('Nothing that this run wrote is left to undo.');
  if (setup.folders.join('\n') !== workspace.folders.join('\n')) {
    return notNow(`This was written with other folders open: ${setup.folders.join(', ')}. Open these to undo it.`);
  }
  const isLeft = ({ path, movedFrom = path }: AppliedWrite): boolean =>
    without.includes(path) || without.includes(movedFrom);
  const wanted = apply.writes.filter((write) => !isLeft(write));
  const { current, unreadable } = await readPresent(workspace, placesOf(wanted), signal);
  if (unreadable.length > 0) {
    const message = `Nothing was undone. These files cannot be read: ${unreadable.join(', ')}.`;
    return fail({ reason: 'obstacles', message, paths: unreadable });
  }
  const { files, clashes } = planUndo(wanted, current);
  if (clashes.length > 0) {
    const paths = [...new Set(clashes.map(({ path }) => path))];
    const places = clashes.map(({ path, line }) => `${path}, line ${line}`).join('; ');
    return fail({
      reason: 'clash',
      message: `Nothing was undone. You changed the same lines since: ${places}.`,
      paths,
    });
  }
  const leftOut = apply.writes.filter(isLeft).map(({ path }) => path);
  return ok({ apply, files, writes: exactWrites(apply, files), leftOut });
}

/** Where nothing of the user's has to be kept, the very bytes come back. */
function exactWrites(apply: StandingApply, files: readonly RestoredFile[]): readonly FileWrite[] {
  const images = new Map(apply.writes.map((write) => [write.path, write]));
  return files.flatMap(({ path, isExact, write }) => {
    const image = images.get(path);
    const afterBytes = image && isExact ? bytesOfText(image) : undefined;
    return write ? [afterBytes ? { ...write, afterBytes } : write] : [];
  });
}

function withoutBytes(write: FileWrite): Omit<FileWrite, 'afterBytes'> {
  return {
    path: write.path,
    before: write.before,
    after: write.after,
    ...(write.movedFrom && { movedFrom: write.movedFrom }),
  };
}

/** The proposal on the texts as they are again. A file in which the user had typed the applied change themselves stays as it is. */
function undoneEvent(
  { proposal, choices }: RunState,
  { apply, files, leftOut }: Pick<Intent, 'apply' | 'files' | 'leftOut'>,
): RunEvent {
  const settled = new Map(apply.settled.map((sides) => [sides.after.path, sides]));
  const unsettled = files.flatMap((restored) => {
    const file = proposal.get(restored.path);
    const sides = settled.get(restored.path);
    if (!file || !sides) return [];
    const again = unsettle({ file, choices, settled: sides, restored });
    return [{ again, rejected: rejectedAgain(file, again, choices) }];
  });
  return {
    type: 'apply-undone',
    files: unsettled.map(({ again }) => again),
    paths: files.map(({ path }) => path),
    leftOut,
    rejected: unsettled.flatMap(({ rejected }) => rejected),
  };
}

/** A hunk's id is its place and its content; of a file that is moved back only the place is another one. */
function rejectedAgain(now: ProposalFile, again: ProposalFile, choices: Choices): readonly HunkId[] {
  const contentOf = (id: HunkId): string => id.slice(id.lastIndexOf('#'));
  const rejected = new Set(hunksOf(now).flatMap(({ id }) => (choices.get(id) === 'rejected' ? [contentOf(id)] : [])));
  return hunksOf(again).flatMap(({ id }) => (rejected.has(contentOf(id)) && !choices.has(id) ? [id] : []));
}
