import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where a user keeps what git is to do in all repositories. */
export interface GitUser {
  /** Absolute path. */
  readonly home: string;
  /** Variables by name, of which git reads some. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Whoever runs the editor. */
export function thisGitUser(): GitUser {
  return { home: homedir(), environment: process.env };
}

/**
 * The file of rules that a user has for all repositories: `core.excludesFile`, of which the repository's own word (`repositoryConfig`,
 * absolute path) counts most, or else git's usual place for it. Files that are included from others are not followed.
 */
export async function userExcludeFile(user: GitUser, repositoryConfig: string): Promise<string> {
  const { home, environment } = user;
  const { XDG_CONFIG_HOME: configured = '' } = environment;
  const ours = path.join(configured === '' ? path.join(home, '.config') : configured, 'git');
  const global = environment.GIT_CONFIG_GLOBAL;
  const files = global ? [global] : [path.join(ours, 'config'), path.join(home, '.gitconfig')];
  let named: string | undefined;
  for (const file of [...files, repositoryConfig]) named = excludesFileIn(await textAt(file)) ?? named;
  const placed = named?.replace(/^~(?=[\\/])/, home);
  // A relative one is relative to wherever git is started, and so is none here.
  return placed !== undefined && path.isAbsolute(placed) ? placed : path.join(ours, 'ignore');
}

/** `core.excludesFile` in the text of a configuration of git; the last one counts. */
function excludesFileIn(text: string): string | undefined {
  let section = '';
  let found: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*([^\]\s"]+)\s*\]/.exec(line)?.[1]?.toLowerCase() ?? (/^\s*\[/.test(line) ? '' : section);
    const [, quoted, plain] =
      /^(?:\s*\[[^\]]*\])?\s*excludesfile\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^#;]*))/i.exec(line) ?? [];
    if (section !== 'core' || (quoted === undefined && plain === undefined)) continue;
    found = quoted?.replace(/\\(["\\])/g, '$1') ?? plain?.trim();
  }
  return found === '' ? undefined : found;
}

async function textAt(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Most are not there. One that can't be read git can't read either.
    return '';
  }
}
