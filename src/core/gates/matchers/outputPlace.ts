import { toWorkspacePath, type WorkspacePlace } from '../../util/pathPlace';
import type { PathRules } from '../../util/pathRules';
import { baseName, parseWorkspacePath, type WorkspacePath } from '../../util/paths';

/** Where a command ran, so that the paths it prints can be told. */
export interface OutputPlace {
  /** Absolute path of the copy that was measured. */
  readonly root: string;
  /** Absolute path of the folder in it that the command ran in. */
  readonly folder: string;
  readonly rules: PathRules;
  /** Files that the measured tree has otherwise than the workspace. */
  readonly changed: Iterable<WorkspacePath>;
}

/** Brings paths of a command's output (absolute, relative, URIs) back to the workspace's; `undefined` for all that lies elsewhere. */
export class OutputPaths {
  private readonly copy: WorkspacePlace;
  /** Folders between the copy's root and where the command ran. */
  private readonly prefix: readonly string[];
  private readonly byName = new Map<string, WorkspacePath | null>();

  constructor({ root, folder, rules, changed }: OutputPlace) {
    this.copy = { rules, roots: [{ name: '', location: root }] };
    const inside = toWorkspacePath(folder, this.copy);
    this.prefix = inside.ok ? inside.value.split('/') : [];
    for (const path of changed) {
      const name = baseName(path);
      this.byName.set(name, this.byName.has(name) ? null : path);
    }
  }

  read(printed: string): WorkspacePath | undefined {
    const path = this.isAbsolute(printed) ? this.absolute(printed) : this.relative(printed);
    return path === undefined || path.split('/').includes('node_modules') ? undefined : path;
  }

  /** The one changed file of that name, for tools that leave out the folder. */
  readName(printed: string): WorkspacePath | undefined {
    return this.byName.get(baseName(printed)) ?? this.read(printed);
  }

  private isAbsolute(printed: string): boolean {
    return /^(?:[\\/]|file:|[A-Za-z]:[\\/])/i.test(printed);
  }

  private absolute(printed: string): WorkspacePath | undefined {
    const read = toWorkspacePath(printed, this.copy);
    return read.ok ? read.value : undefined;
  }

  private relative(printed: string): WorkspacePath | undefined {
    const segments = [...this.prefix];
    for (const segment of printed.replaceAll('\\', '/').split('/')) {
      if (segment === '' || segment === '.') continue;
      if (segment !== '..') segments.push(segment);
      else if (segments.pop() === undefined) return undefined;
    }
    const read = parseWorkspacePath(segments.join('/'), this.copy.rules);
    return read.ok ? read.value : undefined;
  }
}
