import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { userExcludeFile } from '../../../../src/adapters/vscode/gitSettings';
import { temporaryFolder } from '../../node/temporaryFolder';

function homeWith(files: Readonly<Record<string, string>>): string {
  const home = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  return home;
}

const repository = 'repo/.git/config';
const asked = (home: string, environment: Readonly<Record<string, string>> = {}): Promise<string> =>
  userExcludeFile({ home, environment }, join(home, repository));

/** What git itself makes of the same files. */
function gitSays(home: string): string {
  mkdirSync(join(home, 'repo'), { recursive: true });
  const said = execFileSync('git', ['config', '--file', join(home, '.gitconfig'), '--path', 'core.excludesFile'], {
    encoding: 'utf8',
    env: { ...process.env, HOME: home },
  });
  return said.trim();
}

describe('a user’s own exclude file', () => {
  it.each([
    '[core]\n\texcludesFile = ~/own-ignore\n',
    '[user]\n\tname = X\n[CORE]\n  excludesfile = "~/my ignore" # a comment\n',
    '[core] excludesFile = ~/one\n[core]\nexcludesfile=~/two ; the last one\n',
    '[core "sub"]\n\texcludesFile = ~/not-this\n[core]\n\texcludesFile = ~/this\n',
  ])('is the one that git takes: %j', async (text) => {
    const home = homeWith({ '.gitconfig': text });
    expect(await asked(home)).toBe(gitSays(home));
  });

  it('is named by the nearest configuration, and else lies where git looks for it', async () => {
    const home = homeWith({});
    expect(await asked(home)).toBe(join(home, '.config/git/ignore'));
    expect(await asked(home, { XDG_CONFIG_HOME: join(home, 'xdg') })).toBe(join(home, 'xdg/git/ignore'));
    const named = (name: string): string => `[core]\n\texcludesFile = ~/${name}\n`;
    const all = homeWith({
      '.config/git/config': named('first'),
      '.gitconfig': named('second'),
      [repository]: named('third'),
      other: named('fourth'),
    });
    expect(await asked(all)).toBe(join(all, 'third'));
    const without = homeWith({ '.config/git/config': named('first'), '.gitconfig': named('second') });
    expect(await asked(without)).toBe(join(without, 'second'));
    writeFileSync(join(without, 'other'), named('fourth'));
    expect(await asked(without, { GIT_CONFIG_GLOBAL: join(without, 'other') })).toBe(join(without, 'fourth'));
  });

  it('is git’s usual one where what is named is relative or nothing', async () => {
    const home = homeWith({ '.gitconfig': '[core]\n\texcludesFile = relative/ignore\n' });
    expect(await asked(home)).toBe(join(home, '.config/git/ignore'));
    const empty = homeWith({ '.gitconfig': '[core]\n\texcludesFile =\n[other]\n\texcludesFile = ~/x\n' });
    expect(await asked(empty)).toBe(join(empty, '.config/git/ignore'));
  });
});
