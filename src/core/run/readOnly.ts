import type { Result } from '../util/result';
import type { RunFailure } from './failure';

/** Why a run is only looked at, and what may be done about it. */
export interface ReadOnly {
  /** A few words, for its row: `open in another window`. */
  readonly why: string;
  /** A sentence with the way out, for whoever wants to act on it. */
  readonly message: string;
  /** Tries to go on with it here; `undefined` where that cannot be. */
  readonly takeOver?: () => Promise<Result<void, RunFailure>>;
}
