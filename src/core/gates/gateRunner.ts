import type { CommandOutcome, CommandRunner } from '../ports/commandRunner';
import type { Clock, Digest } from '../ports/services';
import type { LaidTree, ShadowFailure, ShadowTree, TreeChanges } from '../ports/shadowTree';
import { throwIfAborted } from '../util/abort';
import type { PathRules } from '../util/pathRules';
import { ok, unreachable } from '../util/result';
import { truncateMiddle } from '../util/text';
import type { OutputPlace } from './matchers/outputPlace';
import { readOutput, type OutputReading } from './matchers/readOutput';
import type { ProblemMatcher } from './matchers/matcher';
import type { TypeGateRunner } from './typeGate';
import { gateLine, type CommandGate, type GateSpec, type Verdict } from './verdict';

/** Characters of output a verdict keeps. */
const outputLimit = 20_000;
/** Characters of output that problems are read off: the first errors of a long list may stand anywhere in it. */
const readLimit = 1_000_000;

/** What measuring needs from outside. */
export interface GateRunnerOptions {
  readonly shadow: ShadowTree;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  readonly digest: Digest;
  /** The workspace folder a gate runs in when it names none. */
  readonly defaultFolder: string;
  /** How problems are read off output, the most particular first. */
  readonly matchers: readonly ProblemMatcher[];
  /** How the workspace's files are named, to bring printed paths back to them. */
  readonly pathRules: () => Promise<PathRules>;
  /** Measures gates that need no copy. */
  readonly types: Pick<TypeGateRunner, 'measure'>;
}

/**
 * Runs gates: first those that need no copy, then the commands, on copies of the workspace. Commands build on each other (build, then test), so they are measured as a list,
 * in one copy: what the ones before left in files that ignore rules leave out is there for the next, and whatever else they
 * changed is taken back, so that each verdict is on the tree whose digest it carries.
 *
 * A list that was measured on a tree is not run again on that tree. A red one is, once it was forgotten: what a digest leaves
 * out, installed packages above all, may have been the reason, and whoever mended that asks for it. What could not run, or not
 * to its end, is never kept.
 */
export class GateRunner {
  /** Verdicts of whole lists, by tree and gates. */
  private readonly known = new Map<string, readonly Verdict[]>();

  constructor(private readonly options: GateRunnerOptions) {}

  /** One verdict per gate, in order, on the workspace with `changes` laid over it. `onGate` hears which one is running. */
  async measure(
    gates: readonly GateSpec[],
    changes: TreeChanges,
    signal: AbortSignal,
    onGate: (gate: GateSpec) => void,
  ): Promise<readonly Verdict[]> {
    const verdicts = new Map<GateSpec, Verdict>();
    for (const gate of gates) {
      if (gate.kind !== 'types') continue;
      onGate(gate);
      verdicts.set(gate, await this.options.types.measure(gate, changes, signal));
    }
    const commands = gates.filter((gate) => gate.kind !== 'types');
    const measured = await this.measureCommands(commands, changes, signal, onGate);
    commands.forEach((gate, index) => measured[index] && verdicts.set(gate, measured[index]));
    return gates.flatMap((gate) => verdicts.get(gate) ?? []);
  }

  private async measureCommands(
    gates: readonly CommandGate[],
    changes: TreeChanges,
    signal: AbortSignal,
    onGate: (gate: GateSpec) => void,
  ): Promise<readonly Verdict[]> {
    if (gates.length === 0) return [];
    const laid = await this.options.shadow.lay(changes, signal);
    throwIfAborted(signal);
    if (!laid.ok) return gates.map((gate) => this.couldNotRun(gate, laid.error));
    const tree = laid.value;
    try {
      const key = this.keyOf(gates, tree.digest);
      const known = this.known.get(key);
      if (known) return known.map((verdict, index) => ({ ...verdict, ...namesOf(gates[index]) }));
      const verdicts: Verdict[] = [];
      for (const gate of gates) {
        const isFirst = verdicts.length === 0;
        verdicts.push(await this.measureNext(gate, { tree, changes, isFirst, onGate }, signal));
        throwIfAborted(signal);
      }
      const isWhole = verdicts.every((verdict) => verdict.exitCode !== null && verdict.tree === tree.digest);
      if (isWhole) this.known.set(key, verdicts);
      return verdicts;
    } finally {
      tree.release();
    }
  }

