/** What a user can do about a part of the set-up that is not well. */
export type Remedy = 'open-folder' | 'manage-trust' | 'open-settings' | 'set-up-models' | 'configure-gates';

/** How one part of the set-up stands. */
export interface Checked {
  /** What was looked at, in a word or two: `Key`, `o3 leads`. */
  readonly subject: string;
  /** `remark`: a run can do without, and the user should know. */
  readonly outcome: 'good' | 'remark' | 'bad';
  /** What was found, in whole sentences. */
  readonly message: string;
  readonly remedy?: Remedy;
}

/** A part that is as it should be. */
export function good(subject: string, message: string): Checked {
  return { subject, outcome: 'good', message };
}

/** A part that a run can do without. */
export function remark(subject: string, message: string, remedy?: Remedy): Checked {
  return { subject, outcome: 'remark', message, ...(remedy && { remedy }) };
}

/** A part that a run fails without. */
export function bad(subject: string, message: string, remedy: Remedy): Checked {
  return { subject, outcome: 'bad', message, remedy };
}
