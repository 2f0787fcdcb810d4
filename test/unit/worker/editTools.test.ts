import { describe, expect, it } from 'vitest';
import { runTool } from '../../../src/core/agent/tool';
import { makePolicyRules } from '../../../src/core/authority/policy';
import type { EditFormat } from '../../../src/core/staging/write/formats/operation';
import { WorkspaceView } from '../../../src/core/staging/read/overlayView';
import { Overlay } from '../../../src/core/staging/write/overlay';
import { editTools } from '../../../src/core/worker/editTools';
import { editFormatFor } from '../../../src/core/worker/editFormat';
import { InsensitiveWorkspace } from '../../fakes/insensitiveWorkspace';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';

const { signal } = new AbortController();
const files = { 'src/a.ts': 'one\n  two\n', 'src/b.ts': 'x\n', 'docs/c.md': '# C\n' };

/** A worker whose scope is `src`, offered a format. */
async function workerWith(format: EditFormat, workspace = new MemoryWorkspace(files)): Promise<Worker> {
  const overlay = new Overlay(new WorkspaceView(workspace), (await workspace.place()).rules);
  const agent = { role: 'worker', writeScope: ['src/**'] } as const;
  const tools = editTools(format, overlay, { agent, rules: makePolicyRules([], workspace) });
  return {
    offered: tools.map(({ spec }) => spec.name),
    call: (name, args) =>
      runTool(tools, { type: 'tool-call', callId: '1', name, arguments: JSON.stringify(args) }, signal),
    changes: () =>
      overlay
        .changeSet((content) => content)
        .changes.map(
          ({ path, after, movedFrom }) => `${movedFrom ? `${movedFrom} → ` : ''}${path}: ${after ?? 'gone'}`,
        ),
  };
}

interface Worker {
  readonly offered: readonly string[];
  call(name: string, args: object): Promise<string>;
  changes(): readonly string[];
}

const patch = (...lines: readonly string[]): string => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

