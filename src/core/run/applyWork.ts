import type { Standing } from '../gates/sinceBase';
import type { Verdict } from '../gates/verdict';
import type { FileWrite, SavedText } from '../ports/applier';
import { planApply, settle, settledChoices } from '../review/applyPlan';
import { reviewProposal } from '../review/fold';
import type { FileReview } from '../review/hunk';
import { acceptedChange, standsAt } from '../review/sides';
import { textsAfter, textsBefore } from '../staging/read/changeSet';
import { conflictWords } from '../staging/read/conflictWords';
import { isAbort, throwIfAborted } from '../util/abort';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { countOf } from '../util/text';
import { changedBySaving, type AppliedWrite } from './applies';
import { bytesToKeep } from './beforeBytes';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { measureTree, unpassed, unseenSources } from './measuring';
import { readPresent } from './presentTexts';
import type { Applied } from './run';
import { standingIn } from './standings';
import type { RunState } from './state';

/** What an apply would do: the files with something accepted, their text as it is now, and what is to be written. */
interface Intent {
  readonly reviews: readonly FileReview[];
  readonly current: ReadonlyMap<WorkspacePath, string | null>;
  readonly writes: readonly FileWrite[];
}

/** Writes what the user accepted and nothing else, or nothing at all. `without` leaves files out. */
export async function applyChosen(
  context: RunContext,
  without: readonly WorkspacePath[],
  signal: AbortSignal,
): Promise<Result<Applied, RunFailure>> {
  const applied = await attemptApply(context, new Set(without), signal);
  if (!applied.ok) await context.log.record({ type: 'apply-refused', failure: applied.error });
  return applied;
}

/** A stop while gates ran for an apply, in words; anything else goes on up. */
export function stoppedApply(error: unknown): { readonly ok: false; readonly error: RunFailure } {
  if (!isAbort(error)) throw error;
  return fail({ reason: 'not-now', message: 'Stopped: nothing was written.' });
}

async function attemptApply(
  context: RunContext,
  without: ReadonlySet<WorkspacePath>,
  signal: AbortSignal,
): Promise<Result<Applied, RunFailure>> {
  const { log, applier } = context;
  const intent = await intend(context, without, signal);
  if (!intent.ok) return intent;
  const { writes } = intent.value;
  const obstacles = await applier.preflight(writes);
  if (obstacles.length > 0) {
    const list = obstacles.map(({ path, message }) => `${path}: ${message}`).join('; ');
    const paths = obstacles.map(({ path }) => path);
    return fail({ reason: 'obstacles', message: `Nothing was written. ${list}`, paths });
  }
  const red = await redGates(context, writes, signal);
  if (red) return fail(red);

  // Gates take their time, and the user may type or choose meanwhile: what was measured is what is written, or nothing.
  const again = await intend(context, without, signal);
  if (!again.ok) return again;
  if (JSON.stringify(again.value.writes) !== JSON.stringify(writes)) {
    const message = 'Nothing was written: files or choices changed while the gates ran. Apply again.';
    return fail({ reason: 'obstacles', message, paths: [] });
  }
  const images = await withBytes(context, writes);
  // From here on nothing calls it off any more: files half written are worse than a stop that has to wait.
  await log.decide((): RunEvent => {
    throwIfAborted(signal);
    return { type: 'apply-started', writes: images };
  });
  const result = await applier.apply(writes);
  if (!result.ok) {
    const { reason, message, obstacles: found } = result.error;
    return fail({ reason, message, paths: found.map(({ path }) => path) });
  }
  const saved = result.value;
  await log.decide((state) => appliedEvent(state, again.value, saved));
  const standing = log.state.applies.at(-1)?.writes ?? [];
  return ok({ paths: writes.map(({ path }) => path), changedBySaving: changedBySaving(standing) });
}

/** What the journal keeps of the files, to bring them back to the byte. */
async function withBytes({ applier }: RunContext, writes: readonly FileWrite[]): Promise<readonly AppliedWrite[]> {
  const bytes = await applier.bytesBefore(writes);
  return writes.map((write) => {
    const before = bytes.get(write.path);
    const kept = before && bytesToKeep(write.before ?? '', before);
    return kept === undefined ? write : { ...write, beforeBytes: kept };
  });
}

