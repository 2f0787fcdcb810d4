import { createHash } from 'node:crypto';

import type { FileContent } from '../../core/ports/workspace';

/**
 * Files larger than this (in bytes) are opaque to agents. Well below what the editor itself opens without trimming (50 MB); what of a
 * file reaches a model is bounded by its tools.
 */
export const largestTextBytes = 16 * 1024 * 1024;

/** Of files larger than this (in bytes) nothing is kept to bring them back by, and so nothing is changed. */
export const largestKeptBytes = 64 * 1024 * 1024;

// As many bytes as git looks at.
const sniffedBytes = 8000;

/** Turns bytes into text as the editor would, or throws when they are no text. */
export type Decode = (bytes: Uint8Array) => PromiseLike<string>;

/** Reads bytes as text, or says why agents don't get to see them. */
export async function readText(bytes: Uint8Array, decode: Decode): Promise<FileContent> {
  const size = bytes.byteLength;
  const opaque = (why: 'binary' | 'too-large'): FileContent => ({ type: 'opaque', why, size });
  if (size > largestTextBytes) return opaque('too-large');
  if (looksBinary(bytes)) return opaque('binary');
  let decoded: string;
  try {
    decoded = await decode(bytes);
  } catch {
    // The editor's decoder throws on binary content and on nothing else.
    return opaque('binary');
  }
  // A text in another encoding than the configured one would be damaged by writing it back: hands off.
  if (decoded.includes('\uFFFD') && !containsReplacementCharacter(bytes)) return opaque('binary');
  return { type: 'text', text: withoutByteOrderMark(decoded) };
}

/** SHA-256 of bytes, hex. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Takes a leading byte order mark off. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function looksBinary(bytes: Uint8Array): boolean {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !wide && bytes.subarray(0, sniffedBytes).includes(0);
}

function containsReplacementCharacter(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) return true;
  }
  return false;
}
