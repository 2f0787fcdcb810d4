import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeShadowTree } from '../../src/adapters/node/shadow/nodeShadowTree';
import type { WorkspacePath } from '../../src/core/util/paths';
import { median, type Figure } from './figure';

const files = 20_000;
const filesPerFolder = 100;
const runs = 5;
const changedFile = 'src/f0/m0.ts' as WorkspacePath;

/** What the copies that gates run in cost: the first one is made whole, later ones in proportion to what changed. */
export async function shadow(): Promise<readonly Figure[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'lead-worker-shadow-'));
  try {
    const root = path.join(home, 'app');
    await makeFiles(root);
    const tree = new NodeShadowTree({
      folders: [{ name: 'app', root }],
      storage: path.join(home, 'storage'),
      slots: 1,
      ignored: () => Promise.resolve(false),
      unsaved: () => new Map(),
      logger: { trace: silent, info: silent, warn: silent, error: silent },
    });
    const first = await layMs(tree, 'first');
    const later: number[] = [];
    for (let run = 0; run < runs; run++) later.push(await layMs(tree, `change ${run}`));
    tree.dispose();
    return [
      {
        name: 'shadow-first-ms',
        what: `copy of ${files.toLocaleString('en')} files for the first gate, with one of them changed`,
        value: first,
        unit: 'ms',
      },
      { name: 'shadow-next-ms', what: '- for the next one, with another change', value: median(later), unit: 'ms' },
      { name: 'shadow-next-ratio', what: '- as a part of the first', value: median(later) / first, unit: 'ratio' },
    ];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function layMs(tree: NodeShadowTree, text: string): Promise<number> {
  const started = performance.now();
  const laid = await tree.lay(new Map([[changedFile, text]]), new AbortController().signal);
  const elapsed = performance.now() - started;
  if (!laid.ok) throw new Error(laid.error.message);
  laid.value.release();
  return elapsed;
}

async function makeFiles(root: string): Promise<void> {
  for (let folder = 0; folder < files / filesPerFolder; folder++) {
    const place = path.join(root, 'src', `f${folder}`);
    await mkdir(place, { recursive: true });
    const names = Array.from({ length: filesPerFolder }, (_, index) => path.join(place, `m${index}.ts`));
    await Promise.all(
      names.map((name) => writeFile(name, `export const name = ${JSON.stringify(name)};\n`.repeat(20))),
    );
  }
}

function silent(): void {
  // What a copy logs is of no use here.
}
