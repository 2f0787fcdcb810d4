import type { RunContext } from './context';
import { measureTree } from './measuring';

/**
 * The gates on the workspace as it is, before anything of the run is laid over it. Measured when tasks begin, so that a gate that
 * is red already is seen while there is time to mend it, and beside the workers' first turns, who wait for their models then and
 * not for a gate. Only an attempt that fails a gate waits for it.
 */
export class BaseMeasurement {
  private underWay: Promise<void> | undefined;

  constructor(private readonly context: RunContext) {}

  /** Resolves when every gate has its verdict on the base: once per run, and again after an apply has made another base. */
  measured(signal: AbortSignal): Promise<void> {
    const { baseVerdicts, setup } = this.context.log.state;
    if (setup.gates.every(({ id }) => baseVerdicts.some(({ gate }) => gate === id))) return Promise.resolve();
    this.underWay ??= this.measure(signal).finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  private async measure(signal: AbortSignal): Promise<void> {
    for (const verdict of await measureTree(this.context, { after: new Map(), before: new Map() }, null, signal)) {
      await this.context.log.record({ type: 'proposal-measured', subject: 'base', verdict });
    }
  }
}
