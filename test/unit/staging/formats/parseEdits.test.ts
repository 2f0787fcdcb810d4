import { describe, expect, test } from 'vitest';
import { edits, operations, refusal, refused, text } from './parsed';

const block = text('<<<<<<< SEARCH', 'a', '=======', 'b', '>>>>>>> REPLACE');
const patch = text('*** Begin Patch', '*** Update File: a.ts', '@@', ' x', '-a', '+b', '*** End Patch');
const diff = text('--- a/a.ts', '+++ b/a.ts', '@@ -1,2 +1,2 @@', ' x', '-a', '+b');
const written = (path: string, content: string): unknown => [{ type: 'write', path, text: content }];

describe('whole files', () => {
  test('a path above a fence names its text', () => {
    const source = text('Here:', '', '`src/a.ts`', '```ts', 'x', '', 'y', '```', '', 'b.ts', '```', '```');
    expect(edits(source)).toEqual({
      format: 'whole-file',
      operations: [
        { type: 'write', path: 'src/a.ts', text: 'x\n\ny\n' },
        { type: 'write', path: 'b.ts', text: '' },
      ],
    });
  });

  test.each(['ts src/a.ts', 'ts:src/a.ts', 'src/a.ts', 'ts title="src/a.ts"'])('a fence may name it: %s', (info) => {
    expect(operations(text(`\`\`\`${info}`, 'x', '```'))).toEqual(written('src/a.ts', 'x\n'));
  });

  test('one fence without a path is the file of the call', () => {
    expect(operations(text('Sure:', '```ts', 'x', '```', 'Done.'), 'a.ts')).toEqual(written('a.ts', 'x\n'));
    expect(refused(text('```ts', 'x', '```'))).toBe('no-path 1');
    expect(refused(text('```ts', 'x', '```', '```ts', 'y', '```'), 'a.ts')).toBe('malformed 4');
  });

  test('fences without a path are words beside files that have one', () => {
    const source = text('a.ts', '```ts', 'x', '```', 'Then run:', '```sh', 'npm test', '```');
    expect(operations(source)).toEqual(written('a.ts', 'x\n'));
  });

  test('blocks within a file are its text, by language, by length and by kind', () => {
    const inner = text('# A', '```sh', 'npm i', '```', 'end');
    expect(operations(text('a.md', '```md', inner, '```'))).toEqual(written('a.md', `${inner}\n`));
    const bare = text('# A', '```', 'npm i', '```');
    expect(operations(text('a.md', '````md', bare, '````'))).toEqual(written('a.md', `${bare}\n`));
    expect(operations(text('a.md', '~~~md', bare, '~~~'))).toEqual(written('a.md', `${bare}\n`));
  });

  test('a file whose own fences could end it is refused', () => {
    const failure = refusal(text('a.md', '```md', '# A', '```', 'npm i', '```', '```'));
    expect(failure).toMatchObject({ reason: 'malformed', line: 6 });
    expect(failure.message).toContain('longer fence');
  });

  test('an open fence is cut off', () => {
    expect(refused(text('a.ts', '```ts', 'x'))).toBe('truncated 2');
  });

  test('a fence that is set in takes its indentation off its lines', () => {
    expect(operations(text('- a.ts', '  ```ts', '  x', '    y', '  ```'))).toEqual(written('a.ts', 'x\n  y\n'));
  });

  test('a file that is a patch is no edit', () => {
    expect(operations(text('fix.patch', '```diff', diff, '```'))).toEqual(written('fix.patch', `${diff}\n`));
  });
});

