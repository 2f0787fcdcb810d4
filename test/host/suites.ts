import type { WorkspaceTemplate } from '../testbed/workspaceCopy';

/** Tests that share a window: what it opens, and whether its folders are trusted. */
export type HostSuite = {
  /** The folder below `test/host` with its tests. */
  readonly name: string;
  readonly workspace: WorkspaceTemplate;
  readonly trust: boolean;
};

/** All suites of the host tests. Tests right in `test/host` run in every one of them that has tests of its own. */
export const hostSuites: readonly HostSuite[] = [
  { name: 'main', workspace: { type: 'folder', name: 'basic' }, trust: true },
  { name: 'noFolder', workspace: { type: 'none' }, trust: true },
  { name: 'twoRoots', workspace: { type: 'roots', names: ['basic', 'basic'] }, trust: true },
  { name: 'restricted', workspace: { type: 'folder', name: 'basic' }, trust: false },
];
