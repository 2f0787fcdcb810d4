import { posixRules } from '../../core/util/pathRules';
import { parseWorkspacePath, type WorkspacePath } from '../../core/util/paths';
import { schemes } from '../catalogue';

/** The parts of a URI that ours use; `vscode.Uri` is one, and `vscode.Uri.from` takes one. */
export interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** Left: what will be applied. Right: what is proposed. */
export type ReviewSide = 'reviewed' | 'proposal';

/** One side of one file of a run. */
export interface ReviewDocument {
  readonly side: ReviewSide;
  readonly runId: string;
  readonly path: WorkspacePath;
}

// A top folder of its own, or the Problems panel would print the same place for the real file and for the proposed one. Both
// sides of a diff have the same, or the editor would take the file for a renamed one.
export const proposedTop = '/Proposed/';
const schemeOf = { reviewed: schemes.reviewed, proposal: schemes.proposal };
const sides: readonly ReviewSide[] = ['reviewed', 'proposal'];

/** The URI of one side of a file: `lead-worker-proposal://<run>/Proposed/<path>`. It keeps the extension, which tells the language. */
export function reviewUri(document: ReviewDocument): UriParts {
  const { side, runId, path } = document;
  return { scheme: schemeOf[side], authority: authorityOf(runId), path: `${proposedTop}${path}` };
}

/** The way back; `undefined` for whatever is not one of our documents. */
export function readReviewUri(uri: UriParts): ReviewDocument | undefined {
  const side = sides.find((each) => uri.scheme === schemeOf[each] && uri.path.startsWith(proposedTop));
  if (side === undefined) return undefined;
  const text = uri.path.slice(proposedTop.length);
  // What has a review is a file already, whatever it is called.
  const path = parseWorkspacePath(text, posixRules);
  // A path that reads back as another one (`a//b`) is not one that we made.
  if (!path.ok || path.value !== text) return undefined;
  return { side, runId: decodeAuthority(uri.authority), path: path.value };
}

/** The run that a document or a folder of ours belongs to. */
export function runIdOf({ authority }: UriParts): string {
  return decodeAuthority(authority);
}

/** A run as the authority of a URI. An authority is compared without regard to case and may hold few characters: all others become `_` and their code in hex. */
export function authorityOf(runId: string): string {
  return runId.replaceAll(/[^a-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function decodeAuthority(authority: string): string {
  return authority.replaceAll(/_([0-9a-f]{4})/g, (_match, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
