import { describe, expect, test } from 'vitest';
import { windowsInvocation, type WindowsLookup } from '../../../src/adapters/node/process/executable';

const machine = (...files: string[]): WindowsLookup => ({
  cwd: 'C:\\work\\app',
  environment: {
    Path: 'relative;C:\\node;C:\\Program Files\\git',
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
    ComSpec: 'C:\\Windows\\cmd.exe',
  },
  exists: (file) => files.includes(file),
});

describe('on Windows, a command', () => {
  test('that is a program starts directly, its arguments quoted by Node', () => {
    expect(windowsInvocation('node', ['a b'], machine('C:\\node\\node.exe'))).toEqual({
      file: 'C:\\node\\node.exe',
      args: ['a b'],
      verbatim: false,
    });
  });

  test('that is a script starts through cmd, quoted for it', () => {
    expect(windowsInvocation('npm', ['run', 'test'], machine('C:\\node\\npm.cmd'))).toEqual({
      file: 'C:\\Windows\\cmd.exe',
      args: ['/d', '/s', '/c', '"C:\\node\\npm.cmd ^^^"run^^^" ^^^"test^^^""'],
      verbatim: true,
    });
  });

  test.each([
    ['a & calc', '^^^"a^^^ ^^^&^^^ calc^^^"'],
    ['%PATH%', '^^^"^^^%PATH^^^%^^^"'],
    ['say "hi"', '^^^"say^^^ \\^^^"hi\\^^^"^^^"'],
    ['ends\\', '^^^"ends\\\\^^^"'],
    ['', '^^^"^^^"'],
  ])('keeps the argument %j from being read as anything else by cmd', (argument, quoted) => {
    const invocation = windowsInvocation('npm', [argument], machine('C:\\node\\npm.cmd'));
    expect(invocation?.args[3]).toBe(`"C:\\node\\npm.cmd ${quoted}"`);
  });

  test('is found in a folder with spaces, and its path is escaped', () => {
    const invocation = windowsInvocation('tool.bat', [], machine('C:\\Program Files\\git\\tool.bat'));
    expect(invocation?.args[3]).toBe('"C:\\Program^ Files\\git\\tool.bat"');
  });

  test('prefers a program to a script of that name', () => {
    expect(windowsInvocation('x', [], machine('C:\\node\\x.cmd', 'C:\\node\\x.exe'))?.file).toBe('C:\\node\\x.exe');
  });

  test('is never taken from the folder it runs in, or from a relative one, unless it says so', () => {
    const files = machine('C:\\work\\app\\npm.cmd', 'C:\\work\\app\\relative\\npm.cmd');
    expect(windowsInvocation('npm', [], files)).toBeNull();
    expect(windowsInvocation('.\\npm.cmd', [], files)?.args[3]).toBe('"C:\\work\\app\\npm.cmd"');
  });

  test('that is nowhere is not found', () => expect(windowsInvocation('nowhere', [], machine())).toBeNull());
});
