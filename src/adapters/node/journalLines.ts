import * as z from 'zod';
import { journalFormat, type JournalContents, type JournalFailure } from '../../core/ports/journal';
import { countOf } from '../../core/util/text';
import { fail, ok, type Result } from '../../core/util/result';
import { JournalTexts } from './journalTexts';

const headerSchema = z.object({ journalFormat: z.int().positive() });
const entrySchema = z.looseObject({ type: z.string() });

/** The format since which long texts stand apart. */
export const textsSince = 2;

/** A journal as it was read, with the hashes of the texts that it keeps. */
export interface ParsedJournal extends JournalContents {
  readonly texts: ReadonlySet<string>;
}

/** The first line of every journal, with its end: in which format the others are. */
export const headerLine = `${JSON.stringify({ journalFormat })}\n`;

/**
 * What a journal holds. Whole lines only: a last one without its end, or one that does not parse, is what a crash in mid-write
 * leaves. Damage further up is named and nothing is made of the rest, since events build on each other.
 */
export function parseJournal(text: string, runId: string): Result<ParsedJournal, JournalFailure> {
  const lines = text.split('\n').slice(0, -1);
  const format = formatOf(lines[0] ?? '');
  if (format === undefined) {
    return fail({
      message: `The journal of run ${runId} was written by an older version, which can't be read any more.`,
    });
  }
  const texts = new JournalTexts();
  const entries: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const parsed = parseEntry(line);
    if (!parsed.ok && index === lines.length - 1) break;
    const entry = parsed.ok && format >= textsSince ? texts.read(parsed.value) : parsed;
    if (!entry.ok) {
      const where = `line ${index + 1} of ${countOf(lines.length, 'line')}`;
      return fail({ message: `The journal of run ${runId} is damaged in ${where}: ${entry.error}` });
    }
    if (entry.value !== undefined) entries.push(entry.value);
  }
  return ok({ format, entries, texts: new Set(texts.hashes) });
}

/** How many bytes the whole lines are, as {@link parseJournal} counts them. */
export function wholeBytes(bytes: Buffer): number {
  const end = bytes.lastIndexOf('\n') + 1;
  // A header has nothing before it, and is never the torn one: a journal is there when its header is.
  const start = end < 2 ? 0 : bytes.lastIndexOf('\n', end - 2) + 1;
  if (start === 0) return end;
  return parseEntry(bytes.subarray(start, end).toString('utf8')).ok ? end : start;
}

function formatOf(line: string): number | undefined {
  const header = parseJson(line);
  const parsed = header.ok ? headerSchema.safeParse(header.value) : undefined;
  return parsed?.success ? parsed.data.journalFormat : undefined;
}

function parseEntry(line: string): Result<unknown, string> {
  const parsed = parseJson(line);
  if (!parsed.ok) return parsed;
  return entrySchema.safeParse(parsed.value).success ? parsed : fail('it is no event.');
}

function parseJson(line: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(line));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
