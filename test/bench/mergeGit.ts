import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Three versions of a text, and what their merge must come to where that is known. */
export interface Triple {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly truth?: string;
}

/** What git made of a triple; the text has markers in it where it conflicts. */
export interface GitMerge {
  readonly isClean: boolean;
  readonly text: string;
}

/**
 * Merges many triples with `git merge-tree` (the "ort" strategy, git 2.38 or newer): each is a file of one commit, so that all take
 * one merge. Texts are taken as UTF-8.
 */
export function mergeWithGit(triples: readonly Triple[]): readonly GitMerge[] {
  const folder = mkdtempSync(join(tmpdir(), 'lead-worker-git-'));
  try {
    git(folder, ['init', '--quiet', '--bare']);
    git(folder, ['fast-import', '--quiet', '--date-format=raw'], importStream(triples));
    const merged = git(
      folder,
      ['merge-tree', '--write-tree', '--name-only', '--no-messages', 'ours', 'theirs'],
      '',
      [0, 1],
    )
      .toString()
      .split('\n');
    const conflicted = new Set(merged.slice(1));
    const wanted = triples.map((_, index) => `${merged[0]}:${nameOf(index)}\n`).join('');
    const texts = readBatch(git(folder, ['cat-file', '--batch'], wanted));
    return texts.map((text, index) => ({ isClean: !conflicted.has(nameOf(index)), text }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function nameOf(index: number): string {
  return `d${Math.floor(index / 1000)}/f${index}`;
}

function importStream(triples: readonly Triple[]): Buffer {
  const parts: Buffer[] = [];
  const commit = (branch: string, mark: number, from: string, textOf: (triple: Triple) => string): void => {
    parts.push(
      Buffer.from(
        `commit refs/heads/${branch}\nmark :${mark}\ncommitter B <b@example.org> ${mark} +0000\ndata 0\n${from}`,
      ),
    );
    triples.forEach((triple, index) => {
      const text = Buffer.from(textOf(triple));
      parts.push(Buffer.from(`M 100644 inline ${nameOf(index)}\ndata ${text.length}\n`), text, Buffer.from('\n'));
    });
  };
  commit('base', 1, '', ({ base }) => base);
  commit('ours', 2, 'from :1\n', ({ ours }) => ours);
  commit('theirs', 3, 'from :1\n', ({ theirs }) => theirs);
  return Buffer.concat(parts);
}

function readBatch(output: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const size = Number(output.toString('utf8', at, end).split(' ')[2]);
    texts.push(output.toString('utf8', end + 1, end + 1 + size));
    at = end + size + 2;
  }
  return texts;
}

function git(
  folder: string,
  args: readonly string[],
  input: Buffer | string = '',
  codes: readonly number[] = [0],
): Buffer {
  const result = spawnSync('git', [...args], {
    cwd: folder,
    input,
    maxBuffer: 1 << 30,
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', HOME: folder },
  });
  if (result.status === null || !codes.includes(result.status)) {
    throw new Error(`git ${args[0]} failed: ${result.stderr.toString() || String(result.error)}`);
  }
  return result.stdout;
}
