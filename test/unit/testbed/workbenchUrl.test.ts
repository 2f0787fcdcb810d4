import { describe, expect, it } from 'vitest';

import { workbenchUrl } from '../../testbed/workbenchUrl';

function parametersOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

describe('workbenchUrl', () => {
  it('opens a folder with an extension under development', () => {
    const url = workbenchUrl({
      port: 5000,
      content: { type: 'folder', path: '/work space/a&b' },
      extensionDevelopmentPath: '/repo',
    });
    const { folder, payload } = parametersOf(url);
    expect(url.startsWith('http://localhost:5000/?')).toBe(true);
    expect(folder).toBe('/work space/a&b');
    expect(JSON.parse(payload!)).toContainEqual(['extensionDevelopmentPath', 'vscode-remote://localhost:5000/repo']);
  });

  it('opens a workspace file, or nothing', () => {
    const file = workbenchUrl({ port: 1, content: { type: 'workspace-file', path: '/w/x.code-workspace' } });
    expect(parametersOf(file)).toMatchObject({ workspace: '/w/x.code-workspace' });
    expect(parametersOf(workbenchUrl({ port: 1, content: { type: 'nothing' } }))).toMatchObject({ ew: 'true' });
  });

  it('writes a Windows path as the path of a URI', () => {
    const url = workbenchUrl({ port: 1, content: { type: 'folder', path: 'C:\\work' } });
    expect(parametersOf(url).folder).toBe('/C:/work');
  });
});
