import type { Entry, Manifest, SettingSchema } from './manifest';
import { keysOf } from './whenClause';

/** Menus that stable VS Code 1.106 to 1.139 has and that an extension like ours may fill. Every other one is proposed. */
const stableMenus: ReadonlySet<string> = new Set([
  'commandPalette',
  'editor/title',
  'editor/title/context',
  'editor/context',
  'editor/lineNumber/context',
  'explorer/context',
  'view/title',
  'view/item/context',
  'scm/title',
  'scm/resourceGroup/context',
  'scm/resourceState/context',
  'scm/change/title',
  'comments/commentThread/title',
  'comments/commentThread/context',
  'comments/comment/title',
  'comments/comment/context',
  'webview/context',
]);

/** Context keys of the editor that we use; a new one is added here by whoever has looked it up. */
const editorKeys: ReadonlySet<string> = new Set([
  'commentController',
  'commentIsEmpty',
  'commentThread',
  'editorLangId',
  'focusedView',
  'isInDiffEditor',
  'isWorkspaceTrusted',
  'resourceScheme',
  'view',
  'viewItem',
  'workspaceFolderCount',
]);

/** Commands of the editor that our welcome texts link to. */
const editorCommands: ReadonlySet<string> = new Set(['vscode.openFolder', 'workbench.trust.manage']);

/** Names that stand in only one of two lists, said as "declared but not in the catalogue" and the other way round. */
export function differences(
  what: string,
  declared: readonly string[],
  catalogued: readonly string[],
): readonly string[] {
  const repeated = declared.filter((id, index) => declared.indexOf(id) !== index);
  return [
    ...declared
      .filter((id) => !catalogued.includes(id))
      .map((id) => `${what} ${id} is declared but not in the catalogue`),
    ...catalogued
      .filter((id) => !declared.includes(id))
      .map((id) => `${what} ${id} is in the catalogue but not declared`),
    ...repeated.map((id) => `${what} ${id} is declared twice`),
  ];
}

/** Menus that the Marketplace build ignores, and proposals that it refuses. */
export function proposedParts(manifest: Manifest): readonly string[] {
  const menus = Object.keys(manifest.contributes.menus).filter((menu) => !stableMenus.has(menu));
  return [
    ...menus.map((menu) => `menu ${menu} is not stable`),
    ...(manifest.enabledApiProposals ?? []).map((proposal) => `proposal ${proposal} is enabled`),
  ];
}

/** Keys in `when` clauses that neither the catalogue nor the editor has: such a clause is false for ever. */
export function unknownKeys(manifest: Manifest, ours: readonly string[]): readonly string[] {
  return entriesOf(manifest).flatMap(({ when }) =>
    keysOf(when ?? 'true')
      .filter(({ key }) => !ours.includes(key) && !editorKeys.has(key))
      .map(({ key }) => `"${when ?? ''}" uses the unknown key ${key}`),
  );
}

/** Entries that call a command nobody declares, and buttons without an icon. */
export function brokenEntries(manifest: Manifest): readonly string[] {
  const commands = new Map(manifest.contributes.commands.map((command) => [command.command, command]));
  const linked = entriesOf(manifest).flatMap(({ contents }) =>
    [...(contents ?? '').matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''),
  );
  const called = entriesOf(manifest).flatMap(({ command }) => (command === undefined ? [] : [command]));
  const buttons = Object.values(manifest.contributes.menus)
    .flat()
    .filter((entry) => /^(navigation|inline)/.test(entry.group ?? ''))
    .filter((entry) => commands.get(entry.command ?? '')?.icon === undefined);
  return [
    ...[...called, ...linked]
      .filter((id) => !commands.has(id) && !editorCommands.has(id))
      .map((id) => `${id} is called but not declared`),
    ...buttons
      .filter(({ group }) => group !== 'inline')
      .map(({ command }) => `${command ?? ''} is a button without an icon`),
  ];
}

/** Settings that name something to run or to talk to, and that a repository could set unseen. */
export function unguardedSettings(manifest: Manifest): readonly string[] {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const dangerous = /^(command|args|cwd|path|executable|shell|url|baseUrl|endpoint|proxy)$/i;
  const namesOf = (id: string, schema: SettingSchema): readonly string[] => [
    id.slice(id.lastIndexOf('.') + 1),
    ...Object.keys(schema.items?.properties ?? {}),
  ];
  return Object.entries(manifest.contributes.configuration.properties)
    .filter(([id, schema]) => namesOf(id, schema).some((name) => dangerous.test(name)))
    .filter(([id, schema]) => schema.scope !== 'machine' && schema.scope !== 'application' && !restricted.includes(id))
    .map(([id]) => `${id} could be set by a repository: give it scope machine or restrict it`);
}

/** Two commands on one key whose clauses are the same: only one would ever be called. */
export function collidingKeys(manifest: Manifest): readonly string[] {
  const seen = new Map<string, string>();
  return manifest.contributes.keybindings.flatMap(({ command = '', key = '', when = '' }) => {
    const place = `${key} when ${when}`;
    const other = seen.get(place);
    seen.set(place, command);
    return other === undefined ? [] : [`${command} and ${other} both want ${place}`];
  });
}

/** Every part of the manifest that can have a `when`. */
function entriesOf(manifest: Manifest): readonly Entry[] {
  const { menus, keybindings, viewsWelcome } = manifest.contributes;
  return [...Object.values(menus).flat(), ...keybindings, ...viewsWelcome];
}
