import { expect, test } from 'vitest';
import { costOf } from '../../bench/engineCost';

test('the engine is measured over the turns that its tasks take, and none else', async () => {
  expect(await costOf(3)).toBeTypeOf('number');
});
