import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A menu or welcome entry, a key: whatever has a `when`. */
export interface Entry {
  readonly command?: string;
  readonly when?: string;
  readonly group?: string;
  readonly key?: string;
  readonly contents?: string;
}

/** A setting's schema, as far as the checks look into it. */
export interface SettingSchema {
  readonly scope?: string;
  readonly order?: number;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly items?: { readonly properties?: Readonly<Record<string, unknown>> };
}

/** The parts of package.json that the checks read. */
export interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly enabledApiProposals?: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
    readonly keybindings: readonly (Entry & { readonly mac?: string })[];
    readonly viewsWelcome: readonly (Entry & { readonly view: string })[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, SettingSchema>> };
  };
}

const root = path.resolve(import.meta.dirname, '../../..');

/** The repository's package.json. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
}

/** An absolute path inside the repository. */
export function inRepository(relative: string): string {
  return path.join(root, relative);
}
