import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EditOperation } from '../../../../src/core/staging/write/formats/operation';
import type { TextBlock } from '../../../../src/core/staging/write/matching/blockSearch';
import type { PatchHunk } from '../../../../src/core/staging/write/matching/patchHunk';
import type { ScriptLine } from '../../../../src/core/staging/write/matching/script';
import { splitLines } from '../../../../src/core/util/text';
import { uniformText } from '../texts';
import { drawn, edits, operations, text } from './parsed';

/** Code, and what reads like marks of each format. */
const line = fc.constantFrom(
  'a',
  '  b',
  '\tc',
  '}',
  '# d',
  '```',
  '```ts',
  '-- e',
  '++ f',
  '*** End Patch',
  '*** Begin Patch',
  '<<<<<<< SEARCH',
  '>>>>>>> REPLACE',
  '=======',
  '@@ -1 +1 @@',
  '\\=======x',
  ':start_line:4',
  'diff --git a/x b/x',
);
const path = fc.constantFrom('a.ts', 'src/b.ts', 'src/my file.md', 'Makefile');
const lines = fc.array(fc.oneof({ weight: 6, arbitrary: line }, fc.constant('')), { maxLength: 6 });
const filled = (all: readonly string[]): boolean => all.some((one) => one.trim() !== '');

/** What may stand around an edit and says nothing. */
const wrapping = fc.constantFrom<(source: string) => string>(
  (source) => source,
  (source) => text('Here is the change:', '', source, '', 'That is all.'),
  (source) => text('`````', source, '`````'),
  (source) => text('Words.', '~~~~~text', source, '~~~~~', 'More words.'),
  (source) => text("apply_patch <<'LAST_LINE'", source, 'LAST_LINE'),
  (source) => JSON.stringify(source),
  (source) => source.replaceAll('\n', '\r\n'),
);

