import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

/** The packages that the notices do not name in the version that is bundled. */
function missingNotices(lock: unknown, notices: string): readonly string[] {
  const { packages } = lock as { packages: Record<string, { version?: string; dev?: boolean; optional?: boolean }> };
  return Object.entries(packages)
    .filter(([path, { dev }]) => path.startsWith('node_modules/') && dev !== true)
    .map(([path, { version }]) => `${path.slice('node_modules/'.length)} ${version ?? ''}`)
    .filter((name) => !notices.includes(`## ${name} (`));
}

describe('third-party notices', () => {
  it('name every package that can get into the bundle, in its version', async () => {
    const lock: unknown = JSON.parse(await readFile('package-lock.json', 'utf8'));
    expect(missingNotices(lock, await readFile('THIRD-PARTY-NOTICES.md', 'utf8'))).toEqual([]);
  });

  it('are seen to miss a package, and another version of one', () => {
    const lock = {
      packages: { '': {}, 'node_modules/a': { version: '2.0.0' }, 'node_modules/b': { version: '1.0.0' } },
    };
    expect(missingNotices(lock, '## a 1.0.0 (MIT)')).toEqual(['a 2.0.0', 'b 1.0.0']);
  });
});
