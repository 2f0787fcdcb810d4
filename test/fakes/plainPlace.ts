import type { Workspace } from '../../src/core/ports/workspace';
import { posixRules } from '../../src/core/util/pathRules';

/** How a workspace in memory answers for its place: one folder, named exactly as files are. */
export const plainPlace: Pick<Workspace, 'place' | 'spelling'> = {
  place: async () => ({ rules: posixRules, roots: [{ name: 'workspace', location: '/workspace' }] }),
  spelling: async (path) => path,
};
