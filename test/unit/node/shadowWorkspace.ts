import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { NodeShadowTree, type ShadowTreeOptions } from '../../../src/adapters/node/shadow/nodeShadowTree';
import type { LaidTree, TreeChanges } from '../../../src/core/ports/shadowTree';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { temporaryFolder } from './temporaryFolder';

/** Files by path: a text, bytes, or a link to somewhere. */
export type Files = Readonly<Record<string, string | Buffer | { readonly linkTo: string }>>;

/** Writes files as if long ago, so that none is too fresh for its time to be trusted. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) {
      writeFileSync(file, content);
      utimesSync(file, 1_700_000_000, 1_700_000_000);
    } else symlinkSync(content.linkTo, file);
  }
}

/** A real workspace on disk with its shadow tree, and what the tree logged. */
export interface Shadowed {
  readonly root: string;
  readonly storage: string;
  readonly tree: NodeShadowTree;
  readonly log: string[];
  /** Documents to be unsaved; change it between uses. */
  readonly unsaved: Map<WorkspacePath, string>;
}

export function shadowed(files: Files, options: Partial<ShadowTreeOptions> = {}): Shadowed {
  const root = join(temporaryFolder(), 'workspace');
  mkdirSync(root);
  writeFiles(root, files);
  const storage = options.storage ?? join(temporaryFolder(), 'storage');
  const log: string[] = [];
  const unsaved = new Map<WorkspacePath, string>();
  const note = (line: string): void => void log.push(line);
  const tree = new NodeShadowTree({
    folders: [{ name: 'app', root }],
    storage,
    slots: 1,
    ignored: async () => false,
    unsaved: () => unsaved,
    logger: { trace: note, info: note, warn: note, error: note },
    ...options,
  });
  onTestFinished(() => tree.dispose());
  return { root, storage, tree, log, unsaved };
}

/** Changes as a record, for tests to be short. */
export const changes = (record: Readonly<Record<string, string | null>> = {}): TreeChanges =>
  new Map(Object.entries(record) as [WorkspacePath, string | null][]);

/** Lays and fails the test where that fails. */
export async function lay(
  tree: NodeShadowTree,
  record: Readonly<Record<string, string | null>> = {},
): Promise<LaidTree> {
  const laid = await tree.lay(changes(record), new AbortController().signal);
  if (!laid.ok) throw new Error(laid.error.message);
  return laid.value;
}

/** Runs a gate: a Node script in a folder. Answers what it printed. */
export function gate(cwd: string, code: string): string {
  return execFileSync(process.execPath, ['-e', code], { cwd, encoding: 'utf8' });
}

/** A folder as lines: path, kind and fingerprint of the content; links are not followed. */
export function picture(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) return [`${path} -> ${readlinkSync(join(root, path))}`];
      if (entry.isDirectory()) return [`${path}/`, ...picture(root, path)];
      const stats = lstatSync(join(root, path));
      return [
        `${path} ${createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex')} ${stats.mtimeMs}`,
      ];
    });
}

/** A file's text, or null where there is none. */
export function textOf(...path: string[]): string | null {
  const file = join(...path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** How many entries each use wrote, as the tree logged it. */
export function written(log: readonly string[]): number[] {
  return log.flatMap((line) => /wrote (\d+) entr/.exec(line)?.[1] ?? []).map(Number);
}
