/** The time, in milliseconds since 1970; a port so that tests decide it. */
export interface Clock {
  now(): number;
}

/** Log lines for people; nothing secret and no file text above `trace`. */
export interface Logger {
  trace(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A short, collision-free fingerprint of a text (SHA-256, hex). */
export type Digest = (text: string) => string;

/** Makes ids that are unique over all runs. */
export type NewId = () => string;
