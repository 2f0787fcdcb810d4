import type { PathRules } from '../../src/core/util/pathRules';

/** How Windows names files, as it comes. */
export const windowsRules: PathRules = { platform: 'windows', caseSensitive: false };
