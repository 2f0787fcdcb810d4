import { describe, expect, it } from 'vitest';

import { ServedTexts } from '../../../../src/ui/review/servedTexts';
import { at } from './fakeRun';

const path = at('a');

describe('what the editor was given', () => {
  it('gets a new time with every change, also when the clock stands still or goes back', () => {
    let now = 100;
    const texts = new ServedTexts(() => now);
    expect(texts.serve(path, 'one')).toBe(true);
    expect(texts.serve(path, 'one')).toBe(false);
    expect(texts.get(path)?.mtime).toBe(100);
    expect(texts.serve(path, 'two')).toBe(true);
    expect(texts.get(path)?.mtime).toBe(101);
    now = 50;
    texts.touch(path);
    expect(texts.get(path)).toEqual({ text: 'two', mtime: 102 });
  });

  it('is the base on which typed text meets what was merged meanwhile', () => {
    const texts = new ServedTexts(() => 0);
    texts.serve(path, 'a\nb\nc\n');
    expect(texts.reconcile(path, 'a\nb\nc\nmine\n', 'a\nb\nc\n')).toEqual({ ok: true, value: 'a\nb\nc\nmine\n' });
    expect(texts.reconcile(path, 'a\nb\nc\nmine\n', 'top\na\nb\nc\n')).toEqual({
      ok: true,
      value: 'top\na\nb\nc\nmine\n',
    });
    const clash = texts.reconcile(path, 'a\nmine\nc\n', 'a\ntheirs\nc\n');
    expect(clash.ok ? '' : clash.error.message).toContain('Copy what you typed');
  });
});
