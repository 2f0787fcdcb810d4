import { describe, expect, test } from 'vitest';
import { applyOperations, type Applied } from '../../../src/core/staging/write/applyOperations';
import type { EditOperation } from '../../../src/core/staging/write/formats/operation';
import type { ScriptLine } from '../../../src/core/staging/write/matching/script';
import { describeRefusal, type OperationFailure } from '../../../src/core/staging/write/operationFailure';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { pathOf } from './texts';

type Operation = EditOperation<WorkspacePath>;

const a = pathOf('a.ts');
const b = pathOf('b.ts');
const c = pathOf('c.ts');
const files: ReadonlyMap<WorkspacePath, string> = new Map([
  [a, 'one\ntwo\n'],
  [b, 'x\r\ny'],
]);
const textOf = (path: WorkspacePath): string | null => files.get(path) ?? null;

function applied(...operations: readonly Operation[]): Applied {
  const result = applyOperations(textOf, operations);
  if (!result.ok) throw new Error(describeRefusal(result.error));
  return result.value;
}

function refused(...operations: readonly Operation[]): readonly OperationFailure[] {
  const result = applyOperations(textOf, operations);
  if (result.ok) throw new Error('It was applied.');
  return result.error;
}

const texts = (...operations: readonly Operation[]): unknown => Object.fromEntries(applied(...operations).texts);

const replace = (path: WorkspacePath, search: string, replacement: string): Operation => ({
  type: 'replace',
  path,
  blocks: [{ search, replace: replacement }],
});
const create = (path: WorkspacePath, text: string): Operation => ({ type: 'create', path, text });
const write = (path: WorkspacePath, text: string): Operation => ({ type: 'write', path, text });
const remove = (path: WorkspacePath): Operation => ({ type: 'delete', path });
const move = (path: WorkspacePath, movedTo: WorkspacePath, ...script: readonly ScriptLine[]): Operation => ({
  type: 'patch',
  path,
  movedTo,
  hunks: script.length > 0 ? [{ script, anchors: [], atEnd: false }] : [],
});

describe('a call', () => {
  test('changes all of its files, or none: all refused ones are named', () => {
    expect(texts(replace(a, 'one', '1'), replace(b, 'x', 'X'))).toEqual({ [a]: '1\ntwo\n', [b]: 'X\r\ny' });
    const failures = refused(replace(a, 'one', '1'), replace(b, 'z', 'Z'), remove(c));
    expect(failures.map(({ path, reason }) => [path, reason])).toEqual([
      [b, 'blocks'],
      [c, 'not-found'],
    ]);
    expect(describeRefusal(failures)).toMatch(
      /^Nothing was changed: 2 files could not be edited as asked\.\nb\.ts:\nBlock 1: /,
    );
  });

  test('may edit a file several times, each time what is there by then', () => {
    expect(texts(replace(a, 'one', 'three'), replace(a, 'three', 'four'))).toEqual({ [a]: 'four\ntwo\n' });
  });

  test('is not told again what a refused edit of the same file would have made', () => {
    expect(refused(replace(a, 'nowhere', 'x'), replace(a, 'x', 'y'))).toHaveLength(1);
  });
});

describe('a create', () => {
  test('makes a file that is not there', () => {
    expect(texts(create(c, 'new\n'))).toEqual({ [c]: 'new\n' });
  });

  test('of a file that is there is refused, unless it has that text', () => {
    expect(refused(create(a, 'other\n'))).toMatchObject([{ path: a, reason: 'occupied' }]);
    expect(applied(create(b, 'x\ny')).outcomes).toMatchObject([{ type: 'unchanged' }]);
  });

  test('after a delete of the same file in the same call replaces it', () => {
    expect(texts(remove(a), create(a, 'new\n'))).toEqual({ [a]: 'new\n' });
  });

  test('is what an empty search means where there is no file', () => {
    expect(texts(replace(c, '', 'new'))).toEqual({ [c]: 'new\n' });
    expect(refused(replace(c, 'old', 'new'))).toMatchObject([{ reason: 'not-found' }]);
  });
});

