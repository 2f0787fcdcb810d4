import { describe, expect, it } from 'vitest';
import { WorkspaceView } from '../../../src/core/staging/read/overlayView';
import { Overlay } from '../../../src/core/staging/write/overlay';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import { pathOf } from '../staging/texts';
import { bench, textOf } from './harness';

const count = 80;
const files = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [`src/f${index}.ts`, `// marked\n// body ${index}\nlet a = 1;\n`]),
);
const change = { search: 'let a = 1;', replace: 'let a = 2;' };
const findAll = { pattern: 'marked', isRegex: false, limit: 1000 };

/** Numbers of the files whose text is reachable from a value, but for what lies behind the values excepted. */
function textsHeldBy(value: unknown, ...excepted: readonly unknown[]): readonly number[] {
  const seen = new Set<unknown>(excepted);
  const held = new Set<number>();
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') {
      for (const [, index] of next.matchAll(/body (\d+)/g)) held.add(Number(index));
    } else if (typeof next === 'object' && next !== null && !seen.has(next)) {
      seen.add(next);
      pending.push(...(Object.values(next) as unknown[]));
      if (next instanceof Map || next instanceof Set) for (const entry of next.entries()) pending.push(...entry);
    }
  }
  return [...held].sort((one, other) => one - other);
}

describe('texts of files are held', () => {
  it('by an overlay when the worker has looked at them, and not when it searched them', async () => {
    const signal = new AbortController().signal;
    const workspace = new MemoryWorkspace(files);
    const overlay = new Overlay(new WorkspaceView(workspace));
    const found = await overlay.search(findAll, signal);
    expect(found.ok && found.value.hits.length).toBe(count);
    await overlay.list({ limit: 1000 }, signal);
    expect(textsHeldBy(overlay, workspace)).toEqual([]);
    await overlay.read(pathOf('src/f3.ts'), signal);
    await overlay.apply([{ type: 'replace', unit: 'characters', path: pathOf('src/f7.ts'), blocks: [change] }], signal);
    expect(textsHeldBy(overlay, workspace)).toEqual([3, 7]);
  });

  it('by a run when they were changed, and not when they were read', async () => {
    const made = await bench({
      files,
      // The digest of the fake's tree is the whole tree.
      gates: [],
      tasks: [{ id: 'A', writeScope: ['src/f3.ts', 'src/f7.ts'] }],
      worker: (_task, turn) => {
        const call = (name: string, args: object) => ({ name, arguments: { ...args } as Record<string, string> });
        if (turn === 0) return { calls: [call('search', { pattern: 'marked', isRegex: false, glob: null })] };
        if (turn === 1) {
          const read = Object.keys(files).map((path) => call('read', { path, fromLine: null, toLine: null }));
          const edits = ['src/f3.ts', 'src/f7.ts'].map((path) => call('edit', { path, edits: [change] }));
          return { calls: [...read, ...edits] };
        }
        return { calls: [call('finish', { summary: 'Two of them.' })] };
      },
    });
    const { run, workspace, model, shadow, journal, events } = made;
    await run.plan();
    await run.approve();
    await made.until(({ phase }) => phase === 'review');
    expect(textsHeldBy(model.requests.map(textOf))).toHaveLength(count);
    expect(textsHeldBy(run, workspace, model, shadow, journal)).toEqual([3, 7]);
    expect(textsHeldBy(events)).toEqual([3, 7]);
  });
});
