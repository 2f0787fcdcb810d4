import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { existingSpelling, pathKey, samePath } from '../../../src/core/util/pathIdentity';
import { posixRules } from '../../../src/core/util/pathRules';
import { windowsRules } from '../../fakes/windowsRules';
import { pathOf } from '../staging/texts';
import { anyPathText } from './pathTexts';

const rules = fc.constantFrom(posixRules, windowsRules);
const composed = 'src/caf\u00E9.ts';
const decomposed = 'src/cafe\u0301.ts';

describe('a path as a key', () => {
  it.each([
    ['src/A.ts', 'src/a.ts', false, true],
    [composed, decomposed, true, true],
    ['src/CAF\u00C9.ts', decomposed, false, true],
    ['Σ', 'ς', false, true],
    ['STRASSE', 'straße', false, false],
    ['ẞ', 'ß', false, true],
    ['I', 'ı', false, false],
    ['İ', 'i', false, false],
    ['a/b', 'a-b', false, false],
  ])('of %j and %j: one where case counts %s, where not %s', (one, other, sensitive, insensitive) => {
    expect(samePath(one, other, posixRules)).toBe(sensitive);
    expect(samePath(one, other, windowsRules)).toBe(insensitive);
  });

  it('folds each character as Unicode does for regular expressions', () => {
    const bySimpleFolding = (one: string, other: string): boolean =>
      new RegExp(`^\\u{${one.codePointAt(0)!.toString(16)}}$`, 'iu').test(other);
    for (let code = 0; code < 0x1e944; code++) {
      const character = String.fromCodePoint(code);
      if (/\p{Surrogate}|\p{Cn}|\p{Co}/u.test(character) || character.normalize('NFD') !== character) continue;
      for (const other of new Set([character.toUpperCase(), character.toLowerCase()])) {
        if (Array.from(other).length > 1 || other === character || other.normalize('NFD') !== other) continue;
        expect(samePath(character, other, windowsRules), `${character} ${other}`).toBe(
          bySimpleFolding(character, other),
        );
      }
    }
  });

  it('tells files apart as an equivalence: itself, both ways, and through a third', () => {
    fc.assert(
      fc.property(anyPathText, anyPathText, anyPathText, rules, (one, other, third, by) => {
        expect(samePath(one, one, by)).toBe(true);
        expect(samePath(one, other, by)).toBe(samePath(other, one, by));
        if (samePath(one, other, by) && samePath(other, third, by)) expect(samePath(one, third, by)).toBe(true);
      }),
    );
  });

  it('is its own key, and that of every Unicode form', () => {
    fc.assert(
      fc.property(anyPathText, rules, (path, by) => {
        const key = pathKey(path, by);
        expect(pathKey(key, by)).toBe(key);
        expect(pathKey(path.normalize('NFC'), by)).toBe(key);
        expect(pathKey(path.normalize('NFD'), by)).toBe(key);
        expect(key.split('/').length).toBe(path.split('/').length);
      }),
    );
  });

  it('is one for two paths wherever it is one where case counts', () => {
    fc.assert(
      fc.property(anyPathText, anyPathText, (one, other) => {
        if (samePath(one, other, posixRules)) expect(samePath(one, other, windowsRules)).toBe(true);
      }),
    );
  });
});

describe('the existing spelling', () => {
  const spelled = (path: string, known: readonly string[], by = windowsRules): string =>
    existingSpelling(pathOf(path), known.map(pathOf), by);

  it('of a file is that of the disk, in case and Unicode form', () => {
    expect(spelled('SRC/app.ts', ['src/App.ts'])).toBe('src/App.ts');
    expect(spelled(composed, ['src/a.ts', decomposed], posixRules)).toBe(decomposed);
    expect(spelled(decomposed, [composed], posixRules)).toBe(composed);
    expect(spelled('SRC/app.ts', ['src/App.ts'], posixRules)).toBe('SRC/app.ts');
  });

  it('of a new file is that of the folders it goes to', () => {
    expect(spelled('SRC/Deep/new.ts', ['src/deep/old.ts', 'other.ts'])).toBe('src/deep/new.ts');
    expect(spelled('Src/New/a.ts', ['src/old.ts'])).toBe('src/New/a.ts');
    expect(spelled('Fresh/a.ts', ['src/old.ts'])).toBe('Fresh/a.ts');
  });

  it('is the exact one where that exists, and never a guess among several others', () => {
    expect(spelled('src/app.ts', ['src/App.ts', 'src/app.ts'])).toBe('src/app.ts');
    expect(spelled('src/APP.ts', ['src/App.ts', 'src/app.ts'])).toBe('src/APP.ts');
    expect(spelled('SRC/new.ts', ['src/a.ts', 'Src/b.ts'])).toBe('SRC/new.ts');
  });

  it('names the same file, and settles at once', () => {
    const path = fc.array(fc.constantFrom('a', 'A', 'b', 'é', 'e\u0301', 'É'), { minLength: 1, maxLength: 3 });
    const paths = path.map((segments) => segments.join('/'));
    fc.assert(
      fc.property(paths, fc.array(paths, { maxLength: 6 }), rules, (wanted, known, by) => {
        const found = spelled(wanted, known, by);
        expect(samePath(found, wanted, by)).toBe(true);
        expect(spelled(found, known, by)).toBe(found);
        if (known.includes(wanted)) expect(found).toBe(wanted);
      }),
    );
  });
});
