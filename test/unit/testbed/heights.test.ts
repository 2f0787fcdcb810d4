import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { height, type Runner } from '../../testbed/heights';
import { parseTally } from '../../testbed/tally';
import { temporaryFolder, type TemporaryFolder } from '../../testbed/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('heights');
});

afterEach(() => folder.remove());

/** A runner that is a line of JavaScript; `report` stands for the path of its report. */
function runner(code: string, more: Partial<Runner> = {}): Runner {
  const report = path.join(folder.path, 'report.json');
  const command = ['-e', `const report = ${JSON.stringify(report)}; ${code}`];
  return { name: 'some', command, report, read: parseTally, ...more };
}

const threePassed = `require('fs').writeFileSync(report, '{ "passed": 3, "failed": 0, "skipped": 0 }')`;

describe('a height', () => {
  it('counts what its runner reports, and whether that was content', async () => {
    const tally = { passed: 3, failed: 0, skipped: 0 };
    expect(await height(runner(threePassed)).run()).toEqual({ name: 'some', tally, succeeded: true });
    expect(await height(runner(`${threePassed}; process.exitCode = 4`)).run()).toMatchObject({ succeeded: false });
  });

  it('does not count the report of last time', async () => {
    const dying = runner('process.exit(1)');
    await writeFile(dying.report, '{ "passed": 9, "failed": 0, "skipped": 0 }');
    expect(await height(dying).run()).toMatchObject({ tally: { passed: 0 }, succeeded: false });
  });

  it('that cannot run here says why, starts nothing and counts as skipped', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue();
    const result = await height(runner(threePassed, { whyNot: async () => 'There is no editor for it.' })).run();
    expect(result).toEqual({
      name: 'some',
      tally: { passed: 0, failed: 0, skipped: 1 },
      succeeded: true,
      unavailable: 'There is no editor for it.',
    });
    expect(said.mock.calls.flat().join('\n')).toContain('There is no editor for it. The some tests are left out.');
  });
});
