import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coreLayers, layerRules, violations } from './layers';

const brokenTree = 'test/unit/architecture/violations';

describe('layers', () => {
  it('hold in the source tree', async () => {
    const { modules, found } = await violations('src');
    expect(modules).toBeGreaterThan(50);
    expect(found).toEqual([]);
  }, 60_000);

  it('know every folder of the core', () => {
    const folders = readdirSync('src/core').flatMap((name) =>
      name === 'staging' ? readdirSync('src/core/staging').map((part) => `staging/${part}`) : [name],
    );
    expect(folders.sort()).toEqual(coreLayers.flat().sort());
  });

  it('are seen broken in a tree that breaks each of them', async () => {
    const { found } = await violations(brokenTree);
    const rules = new Set(found.map((violation) => violation.split(':')[0]));
    expect([...rules].sort()).toEqual(
      layerRules(brokenTree)
        .map(({ name }) => name)
        .sort(),
    );
  }, 60_000);
});
