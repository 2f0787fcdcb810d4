import { describe, expect, test } from 'vitest';
import { attribute } from '../../../src/core/staging/read/attribution';
import type { Proposal, ProposalFile } from '../../../src/core/staging/read/proposal';
import { integrate } from '../../../src/core/staging/write/integrate';
import { byTask } from '../review/proposals';
import { numbered, pathOf } from './texts';

const path = pathOf('a.ts');
const base = numbered(1, 2, 3, 4, 5);

function proposalOf(...files: readonly ProposalFile[]): Proposal {
  return new Map(files.map((file) => [file.path, file]));
}

describe('integrate', () => {
  test('takes a first change as it is, with the text its author saw as base', () => {
    const after = numbered(1, 'x', 3, 4, 5);
    expect(integrate(new Map(), [{ path, before: base, after }], byTask('T1'))).toEqual({
      ok: true,
      value: [{ path, base, text: after, steps: [{ author: byTask('T1'), text: after }] }],
    });
  });

  test('merges a second one that did not see the first, and knows who made which line', () => {
    const first = integrate(new Map(), [{ path, before: base, after: numbered(1, 'x', 3, 4, 5) }], byTask('T1'));
    if (!first.ok) throw new Error('The first change must integrate.');
    const second = integrate(
      proposalOf(...first.value),
      [{ path, before: base, after: numbered(1, 2, 3, 4, 'y') }],
      byTask('T2'),
    );
    if (!second.ok) throw new Error('The second change must integrate.');
    const [file] = second.value;
    expect(file?.text).toBe(numbered(1, 'x', 3, 4, 'y'));
    expect(file?.base).toBe(base);
    expect(attribute(file!)).toEqual({
      lines: [null, byTask('T1'), null, null, byTask('T2')],
      removed: [null, byTask('T1'), null, null, byTask('T2')],
    });
  });

  test('answers conflicts and no file when one file conflicts', () => {
    const proposal = proposalOf({ path, base, text: numbered(1, 'x', 3, 4, 5), steps: [] });
    const other = pathOf('b.ts');
    const result = integrate(
      proposal,
      [
        { path: other, before: null, after: 'new\n' },
        { path, before: base, after: numbered(1, 'y', 3, 4, 5) },
      ],
      byTask('T2'),
    );
    expect(result).toEqual({
      ok: false,
      error: [{ path, kind: 'lines', line: 2, base: '2\n', ours: 'x\n', theirs: 'y\n' }],
    });
  });

  test('answers no file for a change the proposal already holds', () => {
    const text = numbered(1, 'x', 3, 4, 5);
    const proposal = proposalOf({ path, base, text, steps: [{ author: byTask('T1'), text }] });
    expect(integrate(proposal, [{ path, before: base, after: text }], byTask('T2'))).toEqual({ ok: true, value: [] });
  });

  test('sees two creations, and a deletion of what was modified, as conflicts', () => {
    const created = proposalOf({ path, base: null, text: 'a\n', steps: [] });
    expect(integrate(created, [{ path, before: null, after: 'b\n' }], byTask('T2'))).toMatchObject({
      error: [{ kind: 'both-created' }],
    });
    const modified = proposalOf({ path, base: 'a\n', text: 'b\n', steps: [] });
    expect(integrate(modified, [{ path, before: 'a\n', after: null }], byTask('T2'))).toMatchObject({
      error: [{ kind: 'modify-delete' }],
    });
  });
});
