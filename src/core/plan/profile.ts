/** A named worker configuration, as the lead and the user are told of it. */
export interface Profile {
  /** Unique in its run; {@link defaultProfile} is always one of them. */
  readonly name: string;
  /** The model asked for, as its provider names it. */
  readonly model: string;
  /** What it is there for, in the user's words; empty where they said nothing. */
  readonly purpose: string;
}

/** The profile of every task that names none. */
export const defaultProfile = 'default';
