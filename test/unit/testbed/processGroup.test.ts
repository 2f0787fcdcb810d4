import { once } from 'node:events';

import { describe, expect, it } from 'vitest';

import { startGroup } from '../../testbed/processGroup';
import { isGone } from '../node/processState';
import { untilGone } from '../node/untilGone';

// A process that starts another one, says its id, and stays.
const parentProgram = `
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
console.log(child.pid);
setInterval(() => {}, 1000);
`;

async function startFamily() {
  const group = startGroup(process.execPath, ['-e', parentProgram]);
  const [output] = (await once(group.child.stdout!, 'data')) as [Buffer];
  const grandchild = Number(output.toString('utf8'));
  expect(isGone(grandchild)).toBe(false);
  return { group, grandchild };
}

describe.skipIf(process.platform === 'win32')('startGroup', () => {
  it('ends the whole family on stop', async () => {
    const { group, grandchild } = await startFamily();
    await group.stop();
    await untilGone(grandchild);
    await group.stop();
  });

  it('ends the whole family when the pipe to it breaks, as when we are killed', async () => {
    const { group, grandchild } = await startFamily();
    group.child.stdin!.destroy();
    await untilGone(grandchild);
  });

  it('hands on output and exit code', async () => {
    const { child } = startGroup(process.execPath, ['-e', 'console.log("said"); process.exit(7)']);
    const [[output], [code]] = (await Promise.all([once(child.stdout!, 'data'), once(child, 'exit')])) as [
      [Buffer],
      [number],
    ];
    expect(output.toString('utf8')).toBe('said\n');
    expect(code).toBe(7);
  });
});
