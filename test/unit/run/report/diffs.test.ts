import { describe, expect, it } from 'vitest';
import { DiffRoom } from '../../../../src/core/run/report/diffs';
import { standInFor } from '../../../../src/core/staging/read/standIn';
import type { WorkspacePath } from '../../../../src/core/util/paths';

const path = 'src/a.txt' as WorkspacePath;
const from = 'src/b.txt' as WorkspacePath;
const lines = (count: number): string => Array.from({ length: count }, (_line, index) => `line ${index}\n`).join('');

describe('the diffs of a report', () => {
  it('show a change whole where there is room', () => {
    expect(new DiffRoom().of({ path, before: 'one\ntwo\n', after: 'one\nTWO\n' })).toEqual({
      text: '--- a/src/a.txt\n+++ b/src/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n',
      cut: 0,
    });
  });

  it('are cut where one is long, and say by how much', () => {
    const diff = new DiffRoom().of({ path, before: null, after: lines(1000) });
    expect(diff?.text.split('\n')).toHaveLength(301);
    expect(diff?.cut).toBe(1003 - 300);
  });

  it('have room in common', () => {
    const room = new DiffRoom();
    const diffs = Array.from({ length: 25 }, () => room.of({ path, before: null, after: lines(400) }));
    const shown = diffs.map((diff) => (diff?.text ?? '').split('\n').length - 1);
    expect(shown).toEqual([...Array.from({ length: 20 }, () => 300), 0, 0, 0, 0, 0]);
    expect(diffs.at(-1)).toEqual({ text: '', cut: 403 });
  });

  it('name what is no text, tell a move, and are none where nothing differs', () => {
    const room = new DiffRoom();
    const picture = standInFor({ why: 'binary', size: 1234, digest: 'ab'.repeat(32) });
    expect(room.of({ path, before: picture, after: null })?.text).toBe('-Not text: 1.2 kB, SHA-256 abababababab…\n');
    expect(room.of({ path, before: 'a\n', after: 'a\n', movedFrom: from })?.text).toContain('rename from src/b.txt');
    expect(room.of({ path, before: 'a\n', after: 'a\n' })).toBeNull();
  });
});
