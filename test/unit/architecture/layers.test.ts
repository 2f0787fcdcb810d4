import { describe, expect, it } from 'vitest';
import { violations } from './layers';

describe('layers', () => {
  it('hold in the source tree', async () => {
    const { modules, found } = await violations('src');
    expect(modules).toBeGreaterThan(50);
    expect(found).toEqual([]);
  }, 60_000);

  it('are seen broken in a tree that breaks each of them', async () => {
    const { found } = await violations('test/unit/architecture/violations');
    const rules = new Set(found.map((violation) => violation.split(':')[0]));
    expect([...rules].sort()).toEqual([
      'adapters-import-no-ui',
      'core-imports-core-only',
      'core-knows-no-editor-or-provider',
      'core-knows-no-host',
      'layer-agent',
      'layer-plan',
      'layer-util',
      'lead-cannot-write',
      'no-cycle',
      'roots-are-imported-by-nobody',
      'ui-imports-no-adapter',
    ]);
  }, 60_000);
});
