import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileWrite } from '../../../src/core/ports/applier';
import { planUndo, type RestoredFile, type WrittenFile } from '../../../src/core/review/undoPlan';
import { anyFile, numbered, pathOf } from '../staging/texts';

const path = pathOf('file.ts');

/** Where taking back a write of one file comes to, from the text it has now. */
function undo(written: Omit<WrittenFile, 'path'>, present: string | null): ReturnType<typeof planUndo> {
  return planUndo([{ path, ...written }], new Map([[path, present]]));
}

function writesOf(files: readonly RestoredFile[]): readonly FileWrite[] {
  return files.flatMap(({ write }) => (write ? [write] : []));
}

describe('planUndo', () => {
  const before = numbered(1, 2, 3, 4, 5, 6, 7);
  const after = numbered(1, 'x', 3, 4, 5, 'y', 7);

  test('brings back the very text where nobody changed anything since', () => {
    const { files } = undo({ before, after }, after);
    expect(files).toMatchObject([{ path, present: after, restored: before, isExact: true }]);
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

  describe('of a file that was moved', () => {
    const movedFrom = pathOf('old.ts');
    const moved = { path, movedFrom, before, after };
    const plan = (there: string | null, back: string | null): ReturnType<typeof planUndo> =>
      planUndo(
        [moved],
        new Map([
          [path, there],
          [movedFrom, back],
        ]),
      );

    test('moves it back, with what the user changed since', () => {
      const present = after.replace('4', 'mine');
      expect(writesOf(plan(present, null).files)).toEqual([
        { path: movedFrom, movedFrom: path, before: present, after: before.replace('4', 'mine') },
      ]);
    });

    test('leaves its place alone where it never left it, or is back', () => {
      expect(writesOf(plan(null, before).files)).toEqual([]);
      expect(writesOf(plan(null, after).files)).toEqual([{ path: movedFrom, before: after, after: before }]);
    });

    test('clashes where it is gone, and where the user went on in its new place with the same lines', () => {
      expect(plan(null, null).clashes).toMatchObject([{ path, kind: 'modify-delete' }]);
      expect(plan(after.replace('x', 'mine'), null).clashes).toMatchObject([{ path, line: 2 }]);
    });
  });

  test('takes back whatever was written, when nothing came between', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (was, is) => {
        const { files, clashes } = undo({ before: was, after: is }, is);
        expect(clashes).toEqual([]);
        expect(files).toMatchObject([{ path, present: is, restored: was, isExact: true }]);
        expect(writesOf(files)).toEqual(was === is ? [] : [{ path, before: is, after: was }]);
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
