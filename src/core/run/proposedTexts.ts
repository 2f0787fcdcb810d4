import type { FileCopy, TreeChanges } from '../ports/shadowTree';
import { reviewProposal } from '../review/fold';
import { proposedChange } from '../review/sides';
import { textsAfter, textsBefore, type Texts } from '../staging/read/changeSet';
import { changeOf } from '../staging/read/proposal';
import { isStandIn } from '../staging/read/standIn';
import type { WorkspacePath } from '../util/paths';
import type { RunState } from './state';

/** The proposal as everything new builds on it: without what the user rejected. */
export function proposedTexts({ proposal, choices }: Pick<RunState, 'proposal' | 'choices'>): Texts {
  return textsAfter(reviewProposal(proposal, choices).flatMap((review) => proposedChange(review) ?? []));
}

/** What the workspace has where the proposal changes something, as far as the run knows. */
export function basesOf({ proposal }: Pick<RunState, 'proposal'>): Texts {
  return textsBefore([...proposal.values()].flatMap((file) => changeOf(file) ?? []));
}

/** Lays later texts over earlier ones. */
export function layOver(earlier: Texts, later: Texts): Texts {
  return new Map([...earlier, ...later]);
}

/** Texts as a copy of the workspace gets them: for a file that is no text, the place where the workspace has its bytes (`before`). */
export function asTree(texts: Texts, before: Texts): TreeChanges {
  const places = new Map<string, WorkspacePath>();
  for (const [path, text] of before) if (text !== null && isStandIn(text)) places.set(text, path);
  const content = (path: WorkspacePath, text: string | null): string | FileCopy | null => {
    if (text === null || !isStandIn(text)) return text;
    return { copyOf: places.get(text) ?? path };
  };
  return new Map([...texts].map(([path, text]) => [path, content(path, text)]));
}
