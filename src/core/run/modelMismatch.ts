import type { ModelUse } from './events';

/**
 * Whether another model answered than was asked for. A dated version of the same model (`o3-2026-04-16` for `o3`) is the
 * same one.
 */
export function isMismatch(use: ModelUse): boolean {
  if (use.returned === '' || use.returned === use.configured) return false;
  const rest = use.returned.startsWith(`${use.configured}-`) ? use.returned.slice(use.configured.length + 1) : null;
  return rest === null || !/^(\d{4}-\d{2}-\d{2}|\d{4,8}|latest)$/.test(rest);
}