describe('the tools that a worker writes with', () => {
  it.each<[EditFormat, readonly string[]]>([
    ['search-replace', ['edit', 'write', 'delete', 'move']],
    ['patch', ['patch']],
    ['unified-diff', ['patch']],
    ['whole-file', ['write', 'delete', 'move']],
  ])('are those of the format that it is offered: %s', async (format, names) => {
    expect((await workerWith(format)).offered).toEqual(names);
  });

  it('read a patch in any of the formats, whichever was offered', async () => {
    for (const text of [
      patch('*** Update File: src/a.ts', '@@', '-one', '+1'),
      '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,9 +1,9 @@\n-one\n+1\n',
      'src/a.ts\n<<<<<<< SEARCH\none\n=======\n1\n>>>>>>> REPLACE\n',
      'The file:\n\nsrc/a.ts\n```ts\n1\n  two\n```\n',
    ]) {
      const worker = await workerWith('patch');
      expect(await worker.call('patch', { patch: text })).toMatch(/^(Changed|Replaced)/);
      expect(worker.changes()).toEqual(['src/a.ts: 1\n  two\n']);
    }
  });

  it('say what was found other than literally', async () => {
    const worker = await workerWith('search-replace');
    const edits = [{ search: 'two\n', replace: 'two\nthree\n' }];
    expect(await worker.call('edit', { path: 'src/a.ts', edits })).toBe('Changed src/a.ts (1 change).');
    const loose = [{ search: '    two\n    three\n', replace: '    2\n' }];
    expect(await worker.call('edit', { path: 'src/a.ts', edits: loose })).toContain('Error');
    const shifted = [{ search: 'one\n two\n', replace: 'x\n' }];
    expect(await worker.call('edit', { path: 'src/a.ts', edits: shifted })).toContain('Error');
    const trailing = [{ search: 'one  \n  two', replace: '1\n  2' }];
    expect(await worker.call('edit', { path: 'src/a.ts', edits: trailing })).toBe(
      'Changed src/a.ts (1 change). Change 1 was not quoted literally, but for white space at the end of lines.',
    );
  });

  it('do nothing of a call when one part of it is refused, and name all that are', async () => {
    const worker = await workerWith('patch');
    const answer = await worker.call('patch', {
      patch: patch(
        '*** Delete File: src/b.ts',
        '*** Update File: src/a.ts',
        '@@',
        '-three',
        '+3',
        '*** Delete File: src/z.ts',
      ),
    });
    expect(answer).toContain('Nothing was changed: 2 files could not be edited as asked.');
    expect(answer).toContain('src/a.ts:\nHunk 1: the text of the hunk is not in the file.');
    expect(answer).toContain('There is no file src/z.ts');
    expect(worker.changes()).toEqual([]);
  });

  it('say in which line a patch cannot be read', async () => {
    const worker = await workerWith('patch');
    const cut = ['*** Begin Patch', '*** Update File: src/a.ts', '@@', '-one'].join('\n');
    expect(await worker.call('patch', { patch: cut })).toMatch(/^Error: Nothing was changed: line \d of the patch: /);
  });

  it('ask for every path of a call before they write any', async () => {
    const worker = await workerWith('patch');
    for (const outside of [
      ['*** Update File: docs/c.md', '@@', '-# C', '+# D'],
      ['*** Update File: src/a.ts', '*** Move to: docs/a.ts'],
      ['*** Add File: ../evil.ts', '+1'],
    ]) {
      expect(await worker.call('patch', { patch: patch('*** Delete File: src/b.ts', ...outside) })).toMatch(/^Error: /);
    }
    expect(worker.changes()).toEqual([]);
  });

  it('move a file with what is changed in it', async () => {
    const worker = await workerWith('search-replace');
    expect(await worker.call('move', { from: 'src/a.ts', to: 'src/z.ts' })).toBe('Moved src/a.ts to src/z.ts.');
    await worker.call('write', { path: 'src/z.ts', content: 'new\n' });
    expect(worker.changes()).toEqual(['src/a.ts → src/z.ts: new\n']);
  });

  it('change the case of a name alone, where the disk takes both for one file', async () => {
    const worker = await workerWith('search-replace', new InsensitiveWorkspace(files));
    expect(await worker.call('move', { from: 'SRC/A.ts', to: 'src/A.ts' })).toBe('Moved src/a.ts to src/A.ts.');
    expect(await worker.call('delete', { path: 'src/B.TS' })).toBe('Deleted src/b.ts.');
    expect(worker.changes()).toEqual(['src/a.ts → src/A.ts: one\n  two\n', 'src/b.ts: gone']);
  });

  it('know a file that was made by the spelling that it was made in', async () => {
    const worker = await workerWith('search-replace', new InsensitiveWorkspace(files));
    await worker.call('write', { path: 'src/New.ts', content: '1\n' });
    await worker.call('write', { path: 'src/new.ts', content: '2\n' });
    expect(worker.changes()).toEqual(['src/New.ts: 2\n']);
  });
});

describe('the format a model does best', () => {
  it.each([
    ['gpt-4.1', 'patch'],
    ['gpt-4.1-mini-2025-04-14', 'patch'],
    ['openai/gpt-5.2-codex', 'patch'],
    ['codex-1', 'patch'],
    ['codex-mini-latest', 'patch'],
    ['o3', 'patch'],
    ['o4-mini', 'patch'],
    ['gpt-4o', 'search-replace'],
    ['gpt-4', 'search-replace'],
    ['claude-sonnet-4-5', 'search-replace'],
    ['qwen2.5-coder:7b', 'search-replace'],
    ['o30-local', 'search-replace'],
  ])('of %s is %s', (model, format) => {
    expect(editFormatFor('auto', model)).toBe(format);
    expect(editFormatFor('whole-file', model)).toBe('whole-file');
  });
});
