import type { WorkbenchContent } from './workbenchUrl';

/** What test-electron's `runTests` tells the executable that it takes for a desktop VS Code. */
export type ElectronArguments = {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  /** The folder of installed extensions. */
  readonly extensionsFolder: string;
  readonly content: WorkbenchContent;
  readonly workspaceTrust: boolean;
};

/**
 * Our own argument for "leave Workspace Trust on". `runTests` passes `--disable-workspace-trust` always, so that one's absence
 * cannot say it.
 */
export const keepWorkspaceTrust = '--lead-worker-keep-workspace-trust';

/** Reads a command line of `runTests`; what only Electron understands is passed over. */
export function parseElectronArguments(args: readonly string[]): ElectronArguments {
  const content = args.find((argument) => !argument.startsWith('-'));
  return {
    extensionDevelopmentPath: valueOf(args, '--extensionDevelopmentPath'),
    extensionTestsPath: valueOf(args, '--extensionTestsPath'),
    extensionsFolder: valueOf(args, '--extensions-dir'),
    content: contentOf(content),
    workspaceTrust: args.includes(keepWorkspaceTrust),
  };
}

function contentOf(file: string | undefined): WorkbenchContent {
  if (file === undefined) return { type: 'nothing' };
  return { type: file.endsWith('.code-workspace') ? 'workspace-file' : 'folder', path: file };
}

function valueOf(args: readonly string[], flag: string): string {
  const found = args.find((argument) => argument.startsWith(`${flag}=`));
  if (found === undefined) throw new Error(`The test editor needs ${flag}=<path>.`);
  return found.slice(flag.length + 1);
}
