import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A desktop VS Code on this machine. */
export type InstalledDesktop = {
  readonly executable: string;
  /** As its own manifest says it; undefined when that was not found where it usually lies. */
  readonly version: string | undefined;
};

/** The executables of these places that are there and new enough, or of unknown version. `oldest`: `1.106.0`. */
export function installedEditors(executables: readonly string[], oldest: string): readonly InstalledDesktop[] {
  return executables
    .filter((executable) => existsSync(executable))
    .map((executable) => ({ executable, version: versionOf(executable) }))
    .filter(({ version }) => version === undefined || isAtLeast(version, oldest));
}

/** Whether a version (`1.107.2`, `1.108.0-insider`) is this one or a newer one. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [one, other] = [numbersIn(version), numbersIn(oldest)];
  for (const [index, wanted] of other.entries()) {
    const found = one[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}

function numbersIn(version: string): readonly number[] {
  return (/^[\d.]+/.exec(version)?.[0] ?? '').split('.').map(Number);
}

function versionOf(executable: string): string | undefined {
  const file = manifestsOf(executable).find((candidate) => existsSync(candidate));
  if (file === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown };
  return typeof version === 'string' ? version : undefined;
}

/** Where a desktop VS Code has its manifest: beside the executable, above it (macOS), or in a folder named for its build. */
function manifestsOf(executable: string): readonly string[] {
  const folder = path.dirname(executable);
  const builds = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
  return [
    path.join(folder, '../Resources/app/package.json'),
    ...[folder, ...builds].map((place) => path.join(place, 'resources/app/package.json')),
  ];
}
