import type { AppliedWrite } from './applies';

/*
 * Journals hold JSON, so bytes are in base64 there, and only where the text in UTF-8 is not just them: in a file with a mark at its
 * start, or in another encoding. Both functions are plain ones of every JavaScript host.
 */

/** What the journal has to keep of a file's bytes; `undefined` where its text says it all. */
export function bytesToKeep(text: string, bytes: Uint8Array): string | undefined {
  const plain = new TextEncoder().encode(text);
  return isSame(plain, bytes) ? undefined : toBase64(bytes);
}

/** The bytes that the text before an apply was on disk; `undefined` where there was no file. */
export function bytesOfText({ before, beforeBytes }: AppliedWrite): Uint8Array | undefined {
  if (beforeBytes !== undefined) return fromBase64(beforeBytes);
  return before === null ? undefined : new TextEncoder().encode(before);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A string of all of them at once would be more arguments than a call takes.
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
