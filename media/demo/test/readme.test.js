import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import * as ledger from '../src/index.js';

test('the README tells of every function there is', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  for (const name of Object.keys(ledger)) assert.ok(readme.includes(`\`${name}\``), `${name} is not in the README`);
});
