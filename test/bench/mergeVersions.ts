import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A package's last release of an old line and the first of the next one, with the release that both began at. */
export interface History {
  readonly name: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Packages that ship their sources. Few, since a registry is no place to fetch data sets from. */
export const histories: readonly History[] = [
  { name: 'express', base: '4.17.1', ours: '4.19.2', theirs: '5.0.0' },
  { name: 'ws', base: '7.4.6', ours: '7.5.9', theirs: '8.0.0' },
  { name: 'eslint', base: '8.56.0', ours: '8.57.1', theirs: '9.0.0' },
  { name: 'webpack', base: '4.43.0', ours: '4.46.0', theirs: '5.0.0' },
  { name: 'lodash', base: '3.9.3', ours: '3.10.1', theirs: '4.0.0' },
];

/** The source texts of one version, by path. */
export type Sources = ReadonlyMap<string, string>;

const sourceName = /\.(?:[cm]?[jt]s|s?css|json|md)$/;
const largestBytes = 1_000_000;

/** Fetches what the folder does not hold yet, in one call of npm. */
export function fetchVersions(folder: string): void {
  const missing = histories
    .flatMap(({ name, base, ours, theirs }) => [base, ours, theirs].map((version) => ({ name, version })))
    .filter(({ name, version }) => !existsSync(placeOf(folder, name, version)));
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  run('npm', ['pack', '--silent', ...missing.map(({ name, version }) => `${name}@${version}`)], folder);
  for (const { name, version } of missing) {
    const place = placeOf(folder, name, version);
    mkdirSync(`${place}.part`, { recursive: true });
    run('tar', ['xzf', `${name}-${version}.tgz`, '-C', `${place}.part`, '--strip-components=1'], folder);
    renameSync(`${place}.part`, place);
  }
}

/** The sources of a version that was fetched. */
export function sourcesOf(folder: string, name: string, version: string): Sources {
  const place = placeOf(folder, name, version);
  const sources = new Map<string, string>();
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !sourceName.test(entry.name) || entry.name.includes('.min.')) continue;
    if (statSync(path).size > largestBytes) continue;
    const text = readFileSync(path, 'utf8');
    // What is no UTF-8 would not come back from git as it went in.
    if (!text.includes('\uFFFD') && !text.includes('\0')) sources.set(relative(place, path), text);
  }
  return sources;
}

function placeOf(folder: string, name: string, version: string): string {
  return join(folder, `${name}-${version}`);
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, [...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
