import type { Memento } from 'vscode';
import * as z from 'zod/mini';

import type { RunHealth } from '../../core/run/health/runHealth';

const key = 'leadWorker.health';
/** Runs that are kept: more than any advice looks at. */
const mostKept = 20;

const share = z.number().check(z.minimum(0), z.maximum(1));
const count = z.int().check(z.minimum(0));
const health: z.ZodMiniType<RunHealth> = z.object({
  runId: z.string(),
  workers: z.int().check(z.minimum(1)),
  tasks: z.int().check(z.minimum(1)),
  firstPass: count,
  retries: count,
  conflicts: count,
  idle: z.nullable(share),
  wanted: z.nullable(share),
  taskTokens: z.optional(z.array(z.object({ size: z.enum(['S', 'M', 'L']), tokens: count }))),
  leadTokens: z.optional(count),
});

/** How well the runs of this workspace were coordinated, oldest first. */
export class HealthStore {
  constructor(private readonly memory: Memento) {}

  /** What another version left that does not read is left out. */
  get runs(): readonly RunHealth[] {
    const kept = this.memory.get<unknown>(key);
    return (Array.isArray(kept) ? kept : []).flatMap((one: unknown) => {
      const parsed = z.safeParse(health, one);
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** Keeps what is known of a run, in place of what was known before. */
  async keep(run: RunHealth): Promise<void> {
    const others = this.runs.filter(({ runId }) => runId !== run.runId);
    await this.memory.update(key, [...others, run].slice(-mostKept));
  }
}