/** What is accepted, merged with what the user typed since; a clash or an empty choice is a refusal. */
async function intend(
  context: RunContext,
  without: ReadonlySet<WorkspacePath>,
  signal: AbortSignal,
): Promise<Result<Intent, RunFailure>> {
  const { state } = context.log;
  const reviews = reviewProposal(state.proposal, state.choices).filter(
    (review) => ![...without].some((path) => standsAt(review, path)) && acceptedChange(review) !== undefined,
  );
  if (reviews.length === 0) {
    const message = 'Nothing is accepted, so there is nothing to apply. Accept changes in the review first.';
    return fail({ reason: 'nothing-chosen', message });
  }
  const places = reviews.map(({ basePath }) => basePath);
  const { current, unreadable } = await readPresent(context.workspace, places, signal);
  if (unreadable.length > 0) {
    const message = `Nothing was written. These files cannot be read: ${unreadable.join(', ')}.`;
    return fail({ reason: 'obstacles', message, paths: unreadable });
  }
  const { writes, clashes } = planApply(reviews, current);
  if (clashes.length > 0) {
    const paths = [...new Set(clashes.map(({ path }) => path))];
    const places = clashes.map((clash) => conflictWords(clash, { ours: 'you', theirs: 'what you accepted' }));
    const what = clashes.every(({ kind }) => kind === 'lines')
      ? 'You changed the same lines meanwhile'
      : 'What you changed meanwhile does not go with what you accepted';
    return fail({ reason: 'clash', message: `Nothing was written. ${what}: ${places.join('; ')}.`, paths });
  }
  return ok({ reviews, current, writes });
}

/** Gates on exactly what would be written. */
async function redGates(
  context: RunContext,
  writes: readonly FileWrite[],
  signal: AbortSignal,
): Promise<RunFailure | undefined> {
  const { log } = context;
  const texts = { after: textsAfter(writes), before: textsBefore(writes) };
  const unseen = unseenSources(context, texts);
  if (unseen.length > 0) {
    await log.record({ type: 'proposal-held', subject: 'chosen', versions: unseen });
    const paths = unseen.map(({ path }) => path);
    const message = `Gates run from ${paths.join(', ')}, which this would change. Look at that change first.`;
    return { reason: 'gates-held', message, paths };
  }
  const verdicts = await measureTree(context, texts, null, signal);
  for (const verdict of verdicts) await log.record({ type: 'proposal-measured', subject: 'chosen', verdict });
  const red = unpassed(log.state, verdicts);
  if (red.length === 0) return undefined;
  // Told once; who applies again, having mended what no digest tells of, has it measured again.
  context.gates.forgetRed();
  const list = red
    .map((verdict) => `${verdict.gate} (${redWords(standingIn(log.state, verdict), verdict)})`)
    .join(', ');
  const count = countOf(red.length, 'required gate');
  return { reason: 'gate-red', message: `Nothing was written: ${count} did not pass on what you chose: ${list}.` };
}

/** Red is red, whoever it was: only the user lets it be written. */
function redWords(standing: Standing, { outcome }: Verdict): string {
  if (standing === 'known') return 'failed, as before the run';
  return standing === 'unclear' ? 'failed, and did before the run' : outcome;
}

/**
 * Files on their new base, which is the text as it was saved. What a person had typed into a file already needed no write but is
 * spent all the same.
 */
function appliedEvent(state: RunState, { reviews, current, writes }: Intent, saved: readonly SavedText[]): RunEvent {
  const texts = new Map(saved.map(({ path, text }) => [path, text]));
  const written = new Map(writes.map(({ path, after }) => [path, texts.get(path) ?? after]));
  const files = reviews.flatMap((review) => {
    const file = state.proposal.get(review.path);
    const after = written.has(review.reviewedPath) ? written.get(review.reviewedPath) : current.get(review.basePath);
    return file ? [settle(file, review, after ?? null)] : [];
  });
  const after = reviews.map((review) => settledChoices(review));
  const spent = after.flatMap((choices) => choices.spent);
  const rejected = after.flatMap((choices) => choices.rejected);
  return {
    type: 'applied',
    files,
    paths: reviews.map(({ path }) => path),
    spent,
    rejected,
    ...(saved.length > 0 && { saved }),
  };
}