  /** Has red lists run again when they are asked for next. */
  forgetRed(): void {
    for (const [key, verdicts] of this.known) {
      if (verdicts.some(({ outcome }) => outcome !== 'passed')) this.known.delete(key);
    }
  }

  private async measureNext(
    gate: CommandGate,
    { tree, changes, isFirst, onGate }: Measurement,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const digest = isFirst ? ok(tree.digest) : await tree.restore(signal);
    throwIfAborted(signal);
    if (!digest.ok) return this.couldNotRun(gate, digest.error);
    onGate(gate);
    const { runner, matchers, pathRules, defaultFolder } = this.options;
    const { command, args, timeoutMs } = gate;
    const cwd = tree.folderRoot(gate.folder ?? defaultFolder);
    const outcome = await runner.run(
      { command, args, cwd, root: tree.root, timeoutMs, outputLimit: readLimit },
      signal,
    );
    const result = resultOf(outcome, gate);
    const place = { root: tree.root, folder: cwd, rules: await pathRules(), changed: changes.keys() };
    const reading = outcome.type === 'exited' ? readingOf(result, matchers, place) : {};
    return this.verdict(gate, digest.value, {
      ...result,
      ...reading,
      output: truncateMiddle(result.output, outputLimit),
    });
  }

  /** A change to any command of the list makes it another list. */
  private keyOf(gates: readonly CommandGate[], tree: string): string {
    const commands = gates.map(({ command, args, folder }) => [command, args, folder ?? null]);
    return this.options.digest(JSON.stringify([tree, commands]));
  }

  private couldNotRun(gate: CommandGate, failure: ShadowFailure): Verdict {
    return this.verdict(gate, '', { outcome: 'could-not-run', output: failure.message });
  }

  private verdict(gate: CommandGate, tree: string, result: GateResult): Verdict {
    const command = gateLine(gate);
    const rest = { gate: gate.id, command, tree, required: gate.required, at: this.options.clock.now() };
    return { exitCode: null, durationMs: 0, ...result, ...rest };
  }
}

/** What one gate of a list needs to know of the whole. */
interface Measurement {
  readonly tree: LaidTree;
  readonly changes: TreeChanges;
  readonly isFirst: boolean;
  readonly onGate: (gate: GateSpec) => void;
}

/** What of a verdict is the gate's and not the measurement's. */
function namesOf(gate: CommandGate | undefined): Partial<Pick<Verdict, 'gate' | 'required'>> {
  return gate ? { gate: gate.id, required: gate.required } : {};
}

type GateResult = Pick<Verdict, 'outcome' | 'output'> &
  Partial<Pick<Verdict, 'exitCode' | 'durationMs' | 'confinement' | keyof OutputReading>>;

/** What an output says. Of a gate that passed only its remarks are taken: what looks like an error in it is none. */
function readingOf(
  { outcome, output }: GateResult,
  matchers: readonly ProblemMatcher[],
  place: OutputPlace,
): Partial<OutputReading> {
  if (outcome !== 'passed') return readOutput(output, matchers, place);
  const { problems } = readOutput(output, matchers, place);
  const remarks = problems.filter(({ severity }) => severity !== 'error');
  return remarks.length > 0 ? { problems: remarks } : {};
}

function resultOf(outcome: CommandOutcome, gate: CommandGate): GateResult {
  switch (outcome.type) {
    case 'exited': {
      const { code, output, durationMs, confinement } = outcome;
      const how = confinement ? { confinement } : {};
      return { outcome: code === 0 ? 'passed' : 'failed', exitCode: code, output, durationMs, ...how };
    }
    case 'timed-out': {
      const limit = `It was stopped after ${gate.timeoutMs / 1000} seconds, its time limit.`;
      const how = outcome.confinement ? { confinement: outcome.confinement } : {};
      return { outcome: 'failed', output: `${outcome.output}\n${limit}`, durationMs: outcome.durationMs, ...how };
    }
    case 'not-started':
      return { outcome: 'could-not-run', output: outcome.message };
    case 'stopped':
      return { outcome: 'could-not-run', output: 'The run was stopped.' };
    default:
      return unreachable(outcome);
  }
}
