import { describe, expect, test } from 'vitest';
import { integrate } from '../../../src/core/staging/write/integrate';
import { numbered, pathOf } from './texts';

const path = pathOf('a.ts');
const base = numbered(1, 2, 3, 4, 5);
const shown = (text: string | null): ReadonlyMap<typeof path, string | null> => new Map([[path, text]]);

describe('integrate', () => {
  test('takes a change of a file that nobody changed before as it is', () => {
    const after = numbered(1, 'x', 3, 4, 5);
    expect(integrate(new Map(), [{ path, before: base, after }])).toEqual({ ok: true, value: [{ path, text: after }] });
  });

  test('merges one that did not see what is shown now', () => {
    const after = numbered(1, 2, 3, 4, 'y');
    expect(integrate(shown(numbered(1, 'x', 3, 4, 5)), [{ path, before: base, after }])).toEqual({
      ok: true,
      value: [{ path, text: numbered(1, 'x', 3, 4, 'y') }],
    });
  });

  test('answers conflicts and no text when one file conflicts', () => {
    const other = pathOf('b.ts');
    const result = integrate(shown(numbered(1, 'x', 3, 4, 5)), [
      { path: other, before: null, after: 'new\n' },
      { path, before: base, after: numbered(1, 'y', 3, 4, 5) },
    ]);
    expect(result).toEqual({
      ok: false,
      error: [{ path, kind: 'lines', line: 2, base: '2\n', ours: 'x\n', theirs: 'y\n' }],
    });
  });

  test('answers no text for a change that is shown already', () => {
    const text = numbered(1, 'x', 3, 4, 5);
    expect(integrate(shown(text), [{ path, before: base, after: text }])).toEqual({ ok: true, value: [] });
  });

  test('sees two creations, and a deletion of what was modified, as conflicts', () => {
    expect(integrate(shown('a\n'), [{ path, before: null, after: 'b\n' }])).toMatchObject({
      error: [{ kind: 'both-created' }],
    });
    expect(integrate(shown('b\n'), [{ path, before: 'a\n', after: null }])).toMatchObject({
      error: [{ kind: 'modify-delete' }],
    });
  });
});
