// Compares diff algorithms on real histories, to choose what merges are made with. No part of `npm run bench` or of the tests: it
// fetches fifteen versions of npm packages once (some 15 MB), and needs git 2.38 or newer and tar.
//   node esbuild.mjs --tests && node out/bench/mergeHistories.mjs [folder to keep the packages in]
// Prints three tables:
// 1. Time of a diff of every file that changed from one version to another, in all and for the slowest file.
// 2. Merges with known truth: the changes of a version dealt out to two sides, as each of the algorithms found them, so that none is
//    favoured. A merge is right, wrong (clean, but another text) or a conflict.
// 3. Merges of two lines of releases on a common older one, where only git's answer is there to compare with.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { mergeTexts } from '../../src/core/staging/write/merge';
import { splitLines } from '../../src/core/util/text';
import { runProgram } from '../testbed/lifetime';
import { say } from '../testbed/say';
import { algorithms, editsBy, mergeBy, speedOnly, type Algorithm } from './mergeAlgorithms';
import { mergeWithGit, type Triple } from './mergeGit';
import { splitChanges } from './mergeSplits';
import { fetchVersions, histories, sourcesOf } from './mergeVersions';

type Row = readonly (string | number)[];
type Merge = (triple: Triple) => string | undefined;

interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const mergers: readonly (readonly [string, Merge])[] = [
  ...Object.entries<Algorithm>(algorithms).map(
    ([name, algorithm]) => [name, (triple: Triple) => mergeBy(algorithm, triple)] as const,
  ),
  ['the product', ourMerge],
];

await runProgram(() => {
  const folder = process.argv[2] ?? join(tmpdir(), 'lead-worker-histories');
  say('Fetching what is not there yet ...');
  fetchVersions(folder);
  const read = histories.map(({ name, base, ours, theirs }) => ({
    name,
    base: sourcesOf(folder, name, base),
    sides: [ours, theirs].map((version) => ({ version, sources: sourcesOf(folder, name, version) })),
  }));

  const pairs = read.flatMap(({ name, base, sides }) =>
    sides.flatMap(({ version, sources }): readonly Pair[] =>
      [...base].flatMap(([path, before]) => {
        const after = sources.get(path);
        return after === undefined || after === before ? [] : [{ name: `${name} ${version} ${path}`, before, after }];
      }),
    ),
  );
  for (const { name } of histories) {
    say(`${name}: ${pairs.filter((pair) => pair.name.startsWith(`${name} `)).length} changed files`);
  }
  tell(`Diffs of ${pairs.length} files`, speeds(pairs));

  tell('Merges with known truth', merges(knownMerges(pairs)));

  const releases = read.flatMap(({ base, sides: [one, other] }) =>
    [...base].flatMap(([path, text]): readonly Triple[] => {
      const [ours, theirs] = [one?.sources.get(path), other?.sources.get(path)];
      if (ours === undefined || theirs === undefined || ours === text || theirs === text || ours === theirs) return [];
      return [{ base: text, ours, theirs }];
    }),
  );
  tell('Merges of parallel releases', merges(releases));
  return Promise.resolve(0);
});

function tell(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  for (const row of rows) console.log(`| ${row.map((cell) => cell.toLocaleString('en')).join(' | ')} |`);
}

function speeds(pairs: readonly Pair[]): readonly Row[] {
  const split = pairs.map(({ name, before, after }) => ({
    name,
    lines: [splitLines(before), splitLines(after)] as const,
  }));
  const rows = Object.entries<Algorithm>({ ...algorithms, ...speedOnly }).map(([name, algorithm]) => {
    for (const { lines } of split.slice(0, 100)) editsBy(algorithm, ...lines);
    const timed = split.map((file) => ({ name: file.name, ms: timeMs(() => editsBy(algorithm, ...file.lines)) }));
    const slowest = timed.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
    return [name, Math.round(timed.reduce((sum, { ms }) => sum + ms, 0)), Math.round(slowest.ms), slowest.name];
  });
  return [['algorithm', 'all, ms', 'slowest, ms', 'slowest file'], ...rows];
}

function knownMerges(pairs: readonly Pair[]): readonly Triple[] {
  const seen = new Set<string>();
  return pairs
    .flatMap(({ before, after }) =>
      Object.values<Algorithm>(algorithms).flatMap((algorithm) => splitChanges(algorithm, before, after)),
    )
    .filter(({ ours, theirs }) => !seen.has(ours + theirs) && seen.add(ours + theirs));
}

function merges(triples: readonly Triple[]): readonly Row[] {
  const git = mergeWithGit(triples).map(({ isClean, text }) => (isClean ? text : undefined));
  const rowOf = (name: string, texts: readonly (string | undefined)[], ms: number | string): Row => {
    const count = (holds: (text: string | undefined, index: number) => boolean): number => texts.filter(holds).length;
    return [
      name,
      triples.length,
      count((text, index) => text === git[index]),
      count((text, index) => text !== undefined && text === triples[index]?.truth),
      count(
        (text, index) => text !== undefined && triples[index]?.truth !== undefined && text !== triples[index].truth,
      ),
      count((text) => text === undefined),
      ms,
    ];
  };
  return [
    ['algorithm', 'merges', 'same as git', 'clean and right', 'clean but wrong', 'conflicts', 'ms'],
    ...mergers.map(([name, merge]) => {
      let texts: readonly (string | undefined)[] = [];
      const ms = timeMs(() => (texts = triples.map(merge)));
      return rowOf(name, texts, Math.round(ms));
    }),
    rowOf('git', git, '-'),
  ];
}

function ourMerge({ base, ours, theirs }: Triple): string | undefined {
  const merged = mergeTexts(base, ours, theirs);
  return merged.type === 'clean' ? merged.text : undefined;
}

function timeMs(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}
