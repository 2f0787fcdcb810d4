import { randomBytes } from 'node:crypto';

/** A new identifier in OpenAI's manner; random, so that items of two servers never clash in one conversation. */
export function newIdentifier(prefix: 'resp' | 'chatcmpl' | 'msg' | 'fc' | 'call' | 'rs' | 'req'): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

/** Cuts text into the pieces it is streamed in, never inside a character. */
export function textPieces(text: string): readonly string[] {
  return text.match(/.{1,32}/gsu) ?? [];
}

/** Seconds since 1970, as the API dates things. */
export function unixSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
