import type { WorkspacePath } from '../util/paths';

/** A changed file that gates run from, in a version that waits until the user has seen it (invariant 4). */
export interface HeldSource {
  readonly path: WorkspacePath;
  /** Stands for this very version; what is released is named by it, so that nothing is released but what was shown. */
  readonly fingerprint: string;
  /** What the change starts from, to show it beside: the workspace's text. `null` for a file that is not there. */
  readonly before: string | null;
  /** What gates would run from. */
  readonly after: string | null;
}
