import type { Command, CommandOutcome, CommandRunner } from '../../src/core/ports/commandRunner';
import type { LaidTree, ShadowFailure, ShadowTree, TreeChanges } from '../../src/core/ports/shadowTree';
import { fail, ok, type Result } from '../../src/core/util/result';
import type { MemoryWorkspace } from './memoryWorkspace';

/** A gate as a function of the tree it would see: its answer is its exit code and output. */
export type GateScript = (tree: ReadonlyMap<string, string>, command: Command) => CommandOutcome | undefined;

/** Exits with a code, as a command would. */
export function exits(code: number, output = ''): CommandOutcome {
  return { type: 'exited', code, output, durationMs: 1 };
}

/** Copies of a memory workspace, and the runner of gates in them: a gate not scripted cannot run. */
export class MemoryShadow implements ShadowTree, CommandRunner {
  /** Every command that ran, with the tree it saw. */
  readonly ran: { readonly command: Command; readonly tree: ReadonlyMap<string, string> }[] = [];
  /** Set to make copies impossible. */
  failure: ShadowFailure | undefined;
  private readonly trees = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    private readonly workspace: MemoryWorkspace,
    private readonly script: GateScript,
  ) {}

  async lay(changes: TreeChanges): Promise<Result<LaidTree, ShadowFailure>> {
    if (this.failure) return fail(this.failure);
    const tree = new Map<string, string>(this.workspace.files);
    for (const [path, text] of changes) {
      if (text === null) tree.delete(path);
      else tree.set(path, text);
    }
    const root = `/shadow/${this.trees.size}`;
    this.trees.set(root, tree);
    return ok({ root, digest: JSON.stringify([...tree].sort()), folderRoot: () => root, release: () => undefined });
  }

  async run(command: Command): Promise<CommandOutcome> {
    const tree = this.trees.get(command.cwd);
    if (!tree) throw new Error(`No tree was laid at ${command.cwd}.`);
    this.ran.push({ command, tree });
    return this.script(tree, command) ?? { type: 'not-started', message: `${command.command} was not found.` };
  }
}
