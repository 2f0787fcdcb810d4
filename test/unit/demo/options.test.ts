import path from 'node:path';
import { expect, test } from 'vitest';

import { inRepository } from '../../testbed/repository';
import { readOptions, type DemoOptions } from '../../demo/options';

const desk = { platform: 'linux', env: { DISPLAY: ':0' } } as const;
const rack = { platform: 'linux', env: { DISPLAY: '' } } as const;
const usual: DemoOptions = {
  headless: false,
  open: false,
  pictures: inRepository('out/demo/pictures'),
  readme: false,
  theme: 'Dark Modern',
};

test('nothing need be said', () => {
  expect(readOptions([], desk)).toEqual(usual);
});

test.each([
  [['--headless'], { headless: true }],
  [['--open'], { open: true }],
  [['--theme', 'Light Modern'], { theme: 'Light Modern' }],
  [['--pictures', '/tmp/demo'], { pictures: path.resolve('/tmp/demo') }],
  [['--pictures', 'demo/here'], { pictures: path.resolve('demo/here') }],
  [['--readme'], { readme: true, headless: true }],
])('%j', (args, told) => {
  expect(readOptions(args, desk)).toEqual({ ...usual, ...told });
});

test.each([
  [desk, false],
  [{ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } } as const, false],
  [rack, true],
  [{ platform: 'linux', env: {} } as const, true],
  [{ platform: 'darwin', env: {} } as const, false],
  [{ platform: 'win32', env: {} } as const, false],
])('a window is shown where there is a display: %j', (host, headless) => {
  expect(readOptions([], host).headless).toBe(headless);
});

test('what it does not know is refused with what it takes', () => {
  expect(() => readOptions(['--slow'], desk)).toThrow(/'--slow'[\s\S]*npm run demo -- takes\n {2}--headless /);
  expect(() => readOptions(['now'], desk)).toThrow(/'now'[\s\S]*--pictures <folder>/);
  expect(() => readOptions(['--pictures'], desk)).toThrow(/--pictures[\s\S]*argument missing/);
});

test("the README's pictures have one theme", () => {
  expect(() => readOptions(['--readme', '--theme', 'Light Modern'], desk)).toThrow('leave out --theme');
});
