import { describe, expect, it } from 'vitest';
import { fileNamed, moveTargetNamed, type FileNames } from '../../../src/core/agent/fileNamed';
import { readTools } from '../../../src/core/agent/readTools';
import { runTool } from '../../../src/core/agent/tool';
import { makePolicyRules, mayAccess } from '../../../src/core/authority/policy';
import { WorkspaceView } from '../../../src/core/staging/read/overlayView';
import { InsensitiveWorkspace } from '../../fakes/insensitiveWorkspace';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import { pathOf } from '../staging/texts';

const composed = 'src/caf\u00E9.ts';
const decomposed = 'src/cafe\u0301.ts';
const files = { 'README.md': 'read me\n', 'src/Index.ts': 'export {};\n', [decomposed]: '// coffee\n' };
const workspace = new InsensitiveWorkspace(files);

async function named(input: string, names: FileNames = { workspace }): Promise<string> {
  const file = await fileNamed(input, names);
  return file.ok ? file.value : `refused: ${file.error}`;
}

async function target(input: string, from: string): Promise<string> {
  const file = await moveTargetNamed(input, pathOf(from), { workspace });
  return file.ok ? file.value : `refused: ${file.error}`;
}

describe('the file that a model names', () => {
  it.each([
    ['SRC\\index.ts', 'src/Index.ts'],
    ['/users/me/workspace/src/index.ts', 'src/Index.ts'],
    ['file:///Users/me/Workspace/src/Index.ts', 'src/Index.ts'],
    [composed, decomposed],
    ['Src/New.ts', 'src/New.ts'],
    ['docs/new.md', 'docs/new.md'],
  ])('%j is %j where case does not count', async (input, path) => {
    expect(await named(input)).toBe(path);
  });

  it('is refused in words for the model where it lies outside', async () => {
    expect(await named('/etc/passwd')).toContain('refused: "/etc/passwd" is absolute');
    expect(await named('../x')).toContain('leads out of the workspace');
  });

  it('may be one that the agent made', async () => {
    expect(await named('LIB/New.ts', { workspace, made: [pathOf('lib/new.ts')] })).toBe('lib/new.ts');
  });

  it('is taken by its letters where case counts', async () => {
    expect(await named('readme.md', { workspace: new MemoryWorkspace(files) })).toBe('readme.md');
  });
});

describe('the target of a move', () => {
  it.each([
    ['readme.md', 'README.md', 'readme.md'],
    ['SRC/index.ts', 'src/Index.ts', 'src/index.ts'],
    [composed, decomposed, composed],
    ['readme.MD', 'src/Index.ts', 'README.md'],
    ['src/Index.ts', 'src/Index.ts', 'src/Index.ts'],
    ['SRC/other.ts', 'src/Index.ts', 'src/other.ts'],
  ])('%j, from %j, is %j', async (input, from, path) => {
    expect(await target(input, from)).toBe(path);
  });

  it('is refused as any other path is', async () => {
    expect(await target('../x', 'README.md')).toContain('leads out of the workspace');
  });
});

describe('the tools and the policy of an agent where case does not count', () => {
  const rules = makePolicyRules([], workspace);
  const tools = readTools(new WorkspaceView(workspace), { agent: { role: 'lead' }, rules });
  const call = (name: string, args: object): Promise<string> =>
    runTool(
      tools,
      { type: 'tool-call', callId: '1', name, arguments: JSON.stringify(args) },
      new AbortController().signal,
    );

  it('read one file under all its names', async () => {
    for (const path of ['readme.md', 'README.md', '/Users/me/Workspace/README.md']) {
      expect(await call('read', { path, fromLine: null, toLine: null }), path).toBe('read me\n');
    }
  });

  it('list and search by globs that stand absolutely', async () => {
    expect(await call('list', { glob: '/Users/me/Workspace/src/*.ts' })).toContain('src/Index.ts');
    expect(await call('search', { pattern: 'read', isRegex: false, glob: '/Users/me/Workspace' })).toContain(
      'README.md',
    );
    expect(await call('list', { glob: '../**' })).toContain('leads out of the workspace');
  });

  it('let a worker write what its scope names in another case or form', async () => {
    const agent = { role: 'worker', writeScope: ['SRC/**', 'readme.md'] } as const;
    for (const path of ['src/Index.ts', 'README.md', decomposed]) {
      expect(await mayAccess({ agent, rules }, 'write', pathOf(path)), path).toMatchObject({ ok: true });
    }
    expect(await mayAccess({ agent, rules }, 'write', pathOf('docs/a.md'))).toMatchObject({ ok: false });
  });
});
