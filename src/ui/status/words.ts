import type { ModelUse } from '../../core/run/events';
import { isMismatch } from '../../core/run/modelMismatch';
import { plainMarkdown } from '../../core/util/markdown';

/** A number of tokens in as few characters as say enough: `940`, `14.2k`, `1.3M`. */
export function compactTokens(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  // Rounds before it picks the unit, so that 999,950 is no "1000.0k".
  const thousands = Math.round(tokens / 100) / 10;
  return thousands < 1000 ? `${thousands.toFixed(1)}k` : `${(tokens / 1_000_000).toFixed(1)}M`;
}

/** Markdown naming every model that answered; a mismatch is not hidden by an answer that came later. */
export function modelsWords(configured: string, uses: readonly ModelUse[], scripted: boolean): string {
  if (uses.length === 0) return modelWords(configured, null, scripted);
  return [...new Set(uses.map((use) => modelWords(configured, use, scripted)))].join('; ');
}

/** Markdown naming a model: the configured one, what answered when that is another, and that a scripted one is scripted. */
function modelWords(configured: string, use: ModelUse | null, scripted: boolean): string {
  const label = scripted ? ' (demo model: scripted, not intelligent)' : '';
  if (use === null || use.returned === '') return `${plainMarkdown(configured)}${label}`;
  if (!isMismatch(use)) return `${plainMarkdown(use.returned)}${label}`;
  return `${plainMarkdown(use.returned)} answered, **not** the configured ${plainMarkdown(use.configured)}${label}`;
}
