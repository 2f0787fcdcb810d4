import * as z from 'zod';

const criterionSchema = z.object({
  id: z.string().describe('C1, C2, … within the task'),
  text: z.string().describe('one statement that can be checked by reading the change'),
});

const taskSchema = z.object({
  id: z.string().describe('T1, T2, …'),
  title: z.string().describe('at most eight words, imperative'),
  instructions: z.string().describe('all a worker needs that knows neither the goal nor the other tasks; no code'),
  reads: z.array(z.string()).describe('files worth reading first'),
  writeScope: z.array(z.string()).describe('files or globs the worker may write, as narrow as possible'),
  dependsOn: z.array(z.string()).describe('ids of tasks whose result this one needs'),
  criteria: z.array(criterionSchema),
  size: z.enum(['S', 'M', 'L']),
});

const summary = z.string().describe('two sentences for the user: what will be done and how it is divided');

/** A task as the lead answers it, before validation. */
export type TaskAnswer = z.infer<typeof taskSchema> & { readonly profile?: string | null | undefined };

/** A plan as the lead answers it, before validation. */
export interface PlanAnswer {
  summary: string;
  tasks: TaskAnswer[];
}

/** The schema of a plan, within the strict subset of structured outputs. */
export function planAnswerSchema(profiles: readonly string[]): z.ZodObject & z.ZodType<PlanAnswer> {
  return z.object({ summary, tasks: tasksSchema(profiles) });
}

/**
 * The schema of tasks. A task names one of `profiles`, the worker profiles beside the default one; where there are none, it cannot.
 */
export function tasksSchema(profiles: readonly string[]): z.ZodType<TaskAnswer[]> {
  const [first, ...others] = profiles;
  if (first === undefined) return z.array(taskSchema);
  const profile = z
    .enum([first, ...others])
    .nullish()
    .describe('who carries it out; null for the default worker');
  return z.array(taskSchema.extend({ profile }));
}