describe('edits that are written and read', () => {
  const escape = (one: string): string =>
    /^\s*(?:[<>]{5,9}|={5,9}\s*$|:(?:start|end)_line:)/.test(one) ? `\\${one}` : one;
  const blockText = fc.uniqueArray(line, { maxLength: 5 }).map((all) => all.filter((one) => !one.startsWith('\\=')));
  const oneBlock: fc.Arbitrary<TextBlock> = fc.record({
    search: blockText.map((all) => text(...all)),
    replace: blockText.map((all) => text(...all)),
  });

  test('are the same in blocks', () => {
    const render = ({ search, replace }: TextBlock): readonly string[] => [
      '<<<<<<< SEARCH',
      ...(search === '' ? [] : search.split('\n').map(escape)),
      '=======',
      ...(replace === '' ? [] : replace.split('\n').map(escape)),
      '>>>>>>> REPLACE',
    ];
    const files = fc.uniqueArray(fc.tuple(path, fc.array(oneBlock, { minLength: 1, maxLength: 3 })), {
      minLength: 1,
      maxLength: 3,
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(files, wrapping, (given, wrap) => {
        const source = text(...given.flatMap(([name, all]) => [name, ...all.flatMap(render), '']));
        expect(edits(wrap(source))).toEqual({
          format: 'search-replace',
          operations: given.map(([name, blocks]) => ({ type: 'replace', path: name, blocks })),
        });
      }),
    );
  });

  const scriptLine: fc.Arbitrary<ScriptLine> = fc.record({
    type: fc.constantFrom<ScriptLine['type']>('keep', 'remove', 'add'),
    line,
  });
  const script = fc.array(scriptLine, { minLength: 1, maxLength: 6 });
  const withAlternate = (hunk: PatchHunk): PatchHunk => {
    const differs = hunk.script.some(({ type }) => type === 'keep');
    const alternate = hunk.script.map((one) => (one.type === 'keep' ? { ...one, line: ` ${one.line}` } : one));
    return differs ? { ...hunk, alternate } : hunk;
  };
  const hunk: fc.Arbitrary<PatchHunk> = fc
    .record({
      script,
      anchors: fc.array(fc.constantFrom('class A', '  def b():'), { maxLength: 2 }),
      atEnd: fc.boolean(),
    })
    .map(withAlternate);

  test('are the same in patches', () => {
    const operation: fc.Arbitrary<EditOperation> = fc.oneof(
      fc.record({ type: fc.constant('delete' as const), path }),
      fc.record({
        type: fc.constant('create' as const),
        path,
        text: lines.filter(filled).map((all) => text(...all.slice(0, -1), 'end', '')),
      }),
      fc
        .tuple(path, fc.option(path, { nil: undefined }), fc.array(hunk, { minLength: 1, maxLength: 3 }))
        .map(([name, movedTo, hunks]): EditOperation => ({
          type: 'patch',
          path: name,
          ...(movedTo === undefined ? {} : { movedTo }),
          hunks,
        })),
    );
    const render = (one: EditOperation): readonly string[] => {
      if (one.type === 'delete') return [`*** Delete File: ${one.path}`];
      if (one.type === 'create')
        return [
          `*** Add File: ${one.path}`,
          ...one.text
            .split('\n')
            .slice(0, -1)
            .map((added) => `+${added}`),
        ];
      if (one.type !== 'patch') return [];
      return [
        `*** Update File: ${one.path}`,
        ...(one.movedTo === undefined ? [] : [`*** Move to: ${one.movedTo}`]),
        ...one.hunks.flatMap((each) => [
          ...(each.anchors.length === 0 ? ['@@'] : each.anchors.map((anchor) => `@@ ${anchor}`)),
          ...drawn(each.script),
          ...(each.atEnd ? ['*** End of File'] : []),
        ]),
      ];
    };
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), wrapping, (given, wrap) => {
        const source = text('*** Begin Patch', ...given.flatMap(render), '*** End Patch');
        expect(edits(wrap(source))).toEqual({ format: 'patch', operations: given });
      }),
    );
  });

  test('are the same in whole files', () => {
    // What comes first in a fence decides what it holds.
    const content = lines.map((all) => text('first', ...all, ''));
    const file = fc.record({ type: fc.constant('write' as const), path, text: content });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 3 }), (given) => {
        const source = text(
          'Words.',
          ...given.flatMap((one) => ['', one.path, '````', ...one.text.split('\n').slice(0, -1), '````']),
        );
        expect(edits(source)).toEqual({ format: 'whole-file', operations: given });
      }),
    );
  });

  test('are in a unified diff what the tool that wrote it meant', () => {
    const nearMarks = fc.array(line, { maxLength: 12 }).map((all) => all.map((one) => `${one}\n`).join(''));
    const file = fc.oneof(uniformText, nearMarks);
    fc.assert(
      fc.property(file, file, fc.integer({ min: 0, max: 3 }), wrapping, (given, changed, context, wrap) => {
        const before = given.replaceAll('\r\n', '\n');
        const after = changed.replaceAll('\r\n', '\n');
        fc.pre(before !== after);
        const source = createTwoFilesPatch('a/x.ts', 'b/x.ts', before, after, undefined, undefined, { context });
        const [operation] = operations(wrap(source.replace(/^=+\n/, '').replace(/\n$/, '')));
        if (operation?.type !== 'patch') expect.unreachable('not a patch');
        expect(carriedOut(before, operation.hunks)).toBe(after);
      }),
      { numRuns: 400 },
    );
  });
});

/** What hunks make of a text when every number in them is right. */
function carriedOut(before: string, hunks: readonly PatchHunk[]): string {
  const rows = splitLines(before).map((row) => row.replace(/\n$/, ''));
  const result: string[] = [];
  let at = 0;
  for (const { line: start, script } of hunks) {
    while (at < (start ?? 1) - 1) result.push(rows[at++] ?? '');
    for (const one of script) {
      if (one.type !== 'add') expect(rows[at++]).toBe(one.line);
      if (one.type !== 'remove') result.push(one.line);
    }
  }
  result.push(...rows.slice(at));
  const ended = hunks.findLast(({ finalNewline }) => finalNewline !== undefined)?.finalNewline;
  return result.join('\n') + (result.length > 0 && (ended ?? (before === '' || before.endsWith('\n'))) ? '\n' : '');
}
