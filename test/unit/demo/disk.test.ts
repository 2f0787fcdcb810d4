import { expect, test } from 'vitest';

import { changedFiles, filesWith, unifiedDiff } from '../../demo/disk';

const before = new Map([
  ['a.js', 'one\ntwo\n'],
  ['gone.js', 'bye\n'],
  ['same.js', 'same\n'],
]);
const after = new Map([
  ['a.js', 'one\n2\n'],
  ['new.js', 'hello\n'],
  ['same.js', 'same\n'],
]);

test('files that changed, came or went are told', () => {
  expect(changedFiles(before, after)).toEqual(['a.js', 'gone.js', 'new.js']);
  expect(changedFiles(before, new Map(before))).toEqual([]);
});

test('the difference reads as a unified diff', () => {
  expect(unifiedDiff(before, after).join('\n')).toBe(
    `
--- a/a.js
+++ b/a.js
@@ -1,2 +1,2 @@
 one
-two
+2
--- a/gone.js
+++ /dev/null
@@ -1,1 +0,0 @@
-bye
--- /dev/null
+++ b/new.js
@@ -0,0 +1,1 @@
+hello`.trim(),
  );
});

test('a text is looked for in all files', () => {
  expect(filesWith(after, 'o')).toEqual(['a.js', 'new.js']);
  expect(filesWith(after, 'bye')).toEqual([]);
});
