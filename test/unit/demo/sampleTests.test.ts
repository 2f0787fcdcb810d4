import { expect, test } from 'vitest';

import { summarize } from '../../demo/sampleTests';

test.each([
  ['✔ a test\nℹ tests 9\nℹ suites 0\nℹ pass 8\nℹ fail 1\n', '9 tests, 8 passed, 1 failed'],
  ['ok 1 - a test\n# tests 9\r\n# pass 9\r\n# fail 0\r\n', '9 tests, 9 passed, 0 failed'],
  ['npm error Missing script: "test"\n', '? tests, ? passed, ? failed'],
])('the counts are read from what the runner printed: %j', (output, summary) => {
  expect(summarize(output)).toBe(summary);
});
