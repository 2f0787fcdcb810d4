const mask = '[key]';

/**
 * Takes everything that is or may be part of a key out of a text of the provider's. Servers echo keys whole, or with their
 * middle starred out, and the ends alone are more than a log should hold.
 */
export function maskKey(text: string, key: string): string {
  const whole = key.length >= 4 ? text.replaceAll(key, mask) : text;
  return whole
    .replace(/\bBearer\s+\S+/gi, `Bearer ${mask}`)
    .replace(/\bsk-[\w*.…-]+/g, mask)
    .replace(/[\w.-]*\*{3,}[\w*.-]*/g, mask);
}
