// Types: checked by the workspace's own TypeScript, for a worker that asks, and as a gate on exactly what was chosen; no copy, no script.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptedRequest } from '../../src/adapters/demo/server/modelScript';
import { inRepository } from '../testbed/repository';
import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

const configuration = { compilerOptions: { strict: true, noEmit: true, types: [] }, include: ['src'] };
const price =
  'export function price(cents: number, currency: string): string {\n  return `${cents / 100} ${currency}`;\n}\n';
const receipt = "import { price } from './price';\n\nexport const receipt = price(250, 'EUR');\n";
const team = scriptedTeam([{ title: 'Prices name their currency', writeScope: ['src/**'], writes: [] }]);
const check = { name: 'check_types', arguments: {} };

test.use({
  workspaceFiles: {
    '.gitignore': 'node_modules\n',
    'package.json': '{ "name": "typed" }\n',
    'tsconfig.json': JSON.stringify(configuration),
    'src/price.ts': 'export function price(cents: number): string {\n  return `${cents / 100} EUR`;\n}\n',
    'src/receipt.ts': "import { price } from './price';\n\nexport const receipt = price(250);\n",
  },
  models: {
    script: {
      ...team,
      // A worker that forgets the caller, is told of it, and mends that.
      answer: (request) => {
        if (request.schema) return team.answer(request);
        const write = (path: string, content: string) => ({ name: 'write', arguments: { path, content } });
        const moves = [
          [write('src/price.ts', price), check],
          [write('src/receipt.ts', receipt), check],
          [{ name: 'finish', arguments: { summary: 'Done.' } }],
        ];
        return { type: 'tool-calls', calls: moves[results(request).length / 2] ?? [] };
      },
    },
  },
  modelsAreSetUp: true,
});

function results({ items }: ScriptedRequest): readonly string[] {
  return items.flatMap((item) => (item.type === 'tool-result' ? [item.output] : []));
}

test('a worker hears of the callers it broke, and half of its change is red before it is written', async ({
  workbench,
  window,
  modelServer,
}) => {
  const root = workbench.workspace.roots[0] ?? '';
  symlinkSync(inRepository('node_modules'), join(root, 'node_modules'));
  await window.open();
  await window.openGoal();
  await window.sendGoal('Let prices name their currency.');
  expect(await window.confirmGates()).toContain('types: TypeScript of this folder, on the proposed text');
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  const told = results(modelServer.requests.map(({ request }) => request).findLast(({ schema }) => !schema)!);
  expect(told[1]).toContain('1 type error:\nsrc/receipt.ts:3:24 TS2554 Expected 2 arguments, but got 1.');
  expect(told[3]).toContain('No new type errors.');
  await expect(window.rowWith('Gate types')).toContainText('passed on the merged proposal');

  await window.expand(window.row('T1'));
  await window.pressOn(window.rowWith('price.ts'), 'Accept File');
  await window.pressOn(window.rowWith('receipt.ts'), 'Reject File');
  await expect(window.rowWith('receipt.ts')).toContainText('rejected');
  await window.apply();
  const red = window.rowWith('failed on what you accepted');
  await expect(red).toContainText('1 problem');
  await window.expand(red);
  await expect(window.rowWith('Expected 2 arguments')).toBeVisible();
  await workbench.screenshotInThemes('types-red');
  expect((await filesBelow(root)).get('src/price.ts')).toContain('100} EUR');

  const caller = window.rowWith(/^\s*receipt\.ts/);
  await window.menuOn(caller, 'Reopen File');
  await window.pressOn(caller, 'Accept File');
  await window.apply();
  await expect(window.status()).toContainText('applied to 2 files');
  const written = await filesBelow(root);
  expect([written.get('src/price.ts'), written.get('src/receipt.ts')]).toEqual([price, receipt]);
});
