import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../core/util/result';
import { sha256 } from './digest';

/**
 * Texts of a journal so long, in characters, stand in it once, under the hash of their content; events name them by it. An event repeats
 * what others said already: a file as the worker left it, as it was merged, as it was accepted, as it was before. With this length
 * the journal of the demo's run is the shortest: 59 KB, and 81 with all texts in their places.
 */
const longText = 256;

/** Before a hash in the place of a text. Texts that begin so themselves are kept under their hash, however short they are. */
const mark = '\0text:';

/** An entry as it is written: texts by their hashes, and the entry with those in their places. */
export interface SplitEntry {
  readonly texts: ReadonlyMap<string, string>;
  readonly line: string;
}

/** Turns an entry into a line without long texts. What may become of the entry later is not in it. */
export function splitEntry(entry: unknown): SplitEntry {
  const texts = new Map<string, string>();
  const line = JSON.stringify(entry, (_key, value: unknown) => {
    if (typeof value !== 'string' || (value.length < longText && !value.startsWith(mark))) return value;
    const hash = hashOf(value);
    texts.set(hash, value);
    return mark + hash;
  });
  return { texts, line: `${line}\n` };
}

/** The line that keeps a text. */
export function textLine(hash: string, text: string): string {
  return `${JSON.stringify({ type: 'text', hash, text })}\n`;
}

/** Over JSON, which tells texts apart that UTF-8 does not: half a character is another one than the sign that replaces it. */
function hashOf(text: string): string {
  return sha256(JSON.stringify(text));
}

const textSchema = z.strictObject({ type: z.literal('text'), hash: z.string(), text: z.string() });

/** The texts that were read off a journal so far. */
export class JournalTexts {
  private readonly texts = new Map<string, string>();

  get hashes(): Iterable<string> {
    return this.texts.keys();
  }

  /**
   * An entry of a journal with its texts in their places; `undefined` for a line that keeps a text. Fails with the reason where one of
   * them is missing or is not what it was.
   */
  read(line: unknown): Result<unknown, string> {
    const kept = textSchema.safeParse(line);
    if (!kept.success) return this.filled(line);
    const { hash, text } = kept.data;
    if (hashOf(text) !== hash) return fail('the text in it is not the one that was written.');
    this.texts.set(hash, text);
    return ok(undefined);
  }

  private filled(value: unknown): Result<unknown, string> {
    let missing: string | undefined;
    const fill = (part: unknown): unknown => {
      if (typeof part === 'string') {
        if (!part.startsWith(mark)) return part;
        const text = this.texts.get(part.slice(mark.length));
        if (text === undefined) missing = part.slice(mark.length);
        return text;
      }
      if (Array.isArray(part)) return part.map(fill);
      if (typeof part !== 'object' || part === null) return part;
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, fill(inner)]));
    };
    const filled = fill(value);
    return missing === undefined ? ok(filled) : fail(`the text ${missing} that it names is not above it.`);
  }
}
