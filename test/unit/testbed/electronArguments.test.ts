import { describe, expect, it } from 'vitest';

import { keepWorkspaceTrust, parseElectronArguments } from '../../testbed/electronArguments';

const paths = [
  '--extensionDevelopmentPath=/repo',
  '--extensionTestsPath=/repo/out/host/index',
  '--extensions-dir=/ext',
];

describe('parseElectronArguments', () => {
  it('reads what runTests passes', () => {
    expect(parseElectronArguments(['/tmp/folder', '--no-sandbox', '--disable-workspace-trust', ...paths])).toEqual({
      extensionDevelopmentPath: '/repo',
      extensionsFolder: '/ext',
      extensionTestsPath: '/repo/out/host/index',
      content: { type: 'folder', path: '/tmp/folder' },
      workspaceTrust: false,
    });
  });

  it('tells a workspace file from a folder, and nothing from both', () => {
    expect(parseElectronArguments(['/tmp/a.code-workspace', ...paths]).content.type).toBe('workspace-file');
    expect(parseElectronArguments(paths).content.type).toBe('nothing');
  });

  it('leaves Workspace Trust on only when our own argument says so', () => {
    expect(parseElectronArguments([keepWorkspaceTrust, '--disable-workspace-trust', ...paths]).workspaceTrust).toBe(
      true,
    );
  });

  it('asks for a path that is missing', () => {
    expect(() => parseElectronArguments(['--extensionTestsPath=/x'])).toThrow('--extensionDevelopmentPath');
  });
});
