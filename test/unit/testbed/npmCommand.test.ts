import { describe, expect, it } from 'vitest';

import { runCommand } from '../../testbed/command';
import { npmCommand, type NpmSurroundings } from '../../testbed/npmCommand';

function on(platform: NodeJS.Platform, files: readonly string[], toldByNpm?: string): NpmSurroundings {
  const node = platform === 'win32' ? 'C:\\node\\node.exe' : '/opt/node/bin/node';
  return { platform, node, toldByNpm, isFile: (file) => files.includes(file) };
}

const told = '/elsewhere/npm/bin/npm-cli.js';
const beside = '/opt/node/lib/node_modules/npm/bin/npm-cli.js';
const besideOnWindows = 'C:\\node\\node_modules\\npm\\bin\\npm-cli.js';

describe('npmCommand', () => {
  it("runs the script of the npm that started us, by Node's own name", () => {
    expect(npmCommand(['ci'], on('linux', [told, beside], told))).toEqual({
      command: '/opt/node/bin/node',
      args: [told, 'ci'],
    });
  });

  it('looks beside Node when npm did not start us, or another package manager did', () => {
    expect(npmCommand(['ci'], on('linux', [beside])).args).toEqual([beside, 'ci']);
    expect(npmCommand(['ci'], on('darwin', ['/x/yarn.js', beside], '/x/yarn.js')).args).toEqual([beside, 'ci']);
    expect(npmCommand(['ci'], on('win32', [besideOnWindows])).args).toEqual([besideOnWindows, 'ci']);
  });

  it('leaves it to PATH where that can be done without a shell, and says so where it can not', () => {
    expect(npmCommand(['ci'], on('linux', []))).toEqual({ command: 'npm', args: ['ci'] });
    expect(() => npmCommand(['ci'], on('win32', []))).toThrow('npm was not found beside C:\\node\\node.exe');
  });

  it('starts npm on this machine', async () => {
    const { command, args } = npmCommand(['--version']);
    const { code, output } = await runCommand(command, args);
    expect(output).toMatch(/^\d+\.\d+\.\d+/);
    expect(code).toBe(0);
  });
});
