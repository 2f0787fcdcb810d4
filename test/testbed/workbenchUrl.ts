/** What a workbench opens: nothing, one folder, or a `.code-workspace` file. Paths are absolute. */
export type WorkbenchContent =
  | { readonly type: 'nothing' }
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 'workspace-file'; readonly path: string };

/** What to load into a workbench. */
export type WorkbenchTarget = {
  readonly port: number;
  readonly content: WorkbenchContent;
  /** The folder of an extension to load from its sources; without it only installed ones run. */
  readonly extensionDevelopmentPath?: string;
  /** The module whose `run()` is the test suite. */
  readonly extensionTestsPath?: string;
};

/** The address at which a server shows a workbench. The `payload` counts only with `--enable-smoke-test-driver`. */
export function workbenchUrl(target: WorkbenchTarget): string {
  const authority = `localhost:${target.port}`;
  const remote = (file: string) => `vscode-remote://${authority}${asUriPath(file)}`;
  const payload: (readonly [string, string])[] = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (target.extensionDevelopmentPath !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(target.extensionDevelopmentPath)]);
  }
  if (target.extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(target.extensionTestsPath)]);

  const url = new URL(`http://${authority}/`);
  switch (target.content.type) {
    case 'nothing':
      // "Empty window", or the server would open the folder of last time.
      url.searchParams.set('ew', 'true');
      break;
    case 'folder':
      url.searchParams.set('folder', asUriPath(target.content.path));
      break;
    case 'workspace-file':
      url.searchParams.set('workspace', asUriPath(target.content.path));
      break;
  }
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** `C:\a` becomes `/C:/a`; a POSIX path stays. */
function asUriPath(file: string): string {
  const slashed = file.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