describe('a whole file', () => {
  test('replaces what is there, with the line ends of that', () => {
    expect(texts(write(b, 'x\nz\n'))).toEqual({ [b]: 'x\r\nz\r\n' });
    expect(applied(write(c, 'new\n')).outcomes).toMatchObject([{ type: 'created' }]);
  });

  test('ends as the file did, where its format can’t say', () => {
    expect(texts({ type: 'write', path: b, text: 'x\nz\n', finalNewline: 'as-in-file' })).toEqual({ [b]: 'x\r\nz' });
    expect(texts({ type: 'write', path: a, text: 'x', finalNewline: 'as-in-file' })).toEqual({ [a]: 'x\n' });
  });

  test('keeps a byte order mark', () => {
    const marked = applyOperations(() => '\uFEFFold\n', [write(a, 'new\n')]);
    expect(marked.ok && marked.value.texts.get(a)).toBe('\uFEFFnew\n');
  });
});

describe('a delete', () => {
  test('takes away a file that is there', () => {
    expect(texts(remove(a))).toEqual({ [a]: null });
  });

  test('of a file that is not there is refused', () => {
    expect(refused(remove(c))).toMatchObject([{ path: c, reason: 'not-found' }]);
  });

  test('that says what it deletes is refused where that is not it', () => {
    expect(texts({ type: 'delete', path: b, text: 'x\ny\n' })).toEqual({ [b]: null });
    expect(refused({ type: 'delete', path: a, text: 'one\nthree\n' })).toMatchObject([{ reason: 'other-text' }]);
    expect(refused({ type: 'delete', path: a, text: 'one\ntwo\nthree\n' })[0]?.message).toContain('line 3');
  });

  test('and then an edit of the same file in the same call is refused', () => {
    const [failure] = refused(remove(a), replace(a, 'one', '1'));
    expect(failure).toMatchObject({ reason: 'gone' });
    expect(failure?.message).toContain('was deleted by this same call');
  });
});

describe('a move', () => {
  test('takes the text along, with what the same operation changes in it', () => {
    expect(applied(move(a, c))).toMatchObject({ moves: [{ from: a, to: c }], outcomes: [{ type: 'moved', from: a }] });
    expect(texts(move(a, c, { type: 'remove', line: 'two' }, { type: 'add', line: '2' }))).toEqual({
      [a]: null,
      [c]: 'one\n2\n',
    });
  });

  test('onto another file is refused, but not onto one that the same call has deleted', () => {
    expect(refused(move(a, b))).toMatchObject([{ path: b, reason: 'occupied' }]);
    expect(texts(remove(b), move(a, b))).toEqual({ [a]: null, [b]: 'one\ntwo\n' });
  });

  test('of a file that is not there is refused', () => {
    expect(refused(move(c, a))).toMatchObject([{ path: c, reason: 'not-found' }]);
  });

  test('to itself is none', () => {
    expect(applied(move(a, a))).toMatchObject({ moves: [], outcomes: [{ type: 'unchanged' }] });
  });

  test('of which only case differs is a move like any other', () => {
    expect(texts(move(a, pathOf('A.ts')))).toEqual({ [a]: null, 'A.ts': 'one\ntwo\n' });
  });

  test('and then an edit at the old place is refused, and at the new one is made', () => {
    const [failure] = refused(move(a, c), replace(a, 'one', '1'));
    expect(failure?.message).toContain('was moved to c.ts by this same call');
    expect(texts(move(a, c), replace(c, 'one', '1'))).toEqual({ [a]: null, [c]: '1\ntwo\n' });
  });

  test('can go on from where an earlier one went', () => {
    expect(applied(move(a, c), move(c, pathOf('d.ts'))).moves).toEqual([
      { from: a, to: c },
      { from: c, to: 'd.ts' },
    ]);
  });
});
