import { describe, expect, it } from 'vitest';

import { nodePackageFor, whyNoEditor } from '../../testbed/editorVersions';

describe('the npm-shipped editor', () => {
  it('is there for the usual platforms', () => {
    for (const platform of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']) {
      const [system = '', architecture = ''] = platform.split('-');
      expect(whyNoEditor(system, architecture)).toBeUndefined();
      expect(nodePackageFor(system, architecture).version).toMatch(/^24\./);
    }
  });

  it('says where it is not', () => {
    expect(whyNoEditor('freebsd', 'x64')).toMatch(/no package of it for freebsd x64.*linux-x64/);
    expect(() => nodePackageFor('freebsd', 'x64')).toThrow('no package of it for freebsd x64');
  });
});
