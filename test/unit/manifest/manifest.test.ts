import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { commands, comments, contextKeys, schemes, settings, views } from '../../../src/ui/catalogue';
import { brokenEntries, collidingKeys, differences, proposedParts, unguardedSettings, unknownKeys } from './checks';
import { inRepository, readManifest, type Manifest } from './manifest';
import { keysOf } from './whenClause';

const manifest = readManifest();
const { contributes } = manifest;

/** The manifest with some contributions replaced: a deliberate mistake. */
function spoiled(parts: Partial<Manifest['contributes']>): Manifest {
  return { ...manifest, contributes: { ...contributes, ...parts } };
}

describe('the manifest and the catalogue', () => {
  const declaredCommands = contributes.commands.map((command) => command.command);
  const declaredSettings = Object.keys(contributes.configuration.properties);

  it('name the same commands', () => {
    expect(differences('command', declaredCommands, Object.values(commands))).toEqual([]);
  });

  it('name the same settings', () => {
    expect(differences('setting', declaredSettings, Object.values(settings))).toEqual([]);
  });

  it('name the same views', () => {
    const declared = [...contributes.viewsContainers.activitybar, ...Object.values(contributes.views).flat()].map(
      ({ id }) => id,
    );
    expect(differences('view', declared, Object.values(views))).toEqual([]);
  });

  it('differ when a command is forgotten on either side, or declared twice', () => {
    expect(differences('command', ['a', 'b', 'b'], ['b', 'c'])).toEqual([
      'command a is declared but not in the catalogue',
      'command c is in the catalogue but not declared',
      'command b is declared twice',
    ]);
  });

  it('use the same scheme to activate, in menus and for comments', () => {
    expect(manifest.activationEvents).toEqual(
      [schemes.proposal, schemes.conflict].map((scheme) => `onFileSystem:${scheme}`),
    );
    const values = Object.values(contributes.menus)
      .flat()
      .flatMap(({ when }) => keysOf(when ?? 'true'));
    const valuesOf = (key: string): ReadonlySet<string> =>
      new Set(values.filter((use) => use.key === key).map((use) => use.value));
    expect(valuesOf('resourceScheme')).toEqual(new Set([schemes.proposal, schemes.record, schemes.conflict]));
    expect(valuesOf('commentController')).toEqual(new Set([comments.controller]));
    expect(valuesOf('commentThread')).toEqual(new Set([comments.hunkThread]));
    expect(valuesOf('view')).toEqual(new Set([views.plan]));
  });
});

describe('a command', () => {
  it('has a title and our category, so that the palette groups them', () => {
    for (const command of contributes.commands) {
      expect(command.title, command.command).not.toBe('');
      expect(command.category, command.command).toBe('Lead/Worker');
    }
  });

  it('that needs a row or a run is not offered by the palette without one', () => {
    const always = [
      'plan',
      'setUp',
      'selectModels',
      'checkSetUp',
      'configureGates',
      'showLog',
      'deleteAllData',
      'openDemo',
    ].map((id) => `leadWorker.${id}`);
    const guarded = new Set((contributes.menus.commandPalette ?? []).map((entry) => entry.command));
    expect(contributes.commands.map(({ command }) => command).filter((id) => !guarded.has(id))).toEqual(always);
  });
});

describe('stable API', () => {
  it('is all the manifest uses', () => {
    expect(proposedParts(manifest)).toEqual([]);
  });

  it('is left by a proposed menu and by an enabled proposal', () => {
    const wrong = { ...spoiled({ menus: { 'diffEditor/gutter/hunk': [] } }), enabledApiProposals: ['documentDiff'] };
    expect(proposedParts(wrong)).toEqual([
      'menu diffEditor/gutter/hunk is not stable',
      'proposal documentDiff is enabled',
    ]);
  });
});

describe('when clauses', () => {
  it('use keys that exist', () => {
    expect(unknownKeys(manifest, Object.values(contextKeys))).toEqual([]);
  });

  it('with a misspelt key are caught, in menus, keys and welcome texts', () => {
    const entry = { command: 'leadWorker.stop', when: 'view == x && (!leadWorker.canSotp || isWorkspaceTrusted)' };
    const wrongs = [
      spoiled({ menus: { 'view/title': [entry] } }),
      spoiled({ keybindings: [{ ...entry, key: 'a' }] }),
      spoiled({ viewsWelcome: [{ view: 'x', when: entry.when, contents: '' }] }),
    ];
    for (const wrong of wrongs)
      expect(unknownKeys(wrong, Object.values(contextKeys)).join()).toContain('leadWorker.canSotp');
  });

  it('that cannot be read fail instead of passing', () => {
    expect(() => keysOf('a ~~ b')).toThrow('not understood');
    expect(keysOf("viewItem =~ /\\btask\\b/ && !x || y == 'z'").map(({ key }) => key)).toEqual(['viewItem', 'x', 'y']);
  });
});

describe('menus, keys and welcome texts', () => {
  it('call commands that exist, and buttons have icons', () => {
    expect(brokenEntries(manifest)).toEqual([]);
  });

  it('that call a command nobody declares, or lack an icon, are caught', () => {
    const wrong = spoiled({
      menus: { 'view/title': [{ command: 'leadWorker.finding.drop', group: 'navigation@1' }] },
      viewsWelcome: [{ view: 'x', contents: '[Go](command:leadWorker.gone)' }],
      keybindings: [{ command: 'leadWorker.away', key: 'a' }],
    });
    expect(brokenEntries(wrong)).toEqual([
      'leadWorker.away is called but not declared',
      'leadWorker.gone is called but not declared',
      'leadWorker.finding.drop is a button without an icon',
    ]);
  });

  it('give each key to one command', () => {
    expect(collidingKeys(manifest)).toEqual([]);
    const twice = spoiled({
      keybindings: [
        { command: 'a', key: 'k', when: 'x' },
        { command: 'b', key: 'k', when: 'x' },
      ],
    });
    expect(collidingKeys(twice)).toEqual(['b and a both want k when x']);
  });

  it('bind keys on every platform and never without a condition', () => {
    for (const { command, key, mac, when } of contributes.keybindings) {
      expect(when, command).toBeTruthy();
      if (key?.includes('ctrl')) expect(mac, command).toBe(key.replaceAll('ctrl', 'cmd'));
    }
  });
});

describe('settings', () => {
  it('that name something to run or to talk to cannot come from a repository unseen', () => {
    expect(unguardedSettings(manifest)).toEqual([]);
  });

  it('without that guard are caught, at the top and inside of a list', () => {
    const properties = {
      'leadWorker.proxy': { scope: 'window' },
      'leadWorker.tools': { items: { properties: { command: {} } } },
      'leadWorker.server.url': { scope: 'machine' },
    };
    expect(unguardedSettings(spoiled({ configuration: { properties } }))).toEqual([
      'leadWorker.proxy could be set by a repository: give it scope machine or restrict it',
      'leadWorker.tools could be set by a repository: give it scope machine or restrict it',
    ]);
  });

  it('are described, and in an order', () => {
    const schemas = Object.values(contributes.configuration.properties);
    for (const schema of schemas) expect(schema.markdownDescription ?? schema.description).toBeTruthy();
    const order = schemas.map((schema) => schema.order ?? 0);
    expect(order).toEqual([...new Set(order)].sort((one, other) => one - other));
  });
});

describe('pictures', () => {
  it('exist where the manifest says', () => {
    const icons = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
    for (const icon of icons) expect(existsSync(inRepository(icon)), icon).toBe(true);
  });

  it('are a 128-pixel PNG for the extension', () => {
    const png = readFileSync(inRepository(manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });
});
