import { createHash } from 'node:crypto';
import type { Latency } from './server/heldAnswers';

/** Delays each answer by `fromMs` to `toMs` milliseconds; the same request is always delayed by the same time. */
export function seededLatency(fromMs: number, toMs: number): Latency {
  return ({ model, instructions, items }) => {
    // Identifiers differ from run to run and must not count.
    const said = items.map((item) => ('text' in item ? item.text : 'output' in item ? item.output : ''));
    const digest = createHash('sha256')
      .update(JSON.stringify([model, instructions, said]))
      .digest();
    return Math.round(fromMs + (digest.readUInt32BE() / 0xffffffff) * (toMs - fromMs));
  };
}
