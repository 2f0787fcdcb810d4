import { describe, expect, it } from 'vitest';
import { compileGlobs, globsMayOverlap } from '../../../src/core/util/globs';

describe('compileGlobs', () => {
  it('covers what lies in a bare folder name, and dot files', () => {
    const test = compileGlobs(['docs', 'src/**/*.ts', './lib/']);
    expect(['docs', 'docs/a.md', 'docs/.x/y', 'src/a.ts', 'src/b/.c.ts', 'lib/x.js'].every(test)).toBe(true);
    expect(['docs2/a.md', 'src/a.js', 'xlib/x.js'].some(test)).toBe(false);
  });

  it('matches nothing for an empty list', () => {
    expect(compileGlobs([])('anything')).toBe(false);
  });
});

describe('globsMayOverlap', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['src/**', 'src/a.ts'],
    ['src', 'src/deep/a.ts'],
    ['**/*.md', 'README.md'],
    ['src/**/*.ts', 'src/core/**'],
    ['**', 'x'],
    ['Src/A.ts', 'src/a.ts'],
    ['SRC/**', 'src/a.ts'],
    ['caf\u00e9/**', 'cafe\u0301/menu.md'],
  ])('%s and %s may', (one, other) => {
    expect(globsMayOverlap(one, other)).toBe(true);
    expect(globsMayOverlap(other, one)).toBe(true);
  });

  it.each([
    ['src/a.ts', 'src/b.ts'],
    ['src/**', 'test/**'],
    ['src/a', 'src/ab'],
    ['src/*.ts', 'README.md'],
  ])('%s and %s do not', (one, other) => {
    expect(globsMayOverlap(one, other)).toBe(false);
    expect(globsMayOverlap(other, one)).toBe(false);
  });
});
