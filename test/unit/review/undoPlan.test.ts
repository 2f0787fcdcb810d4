import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planUndo, writesOf, type WrittenFile } from '../../../src/core/review/undoPlan';
import { anyFile, numbered, pathOf } from '../staging/texts';

const path = pathOf('file.ts');

/** Where taking back a write of one file comes to, from the text it has now. */
function undo(written: Omit<WrittenFile, 'path'>, present: string | null): ReturnType<typeof planUndo> {
  return planUndo([{ path, ...written }], new Map([[path, present]]));
}

describe('planUndo', () => {
  const before = numbered(1, 2, 3, 4, 5, 6, 7);
  const after = numbered(1, 'x', 3, 4, 5, 'y', 7);

  test('brings back the very text where nobody changed anything since', () => {
    const { files } = undo({ before, after }, after);
    expect(files).toEqual([{ path, present: after, restored: before, isExact: true }]);
    expect(writesOf(files)).toEqual([{ path, before: after, after: before }]);
  });

  test('keeps what the user changed since', () => {
    const { files, clashes } = undo({ before, after }, numbered(1, 'x', 3, 'mine', 5, 'y', 7));
    expect(clashes).toEqual([]);
    expect(files).toMatchObject([{ restored: numbered(1, 2, 3, 'mine', 5, 6, 7), isExact: false }]);
  });

  test('names the lines that the user changed as well, and restores nothing of that file', () => {
    const { files, clashes } = undo({ before, after }, numbered(1, 'mine', 3, 4, 5, 'y', 7));
    expect(files).toEqual([]);
    expect(clashes).toEqual([{ path, kind: 'lines', line: 2, base: 'x\n', ours: 'mine\n', theirs: '2\n' }]);
  });

  test('deletes what was created, and brings back what was deleted', () => {
    expect(undo({ before: null, after: 'new\n' }, 'new\n').files).toMatchObject([{ restored: null }]);
    expect(undo({ before: 'old\n', after: null }, null).files).toMatchObject([{ restored: 'old\n' }]);
  });

  test('never deletes a created file that the user went on with, nor writes over one made in the place of a deleted', () => {
    expect(undo({ before: null, after: 'new\n' }, 'new\nmine\n').clashes).toMatchObject([{ kind: 'modify-delete' }]);
    expect(undo({ before: 'old\n', after: null }, 'mine\n').clashes).toMatchObject([{ kind: 'both-created' }]);
  });

  test('leaves alone what is as it was before already', () => {
    for (const [was, is] of [
      [before, after],
      [null, 'new\n'],
      ['old\n', null],
    ] as const) {
      const { files, clashes } = undo({ before: was, after: is }, was);
      expect([writesOf(files), clashes]).toEqual([[], []]);
    }
  });

  test('does not take line ends that saving made for a change of the user', () => {
    const { files } = undo({ before: null, after: 'one\ntwo\n' }, 'one\r\ntwo\r\n');
    expect(files).toMatchObject([{ restored: null }]);
  });

  test('takes back whatever was written, when nothing came between', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (was, is) => {
        const { files, clashes } = undo({ before: was, after: is }, is);
        expect(clashes).toEqual([]);
        expect(files).toEqual([{ path, present: is, restored: was, isExact: true }]);
      }),
    );
  });

  test('keeps all that the user did where nothing was written', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (was, present) => {
        expect(undo({ before: was, after: was }, present).files).toMatchObject([{ restored: present }]);
      }),
    );
  });
});
