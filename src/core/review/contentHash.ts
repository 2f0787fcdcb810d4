/**
 * A short fingerprint of texts for naming things by their content: 53 bits (cyrb53), in base 36. Not for security; within one file,
 * where it is used, two different contents meet with a chance of about one in 10^15.
 */
export function contentHash(parts: readonly string[]): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const mix = (code: number): void => {
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  };
  for (const part of parts) {
    // Lengths keep ["ab", "c"] and ["a", "bc"] apart.
    mix(part.length);
    for (let index = 0; index < part.length; index++) mix(part.charCodeAt(index));
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
