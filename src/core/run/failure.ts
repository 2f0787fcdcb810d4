import type { ModelFailure } from '../ports/chatModel';
import type { WorkspacePath } from '../util/paths';

/** Everything that is expected to go wrong in a run, as data. `message` says what happened and the way out, for people. */
export interface RunFailure {
  readonly reason:
    | 'plan-invalid'
    | 'turns-exhausted'
    | 'looping'
    | 'no-changes'
    | 'blocked'
    | 'left'
    | 'decision-refused'
    | 'answer-malformed'
    | 'retries-exhausted'
    | 'abort-declined'
    | 'conflict'
    | 'gate-red'
    | 'gates-held'
    | 'not-now'
    | 'untrusted'
    | 'settings'
    | 'nothing-chosen'
    | 'clash'
    | 'obstacles'
    | 'editor-refused'
    | 'verification'
    | 'journal'
    | 'elsewhere'
    | 'shadow'
    | 'defect'
    | `model-${ModelFailure['reason']}`;
  readonly message: string;
  /** Files it is about, if any. */
  readonly paths?: readonly WorkspacePath[];
}