describe('the outermost format wins', () => {
  test('a file with a diff in it is a file', () => {
    const inner = text('# Changes', '```diff', diff, '```');
    expect(operations(text('a.md', '```md', inner, '```'))).toEqual(written('a.md', `${inner}\n`));
    expect(operations(text('```md', inner, '```'), 'a.md')).toEqual(written('a.md', `${inner}\n`));
  });

  test('a patch that adds a file with a fenced diff is a patch', () => {
    const lines = ['```diff', ...diff.split('\n'), '```'].map((line) => `+${line}`);
    const source = text('```', '*** Begin Patch', '*** Add File: a.md', ...lines, '*** End Patch', '```');
    expect(edits(source)).toMatchObject({ format: 'patch', operations: [{ type: 'create', path: 'a.md' }] });
  });

  test('a diff that adds blocks is a diff', () => {
    const lines = [...block.split('\n'), ...patch.split('\n')].map((line) => `+${line}`);
    const source = text('--- /dev/null', '+++ b/a.md', `@@ -0,0 +1,${lines.length} @@`, ...lines);
    expect(edits(source)).toMatchObject({ format: 'unified-diff', operations: [{ type: 'create' }] });
  });

  test('an edit below other lines of its fence is refused, not written into the file', () => {
    expect(refused(text('```ts', '// a helper', block, '```'), 'a.ts')).toBe('malformed 3');
    expect(refused(text('a.ts', '```ts', '// a helper', patch, '```'))).toBe('malformed 4');
    expect(refused(text('```ts', '// a helper', block, '```', patch))).toBe('malformed 3');
  });

  test('a longer fence says that marks in it are text', () => {
    const inner = text('// test', block);
    expect(operations(text('a.test.ts', '````ts', inner, '````'))).toEqual(written('a.test.ts', `${inner}\n`));
  });

  test('edits of two formats in one text are refused', () => {
    expect(refused(text(patch, 'b.ts', block))).toBe('malformed 9');
    expect(refused(text('b.ts', '```', 'x', '```', patch))).toBe('malformed 5');
  });

  test('a fence that was closed but not opened hides nothing', () => {
    const source = text('a.ts', block, '```', 'b.ts', block, '```', 'c.ts', block);
    expect(operations(source).map(({ path }) => path)).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  test('a text without edits says so', () => {
    expect(refused('I can’t do that.', 'a.ts')).toBe('no-edits 1');
    expect(refused('')).toBe('no-edits 1');
  });
});

describe('what stands around an edit', () => {
  const formats = { block, patch, diff };
  const wrappings: Readonly<Record<string, (source: string) => string>> = {
    'a fence': (source) => text('```', source, '```'),
    'a fence with a language': (source) => text('~~~~text', source, '~~~~'),
    words: (source) => text('Here is the change.', '', source, '', 'It renames `a` to `b`: nothing else.'),
    'words and a fence': (source) => text('1. Change', '', '```', '', source, '```', '- Done.', '+ More.'),
    'another block of code': (source) => text('```sh', 'npm test', '```', source),
    'a heredoc': (source) => text("apply_patch <<'EOF'", source, 'EOF'),
    'a heredoc in a fence': (source) => text('```bash', 'apply_patch << EOF', source, 'EOF', '```'),
    'a shell and a heredoc': (source) => text("bash -lc \"cd x && apply_patch <<'PATCH'", source, 'PATCH"'),
    'a heredoc without a command': (source) => text('<<"EOF"', source, 'EOF', ''),
    'a JSON string': (source) => JSON.stringify(source),
    'a JSON string of one': (source) => JSON.stringify(JSON.stringify(source)),
    arguments: (source) => JSON.stringify({ path: 'a.ts', input: source }),
    'a command': (source) => JSON.stringify(['bash', '-lc', `apply_patch <<'EOF'\n${source}\nEOF\n`]),
    'a string that lost its quotes': (source) => JSON.stringify(source).slice(1, -1),
    'Windows line ends': (source) => `${source}\n`.replaceAll('\n', '\r\n'),
    'a byte order mark': (source) => `\uFEFF${source}`,
    'blank lines': (source) => `\n\n${source}\n\n`,
  };

  for (const [format, source] of Object.entries(formats))
    test.each(Object.entries(wrappings))(`changes nothing of a ${format}: %s`, (_, wrap) => {
      expect(edits(wrap(source), 'a.ts')).toEqual(edits(source, 'a.ts'));
    });

  test('is counted in the lines that a failure names', () => {
    expect(refused(text('Words', '```', '<<<<<<< SEARCH', 'a', '>>>>>>> REPLACE', '```'), 'a.ts')).toBe('malformed 3');
  });
});
