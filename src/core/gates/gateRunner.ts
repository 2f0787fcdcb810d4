import type { CommandOutcome, CommandRunner } from '../ports/commandRunner';
import type { Clock, Digest } from '../ports/services';
import type { LaidTree, ShadowTree, TreeChanges } from '../ports/shadowTree';
import { throwIfAborted } from '../util/abort';
import { unreachable } from '../util/result';
import type { GateSpec, Verdict } from './verdict';

/** Characters of output a verdict keeps. */
const outputLimit = 20_000;

/** What measuring needs from outside. */
export interface GateRunnerOptions {
  readonly shadow: ShadowTree;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  readonly digest: Digest;
  /** The workspace folder a gate runs in when it names none. */
  readonly defaultFolder: string;
}

/** Runs command gates on copies of the workspace. The same gate never runs twice on the same tree. */
export class GateRunner {
  /** Only what was truly measured: a gate that could not run is tried again. */
  private readonly measured = new Map<string, Verdict>();

  constructor(private readonly options: GateRunnerOptions) {}

  /** One verdict per gate, in order, on the workspace with `changes` laid over it. `onGate` hears which one is running. */
  async measure(
    gates: readonly GateSpec[],
    changes: TreeChanges,
    signal: AbortSignal,
    onGate: (gate: GateSpec) => void,
  ): Promise<readonly Verdict[]> {
    if (gates.length === 0) return [];
    const tree = await this.options.shadow.lay(changes, signal);
    throwIfAborted(signal);
    if (!tree.ok)
      return gates.map((gate) => this.verdict(gate, '', { outcome: 'could-not-run', output: tree.error.message }));
    try {
      const verdicts: Verdict[] = [];
      for (const gate of gates) {
        onGate(gate);
        verdicts.push(await this.measureOne(gate, tree.value, signal));
        throwIfAborted(signal);
      }
      return verdicts;
    } finally {
      tree.value.release();
    }
  }

  private async measureOne(gate: GateSpec, tree: LaidTree, signal: AbortSignal): Promise<Verdict> {
    const key = this.options.digest(JSON.stringify([tree.digest, gate.command, gate.args, gate.folder ?? null]));
    const known = this.measured.get(key);
    if (known) return { ...known, gate: gate.id, required: gate.required };
    const outcome = await this.options.runner.run(
      {
        command: gate.command,
        args: gate.args,
        cwd: tree.folderRoot(gate.folder ?? this.options.defaultFolder),
        timeoutMs: gate.timeoutMs,
        outputLimit,
      },
      signal,
    );
    const verdict = this.verdict(gate, tree.digest, resultOf(outcome, gate));
    if (verdict.outcome === 'passed' || verdict.outcome === 'failed') this.measured.set(key, verdict);
    return verdict;
  }

  private verdict(gate: GateSpec, tree: string, result: GateResult): Verdict {
    const command = [gate.command, ...gate.args].join(' ');
    const rest = { gate: gate.id, command, tree, required: gate.required, at: this.options.clock.now() };
    return { exitCode: null, durationMs: 0, ...result, ...rest };
  }
}

type GateResult = Pick<Verdict, 'outcome' | 'output'> & Partial<Pick<Verdict, 'exitCode' | 'durationMs'>>;

function resultOf(outcome: CommandOutcome, gate: GateSpec): GateResult {
  switch (outcome.type) {
    case 'exited': {
      const { code, output, durationMs } = outcome;
      return { outcome: code === 0 ? 'passed' : 'failed', exitCode: code, output, durationMs };
    }
    case 'timed-out': {
      const limit = `It was stopped after ${gate.timeoutMs / 1000} seconds, its time limit.`;
      return { outcome: 'failed', output: `${outcome.output}\n${limit}`, durationMs: outcome.durationMs };
    }
    case 'not-started':
      return { outcome: 'could-not-run', output: outcome.message };
    case 'stopped':
      return { outcome: 'could-not-run', output: 'The run was stopped.' };
    default:
      return unreachable(outcome);
  }
}
