import type { Command, CommandOutcome, CommandRunner } from '../../src/core/ports/commandRunner';
import type { FileCopy, LaidTree, ShadowFailure, ShadowTree, TreeChanges } from '../../src/core/ports/shadowTree';
import type { WorkspacePath } from '../../src/core/util/paths';
import { fail, ok, type Result } from '../../src/core/util/result';
import type { MemoryWorkspace } from './memoryWorkspace';

/** A gate as a function of the tree it sees, which it may change: its answer is its exit code and output. */
export type GateScript = (tree: Map<string, string>, command: Command) => CommandOutcome | undefined;

/** Exits with a code, as a command would. */
export function exits(code: number, output = ''): CommandOutcome {
  return { type: 'exited', code, output, durationMs: 1 };
}

/** One copy: what was laid over the workspace, and what stands in it by now. */
interface MemoryTree {
  readonly changes: TreeChanges;
  readonly laid: ReadonlyMap<string, string>;
  readonly files: Map<string, string>;
}

/** Copies of a memory workspace, and the runner of gates in them: a gate not scripted cannot run. */
export class MemoryShadow implements ShadowTree, CommandRunner {
  /** Every command that ran, with the tree it saw. */
  readonly ran: { readonly command: Command; readonly tree: ReadonlyMap<string, string> }[] = [];
  /** What gates say of the workspace itself, with nothing laid over it; those runs are kept apart. The script's, where it is unset. */
  base: GateScript | undefined;
  readonly ranOnBase: Command[] = [];
  /** Set to make copies impossible. */
  failure: ShadowFailure | undefined;
  /** What a gate waits for, unless it is stopped: set, it runs until the test lets it end. */
  running: Promise<void> | undefined;
  private watchers: (() => void)[] = [];
  private readonly trees = new Map<string, MemoryTree>();

  /** `ignored`: what ignore rules leave out, and so what of a gate's leftovers stays. */
  constructor(
    private readonly workspace: MemoryWorkspace,
    private readonly script: GateScript,
    private readonly ignored: (path: string) => boolean = () => false,
  ) {}

  async lay(changes: TreeChanges): Promise<Result<LaidTree, ShadowFailure>> {
    if (this.failure) return fail(this.failure);
    const laid = new Map<string, string>(this.workspace.files);
    for (const [path, content] of changes) {
      const text = this.textOf(content);
      if (text === null) laid.delete(path);
      else laid.set(path, text);
    }
    const root = `/shadow/${this.trees.size}`;
    const tree = { changes, laid, files: new Map(laid) };
    this.trees.set(root, tree);
    return ok({
      root,
      digest: this.digest(tree),
      folderRoot: () => root,
      restore: async () => this.restore(tree),
      release: () => undefined,
    });
  }

  /** Resolves when so many commands have started. */
  async started(count: number): Promise<void> {
    while (this.ran.length < count) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  async run(command: Command, signal: AbortSignal): Promise<CommandOutcome> {
    const tree = this.trees.get(command.cwd);
    if (!tree) throw new Error(`No tree was laid at ${command.cwd}.`);
    if (this.base && tree.changes.size === 0) {
      this.ranOnBase.push(command);
      return this.base(tree.files, command) ?? { type: 'not-started', message: `${command.command} was not found.` };
    }
    this.ran.push({ command, tree: new Map(tree.files) });
    for (const watcher of this.watchers.splice(0)) watcher();
    if (this.running) await endedOrStopped(this.running, signal);
    if (signal.aborted) return { type: 'stopped' };
    return this.script(tree.files, command) ?? { type: 'not-started', message: `${command.command} was not found.` };
  }

  /** As the real one: untouched files stay, others are copied anew from what is proposed or from the workspace of now. */
  private restore({ changes, laid, files }: MemoryTree): Result<string, ShadowFailure> {
    if (this.failure) return fail(this.failure);
    for (const path of files.keys()) if (!laid.has(path) && !this.ignored(path)) files.delete(path);
    for (const [path, text] of laid) {
      if (files.get(path) === text) continue;
      files.set(path, this.textOf(changes.get(path as WorkspacePath) ?? null) ?? this.workspace.text(path) ?? '');
    }
    return ok(this.digest({ laid, files }));
  }

  private textOf(content: string | FileCopy | null): string | null {
    return content === null || typeof content === 'string' ? content : (this.workspace.text(content.copyOf) ?? null);
  }

  private digest({ laid, files }: Pick<MemoryTree, 'laid' | 'files'>): string {
    return JSON.stringify([...files].filter(([path]) => laid.has(path)).sort());
  }
}

async function endedOrStopped(running: Promise<void>, signal: AbortSignal): Promise<void> {
  let onAbort = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (onAbort = resolve));
  signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([running, stopped]);
  signal.removeEventListener('abort', onAbort);
}
