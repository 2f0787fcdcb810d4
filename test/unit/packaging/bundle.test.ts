import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { inRepository } from '../../testbed/repository';
import { activationProblems, type Metafile } from './bundleShape';

function bundle(inputs: readonly string[], imports: readonly string[]): Metafile {
  const made = {
    inputs: Object.fromEntries(inputs.map((file) => [file, {}])),
    imports: imports.map((path) => ({ path, external: true })),
  };
  return { outputs: { 'dist/extension.js': made } };
}

describe('activationProblems', () => {
  it('is content with sources of ours, small packages, and what the editor provides', () => {
    const inputs = ['src/extension.ts', 'src/adapters/openai.ts', 'node_modules/diff/libesm/diff/line.js'];
    expect(activationProblems(bundle(inputs, ['vscode', 'node:path', './runtime.js']))).toEqual([]);
  });

  it.each([
    ['the SDK', bundle(['node_modules/openai/index.mjs'], []), 'contains openai'],
    ['a nested SDK', bundle(['node_modules/a/node_modules/openai/index.mjs'], []), 'contains openai'],
    ['processes', bundle([], ['node:child_process']), 'imports child_process'],
    ['a package that is left outside', bundle([], ['undici']), 'leaves undici outside'],
  ])('is seen to catch %s', (_what, metafile, problem) => {
    expect(activationProblems(metafile)).toEqual([`dist/extension.js ${problem}`]);
  });

  it('is seen to miss the bundle', () => {
    expect(activationProblems({ outputs: {} })).toEqual(['dist/extension.js is not in the metafile']);
  });
});

describe('the bundle that activation loads', () => {
  it('contains neither the SDK nor what starts processes', () => {
    // Every build leaves it there; without one there is no bundle to judge.
    const metafile = JSON.parse(readFileSync(inRepository('out/meta.json'), 'utf8')) as Metafile;
    expect(activationProblems(metafile)).toEqual([]);
  });
});
