import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { RunFailure } from '../../core/run/failure';
import type { Applied, Run } from '../../core/run/run';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { WorkspacePath } from '../../core/util/paths';
import { describeError, type Result } from '../../core/util/result';
import { planCommands, reviewCommands } from '../catalogue';
import { openHeld } from '../plan/heldChange';
import { appliedWords, applyQuestion, redChosenGates, undecidedClashes } from './applyWords';
import { registerHandlers, tell } from './handlers';
import { patiently } from './openReview';
import { reviewsOf } from './reviewsOf';
import { SavingDiff, type SavingDiffDeps } from './savingDiff';
import type { ReviewDeps } from './services';

const write = 'Apply';
const waive = 'Waive the Gate…';
const showHeld = 'Show the Change…';
const releaseHeld = 'I Have Seen It: Run the Gates';
const undo = 'Undo';
const showSaving = 'Show What Saving Changed';
const leaveOut = 'Apply Without Them';

/** "Apply": says what will be written, writes it, and offers the way out of what stands in between. */
export function registerApply(deps: ReviewDeps & SavingDiffDeps): Disposable {
  const { logger } = deps;
  const owned = new DisposableStore();
  const saving = owned.add(new SavingDiff(deps));
  owned.add(registerHandlers(deps, { [reviewCommands.apply]: async (run) => apply({ run, saving, logger }, []) }));
  return owned;
}

/** The run to apply, who shows what saving made of it, and who hears of an editor that does not open. */
interface Applying {
  readonly run: Run;
  readonly saving: SavingDiff;
  readonly logger: Logger;
}

async function apply(applying: Applying, without: readonly WorkspacePath[]): Promise<void> {
  const { run } = applying;
  const question = applyQuestion(run.state, reviewsOf(run.state), without);
  if (!question) {
    const clashes = undecidedClashes(reviewsOf(run.state));
    const places = clashes.join('; ');
    const why = places === '' ? '' : ` Where you changed the same place, what was accepted is open again: ${places}.`;
    tell(`Nothing is accepted, so there is nothing to apply. Accept a change first.${why}`);
    return;
  }
  const { message, detail } = question;
  const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, write);
  if (answer === write) await carryOut(applying, without);
}

async function carryOut(applying: Applying, without: readonly WorkspacePath[]): Promise<void> {
  const { run } = applying;
  const applied = await withProgress(run, () => run.apply({ without }));
  if (applied.ok) {
    tellApplied(applying, applied.value);
  } else {
    await offerWayOut(applying, applied.error, without);
  }
}

/** Not waited for: the notification may stay for long. */
function tellApplied({ run, saving, logger }: Applying, applied: Applied): void {
  const { changedBySaving } = applied;
  const buttons = changedBySaving.length === 0 ? [undo] : [showSaving, undo];
  vscode.window
    .showInformationMessage(appliedWords(applied), ...buttons)
    .then(async (pressed) => {
      if (pressed === showSaving) await saving.open(run.state, changedBySaving);
      if (pressed === undo) await vscode.commands.executeCommand(planCommands.undoApply);
    })
    .then(undefined, (error: unknown) => logger.error(`A button of a message failed: ${describeError(error)}`));
}

async function withProgress<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'Applying', cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stopping = token.onCancellationRequested(() => void run.stop());
    const telling = run.onDidProgress(({ text }) => progress.report({ message: text }));
    try {
      return await work();
    } finally {
      stopping.dispose();
      telling.dispose();
    }
  });
}

async function offerWayOut(applying: Applying, failure: RunFailure, without: readonly WorkspacePath[]): Promise<void> {
  const { run } = applying;
  switch (failure.reason) {
    case 'gate-red':
      if ((await vscode.window.showWarningMessage(failure.message, waive)) === waive && (await waiveRed(run))) {
        await carryOut(applying, without);
      }
      return;
    case 'gates-held':
      if (await hasSeen(applying, failure)) await carryOut(applying, without);
      return;
    case 'obstacles':
    case 'clash': {
      const inTheWay = failure.paths ?? [];
      if (inTheWay.length === 0) {
        tell(failure.message);
        return;
      }
      const said = `${failure.message} (${inTheWay.join(', ')})`;
      if ((await vscode.window.showWarningMessage(said, leaveOut)) === leaveOut) {
        await apply(applying, [...new Set([...without, ...inTheWay])]);
      }
      return;
    }
    default:
      tell(failure.message);
  }
}

/** Invariant 4: what gates run from is shown before it is run, and what the user says to have seen is what was shown. */
async function hasSeen({ run, logger }: Applying, failure: RunFailure): Promise<boolean> {
  const { runId, heldChosen } = run.state;
  if ((await vscode.window.showWarningMessage(failure.message, showHeld)) !== showHeld) return false;
  const title = { whose: 'What you accepted', sides: 'Workspace ↔ To Be Written' };
  await patiently(openHeld(runId, title, heldChosen), { what: title.whose, logger });
  const message = 'A gate runs this code with your rights. Run the gates on it?';
  if ((await vscode.window.showWarningMessage(message, releaseHeld)) !== releaseHeld) return false;
  const released = await run.releaseGates(heldChosen.map(({ fingerprint }) => fingerprint));
  if (!released.ok) tell(released.error.message);
  return released.ok;
}

/** Waiving is on record with its reason; without one nothing is waived. */
async function waiveRed(run: Run): Promise<boolean> {
  const gates = redChosenGates(run.state);
  const reason = await vscode.window.showInputBox({
    title: `Waive ${gates.join(', ')}`,
    prompt: 'Why may this be written although the gate is red? The reason is kept in the journal.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Give a reason.' : undefined),
  });
  if (reason === undefined) return false;
  for (const gate of gates) {
    const waived: Result<void, RunFailure> = await run.waiveGate(gate, reason.trim());
    if (!waived.ok) {
      tell(waived.error.message);
      return false;
    }
  }
  return gates.length > 0;
}
