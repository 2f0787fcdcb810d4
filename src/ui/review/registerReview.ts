import * as vscode from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { schemes } from '../catalogue';
import { registerApply } from './applyCommand';
import { registerChooseCommands } from './chooseCommands';
import { HunkLenses } from './hunkLenses';
import { HunkThreads } from './hunkThreads';
import { offerCodeLens } from './lensOffer';
import { registerOpenCommands } from './openCommands';
import { ProposalFs } from './proposalFs';
import { ReviewContext } from './reviewContext';
import { ReviewedProvider } from './reviewedProvider';
import type { SavingDiffDeps } from './savingDiff';
import { registerSendBack } from './sendBackCommand';
import type { ReviewDeps } from './services';
import { SaveWhileTyping } from './typing';

/** Puts up everything of the review: both sides of the diff, decisions on them, and apply. */
export function registerReview(deps: ReviewDeps & SavingDiffDeps): Disposable {
  const owned = new DisposableStore();
  const reviewed = owned.add(new ReviewedProvider(deps.current));
  owned.add(vscode.workspace.registerTextDocumentContentProvider(schemes.reviewed, reviewed));
  const proposal = owned.add(new ProposalFs(deps.current));
  owned.add(vscode.workspace.registerFileSystemProvider(schemes.proposal, proposal, { isCaseSensitive: true }));
  owned.add(new SaveWhileTyping(deps.logger));
  owned.add(new HunkLenses(deps.current));
  owned.add(new ReviewContext(deps));
  const threads = owned.add(new HunkThreads(deps));
  owned.add(registerChooseCommands(deps, threads));
  owned.add(registerSendBack(deps, threads));
  owned.add(registerApply(deps));
  owned.add(
    registerOpenCommands(deps, () => {
      offerCodeLens(deps).catch((error: unknown) => deps.logger.error(`Offering CodeLens failed: ${String(error)}`));
    }),
  );
  return owned;
}
