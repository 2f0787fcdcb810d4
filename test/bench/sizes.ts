import { stat } from 'node:fs/promises';

import { packageBudgetBytes } from '../testbed/packageExtension';
import { inRepository } from '../testbed/repository';
import type { Figure } from './figure';
import { productionPackage } from './productionPackage';

const bytesPerKb = 1000;

/** What a user's editor downloads, and what it reads at activation and at the first run. */
export async function sizes(): Promise<readonly Figure[]> {
  const { bytes } = await productionPackage();
  return [
    {
      name: 'vsix-kb',
      what: 'the packaged extension (.vsix)',
      value: bytes / bytesPerKb,
      unit: 'kB',
      aim: { atMost: packageBudgetBytes / bytesPerKb },
    },
    {
      name: 'extension-bundle-kb',
      what: 'dist/extension.js, minified: loaded at activation',
      value: await sizeKb('dist/extension.js'),
      unit: 'kB',
    },
    {
      name: 'runtime-bundle-kb',
      what: 'dist/runtime.js, minified: loaded at the first run',
      value: await sizeKb('dist/runtime.js'),
      unit: 'kB',
    },
  ];
}

async function sizeKb(file: string): Promise<number> {
  return (await stat(inRepository(file))).size / bytesPerKb;
}
