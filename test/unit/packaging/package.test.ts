import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, expect, it } from 'vitest';

import { inRepository, repositoryRoot } from '../../testbed/repository';
import { packageProblems } from './packageShape';

const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as { main: string; icon: string };
const good = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
  'dist/extension.js',
  'dist/runtime.js',
  'dist/compiler.js',
  'media/icon.png',
];

describe('packageProblems', () => {
  it('is content with a package of nothing but the product', () => {
    expect(packageProblems([...good, 'media/walkthrough/plan.md'])).toEqual([]);
  });

  it.each(['src/x.ts', 'dist/extension.js.map', '.env', 'media/.env', 'node_modules/openai/index.js', 'test/run.ts'])(
    'reports %s',
    (file) => {
      expect(packageProblems([...good, file])).toEqual([`${file} must not be packaged`]);
    },
  );

  it.each(good)('reports that %s is missing', (missing) => {
    expect(packageProblems(good.filter((file) => file !== missing))).toEqual([`${missing} is missing`]);
  });
});

describe('the package', () => {
  // What `vsce ls --no-dependencies` prints. Most of its time goes into loading vsce.
  it('contains the product and nothing else', { timeout: 60_000 }, async () => {
    expect(packageProblems(await listFiles({ cwd: repositoryRoot, packageManager: PackageManager.None }))).toEqual([]);
  });

  it('contains the module that the editor loads, and the icon', () => {
    expect(existsSync(path.join(repositoryRoot, manifest.main))).toBe(true);
    expect(existsSync(path.join(repositoryRoot, manifest.icon))).toBe(true);
  });
});
