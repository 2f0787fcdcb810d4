import { posix } from 'node:path';
import type { TypeCheck, TypeCheckOutcome, TypeChecker } from '../../../core/ports/typeChecker';
import { throwIfAborted } from '../../../core/util/abort';
import type { Disposable } from '../../../core/util/disposable';
import { Permits } from '../../../core/util/permits';
import { ok, type Result } from '../../../core/util/result';
import { CommandStarter, type StarterOptions } from '../process/commandStarter';
import { ServerFault } from './calls';
import { CompilerServer } from './compilerServer';
import { diskStamp } from './diskStamp';
import { findTypeScript, type InstalledTypeScript } from './installed';
import { LspServer, lspArguments, showsAsText } from './lspServer';
import { ServerProcess } from './serverProcess';
import type { ServerCheck, ServerFindings, TypeServer } from './typeServer';

/** A server that nobody asked anything for so long is ended: it holds a whole program in memory. */
const idleMs = 180_000;
/** MiB of memory for a compiler in JavaScript, as the editor gives its own. */
const memoryMiB = 3_072;

/** What the checker needs beside what starts processes. */
export interface TypeCheckerOptions extends StarterOptions {
  /** Absolute path of the program `compiler/main`, built. */
  readonly compilerProgram: string;
}

/** A server that is kept, and how what it has read stands for the disk. */
interface KeptServer {
  readonly server: TypeServer;
  readonly stamp: string;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Asks the TypeScript that a folder has installed, in a process of ours and within the same bounds as gates: one for each folder, started
 * when first needed and ended when idle. It does one check at a time. Where it has read the disk and that has changed since, or a check
 * was stopped halfway, another one takes its place.
 */
export class NodeTypeChecker implements TypeChecker, Disposable {
  private readonly starter: CommandStarter;
  private readonly turn = new Permits(1);
  private readonly disposal = new AbortController();
  private readonly kept = new Map<string, KeptServer>();

  constructor(private readonly options: TypeCheckerOptions) {
    this.starter = new CommandStarter(options);
  }

  check(request: TypeCheck, stop: AbortSignal): Promise<TypeCheckOutcome> {
    const signal = AbortSignal.any([stop, this.disposal.signal]);
    return this.turn.use(signal, () => this.checkNow(request, signal));
  }

  /** Kills all servers before it returns, and stops what is under way. */
  dispose(): void {
    this.disposal.abort();
    for (const root of [...this.kept.keys()]) this.drop(root);
  }

  private async checkNow(request: TypeCheck, stop: AbortSignal): Promise<TypeCheckOutcome> {
    const { root, texts } = request;
    const installed = await findTypeScript(root);
    throwIfAborted(stop);
    if (!installed.ok) return { type: 'could-not-run', message: installed.error };
    if (installed.value.asked === 'lsp' && ![...texts].every(([file, text]) => showsAsText(file, text)))
      return { type: 'needs-copy' };
    const started = performance.now();
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const checker = `TypeScript ${installed.value.version}`;
    // What is under way ends with the process, and so does the work it is in the middle of.
    const onAbort = (): void => this.drop(root);
    const signals = [stop, timeout];
    for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
    try {
      const found = await this.serverFor(installed.value, request, stop);
      throwIfAborted(stop);
      if (!found.ok) return { type: 'could-not-run', message: found.error };
      const { confinement } = found.value;
      const run = (): { checker: string; durationMs: number; confinement: typeof confinement } => {
        return { checker, durationMs: Math.round(performance.now() - started), confinement };
      };
      try {
        if (timeout.aborted) throw new ServerFault('It had no time left.');
        const findings = await found.value.check(serverCheck(request));
        return { type: 'checked', ...told(request, findings), ...run() };
      } catch (error) {
        this.drop(root);
        throwIfAborted(stop);
        if (timeout.aborted) return { type: 'timed-out', ...run() };
        if (error instanceof ServerFault) return { type: 'could-not-run', message: error.message };
        throw error;
      }
    } finally {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
      if (request.once) this.drop(root);
      else this.rest(root);
    }
  }

  /** The folder's server, if what it knows still stands; else a new one. */
  private async serverFor(
    installed: InstalledTypeScript,
    { root, inputs }: TypeCheck,
    signal: AbortSignal,
  ): Promise<Result<TypeServer, string>> {
    // The compiler reads through us, and so reads all again each time; only it itself may have become another one.
    const read = installed.asked === 'compiler' ? ['node_modules/typescript/package.json'] : inputs;
    const stamp = await diskStamp(root, read, signal);
    const present = this.kept.get(root);
    if (present?.stamp === stamp) {
      clearTimeout(present.idle);
      return ok(present.server);
    }
    this.drop(root);
    const process = await this.start(installed, root);
    if (!process.ok) return process;
    const server =
      installed.asked === 'compiler' ? new CompilerServer(process.value) : new LspServer(process.value, root);
    this.kept.set(root, { server, stamp, idle: undefined });
    return ok(server);
  }

  private start({ asked, script }: InstalledTypeScript, root: string): Promise<Result<ServerProcess, string>> {
    const args =
      asked === 'compiler'
        ? [`--max-old-space-size=${memoryMiB}`, this.options.compilerProgram, script]
        : [script, ...lspArguments];
    return ServerProcess.start(
      this.starter,
      // It has no business writing: what it may write to is our own folder.
      { command: process.execPath, args, cwd: root, root: this.options.root },
      // The editor's own program is the one Node that is there for certain, and is one only by this word.
      { ELECTRON_RUN_AS_NODE: '1' },
    );
  }

  private rest(root: string): void {
    const kept = this.kept.get(root);
    if (!kept) return;
    kept.idle = setTimeout(() => this.drop(root), idleMs);
    kept.idle.unref();
  }

  private drop(root: string): void {
    const kept = this.kept.get(root);
    if (!kept) return;
    this.kept.delete(root);
    clearTimeout(kept.idle);
    kept.server.dispose();
  }
}

function serverCheck({ root, texts, files, inputs }: TypeCheck): ServerCheck {
  const at = (file: string): string => posix.join(slashed(root), file);
  const configurations = [...new Set([...inputs, ...texts.keys()])].filter(
    (file) => /^[jt]sconfig\.json$/.test(posix.basename(file)) && texts.get(file) !== null,
  );
  return {
    texts: new Map([...texts].map(([file, text]) => [at(file), text])),
    files: files.map(at),
    configurations: configurations.map(at),
  };
}

/** Findings by paths in the folder. What a project takes in from elsewhere is nothing that could be changed here. */
function told(
  { root, files }: TypeCheck,
  { problems, checked }: ServerFindings,
): Pick<Extract<TypeCheckOutcome, { type: 'checked' }>, 'problems' | 'checked' | 'outside'> {
  const prefix = `${slashed(root)}/`;
  const inside = (path: string): readonly string[] => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []);
  const seen = new Set(checked.flatMap(inside));
  return {
    problems: problems.flatMap((problem) => inside(problem.file).map((file) => ({ ...problem, file }))),
    checked: seen.size,
    outside: files.filter((file) => !seen.has(file)),
  };
}

/** As TypeScript writes paths on every system. */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
