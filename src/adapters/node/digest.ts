import { createHash, randomBytes } from 'node:crypto';
import type { Digest, NewId } from '../../core/ports/services';

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export const sha256: Digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Makes ids whose alphabetical order is the order they were made in: milliseconds, a counter within the millisecond, and
 * random digits that keep several windows apart. Lower case only, so that ids serve as file names everywhere.
 */
export function idMaker(now: () => number): NewId {
  let lastTime = 0;
  let counter = 0;
  return () => {
    const time = now();
    // A clock that steps back must not make a newer id sort before an older one.
    if (time > lastTime) {
      lastTime = time;
      counter = 0;
    } else {
      counter++;
    }
    const timeText = lastTime.toString(36).padStart(9, '0');
    return `${timeText}${counter.toString(36).padStart(4, '0')}${randomBytes(4).toString('hex')}`;
  };
}

/** Unique over all runs and sortable by time. */
export const newId: NewId = idMaker(Date.now);
