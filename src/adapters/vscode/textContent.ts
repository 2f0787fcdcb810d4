import type { FileContent } from '../../core/ports/workspace';

/**
 * Files larger than this (in bytes) are opaque to agents. Well below what the editor itself opens without trimming (50 MB); what of a
 * file reaches a model is bounded by its tools.
 */
export const largestTextBytes = 16 * 1024 * 1024;

// As many bytes as git looks at.
const sniffedBytes = 8000;

/** Turns bytes into text as the editor would, or throws when they are no text. */
export type Decode = (bytes: Uint8Array) => PromiseLike<string>;

/** Reads bytes as text, or says why agents don't get to see them. */
export async function readText(bytes: Uint8Array, decode: Decode): Promise<FileContent> {
  const size = bytes.byteLength;
  if (size > largestTextBytes) return { type: 'opaque', why: 'too-large', size };
  const binary: FileContent = { type: 'opaque', why: 'binary', size };
  if (looksBinary(bytes)) return binary;
  let decoded: string;
  try {
    decoded = await decode(bytes);
  } catch {
    // The editor's decoder throws on binary content and on nothing else.
    return binary;
  }
  // A text in another encoding than the configured one would be damaged by writing it back: hands off.
  if (decoded.includes('\uFFFD') && !containsReplacementCharacter(bytes)) return binary;
  return { type: 'text', text: withoutByteOrderMark(decoded) };
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
