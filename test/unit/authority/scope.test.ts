import { expect, it } from 'vitest';
import { compileScope } from '../../../src/core/authority/scope';
import { posixRules } from '../../../src/core/util/pathRules';
import { windowsRules } from '../../fakes/windowsRules';

it.each([
  ['src/**', 'src/a.ts', true, true],
  ['src/**', 'SRC/a.ts', false, true],
  ['caf\u00E9/**', 'cafe\u0301/a.ts', true, true],
  ['cafe\u0301.ts', 'caf\u00E9.ts', true, true],
  ['CAF\u00C9.ts', 'cafe\u0301.ts', false, true],
  ['src/**', 'srcs/a.ts', false, false],
])('the scope %j and %j: covered where case counts %s, where not %s', (glob, path, sensitive, insensitive) => {
  expect(compileScope([glob], posixRules)(path)).toBe(sensitive);
  expect(compileScope([glob], windowsRules)(path)).toBe(insensitive);
});

it('of nothing covers nothing', () => {
  expect(compileScope([], windowsRules)('a.ts')).toBe(false);
});
