import type { FileContent } from '../../ports/workspace';

/**
 * What stands for a file that is no text, or too large to be one, wherever texts are held: its size and the fingerprint of its bytes,
 * as git's large file storage has it. So it is deleted, moved, replaced, merged and chosen like any text, by equality alone. It begins
 * with a NUL, which no text has, and is for comparing: people and models read {@link shownText}.
 */
export interface StandIn {
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
}

const pattern = /^\0file ([0-9]+) ([0-9a-f]{64})$/;

/** The text that stands for a file of such bytes. */
export function standInFor({ size, digest }: StandIn): string {
  return `\0file ${size} ${digest}`;
}

/** Whether a text stands for a file that is none. */
export function isStandIn(text: string | null): boolean {
  return text?.startsWith('\0file ') === true;
}

/** What a text stands for; `undefined` for one that is a text itself. */
export function readStandIn(text: string): StandIn | undefined {
  const [, size, digest] = pattern.exec(text) ?? [];
  return size === undefined || digest === undefined ? undefined : { size: Number(size), digest };
}

/** What is held of a file: its text, or what stands for it; `undefined` for one too large to be brought back. */
export function heldText(content: FileContent): string | undefined {
  if (content.type === 'text') return content.text;
  return content.digest === null ? undefined : standInFor({ size: content.size, digest: content.digest });
}

/** A held text as a file's content again. */
export function contentOf(text: string): FileContent {
  const standIn = readStandIn(text);
  return standIn ? { type: 'opaque', why: 'binary', ...standIn } : { type: 'text', text };
}

/** What people and models read in place of what stands for a file: `Not text: 12.3 kB, SHA-256 0123456789ab…`. */
export function shownText(text: string): string {
  const standIn = readStandIn(text);
  return standIn ? `Not text: ${sizeWords(standIn.size)}, SHA-256 ${standIn.digest.slice(0, 12)}…` : text;
}

/** A size for people: `999 bytes`, `12.3 kB`, `4.0 MB`. */
function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
