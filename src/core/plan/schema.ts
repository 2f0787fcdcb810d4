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

/** A plan as the lead answers it, before validation. Within the strict subset of structured outputs. */
export const planAnswerSchema = z.object({
  summary: z.string().describe('two sentences for the user: what will be done and how it is divided'),
  tasks: z.array(taskSchema),
});

/** A plan as the lead answers it, before validation. */
export type PlanAnswer = z.infer<typeof planAnswerSchema>;
