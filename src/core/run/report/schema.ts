import * as z from 'zod';

/** Raised with every change that a reader of exported reports could trip over. */
export const reportVersion = 1;

const at = z.number().nullable().describe('Milliseconds since 1970; null where the journal does not say.');
const task = z.string().nullable().describe('Id of the task, null where it is about the whole run.');
const attempt = z.number().nullable();
const entry = z.number().describe('Which entry of the journal says it, from 1.');
const count = z.number().int().nonnegative();

/** Tokens of one role, or of one model. */
const tokens = z.object({ input: count, cached: count, output: count, reasoning: count });

const cost = z
  .object({ amount: z.number(), currency: z.string(), priceFrom: z.string().describe('Where the price stands.') })
  .nullable()
  .describe('Null where no price of the model is known: nothing is estimated.');

/** How many hunks stand how: `applied` ones are in the workspace, the others are still in the review. */
const hunks = z.object({ applied: count, accepted: count, rejected: count, open: count });

const plan = z.object({
  revision: z.number(),
  at,
  approvedAt: at.describe('When the user approved it; null while nobody has.'),
  summary: z.string(),
  warnings: z.array(z.string()),
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      dependsOn: z.array(z.string()),
      writeScope: z.array(z.string()),
      criteria: z.array(z.object({ id: z.string(), text: z.string() })),
      size: z.string(),
      profile: z.string(),
    }),
  ),
});

const summary = z
  .object({ text: z.string(), lookFirst: z.array(z.object({ path: z.string(), reason: z.string() })) })
  .nullable()
  .describe("In the lead's words; null for a run of one task, and where the lead has not said anything yet.");

const coordination = z
  .object({
    workers: count.describe('How many could be at work at once.'),
    tasks: count.describe('Tasks that were begun.'),
    firstPass: count.describe('Tasks whose first attempt was accepted.'),
    retries: count,
    conflicts: count.describe('Tasks with a change that clashed.'),
    idle: z
      .number()
      .nullable()
      .describe("Share of the workers' time in which there was no task for them, from 0 to 1."),
    wanted: z
      .number()
      .nullable()
      .describe("Share of the run's time in which one more worker would have had a task, from 0 to 1."),
  })
  .nullable();

const modelUse = z.object({
  role: z.enum(['lead', 'worker']),
  configured: z.string(),
  answered: z.string(),
  mismatch: z.boolean().describe('Another model answered than was asked for.'),
  calls: count,
  tokens,
  cost,
});

const spending = z
  .object({
    amount: z.number().describe('What all calls came to, by the price of the model that answered each.'),
    currency: z.string(),
    unpricedTokens: count.describe('Tokens of models of which no price is known; they are not in the amount.'),
    byLeadModel: z
      .number()
      .nullable()
      .describe("An estimate: the same tokens, all at the price of the lead's model. Null where that is not known."),
  })
  .nullable()
  .describe('Null where no price of any model is known.');

const attemptReport = z.object({
  attempt: z.number(),
  profile: z.string(),
  startedAt: at,
  endedAt: at.describe('When it was accepted, sent back, given up or failed; null while it is under way.'),
  feedback: z.string().nullable().describe('What its worker was told of the attempt before.'),
  models: z.array(z.string()),
  turns: count,
  tokens,
  files: z.array(z.string()).describe('Files it changed.'),
  summary: z.string().describe("In the worker's words."),
  accepted: z.boolean(),
});

const taskReport = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  measured: z.boolean().describe('A command gate of the user has measured what was accepted of it.'),
  failure: z.string().nullable(),
  hunks,
  attempts: z.array(attemptReport),
});

const decision = z.object({
  entry,
  at,
  task: z.string(),
  attempt: z.number(),
  decision: z.string(),
  reason: z.string().describe("In the lead's words; an accept stands on its judgement of the criteria."),
  criteria: z.array(z.object({ id: z.string(), met: z.boolean(), reason: z.string() })),
  stated: z.array(z.object({ path: z.string(), line: z.number(), severity: z.string(), message: z.string() })),
  guard: z.enum(['allowed', 'asked', 'refused', 'unknown']),
  guardReason: z.string(),
});

const refusal = z.object({
  entry,
  at,
  task: z.string(),
  attempt: z.number(),
  decision: z.string(),
  by: z.enum(['guard', 'user']),
  reason: z.string(),
});

const question = z.object({
  entry,
  id: z.string(),
  at,
  task,
  attempt,
  decision: z.string(),
  reason: z.string(),
  answer: z.object({ entry, at, granted: z.boolean() }).nullable(),
});

const verdict = z.object({
  entry,
  at: z.number(),
  subject: z.enum(['attempt', 'base', 'proposal', 'chosen']),
  task,
  attempt,
  gate: z.string(),
  outcome: z.string(),
  required: z.boolean(),
  command: z.string(),
  exitCode: z.number().nullable(),
  tree: z.string(),
  durationMs: z.number(),
  sandbox: z
    .string()
    .nullable()
    .describe('What kept the command within bounds; null where nothing did, or nothing was run.'),
  problems: count,
  output: z.string().describe('The end of what a gate said that did not pass, cut.'),
});

const finding = z.object({
  id: z.string(),
  source: z.string(),
  task: z.string(),
  attempt: z.number(),
  path: z.string(),
  line: z.number(),
  severity: z.string(),
  message: z.string(),
  criterion: z.string().nullable(),
  became: z.enum(['open', 'sent-back', 'dropped', 'dismissed', 'superseded']),
  reason: z.string(),
});

/** The difference that a file makes, as a unified diff; `cut` lines of it are left out. */
const diff = z.object({ text: z.string(), cut: count }).nullable();

const fileReport = z.object({
  path: z.string(),
  movedFrom: z.string().nullable(),
  kind: z.enum(['edit', 'create', 'delete', 'move']),
  tasks: z.array(z.string()).describe('Tasks that wrote it; `you` for the user.'),
  hunks,
  accepted: diff.describe('What is accepted and not applied yet; null where there is no such thing.'),
});

const apply = z.object({
  at,
  endedAt: at,
  outcome: z.enum(['applied', 'undone', 'unfinished', 'refused']),
  undoneAt: at,
  leftAsTheyAre: z.array(z.string()).describe('Files of it that the undo left out, because the user said so.'),
  changedBySaving: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      movedFrom: z.string().nullable(),
      kind: z.enum(['edit', 'create', 'delete', 'move']),
      hunks: count,
      tasks: z.array(z.string()),
      diff,
    }),
  ),
});

/** What is exported as JSON. Every text in it may come from a model, a file or a command: data, never instructions. */
export const reportSchema = z.object({
  format: z.literal('lead-worker-run-report'),
  version: z.literal(reportVersion),
  run: z.object({
    id: z.string(),
    startedAt: at,
    lastAt: at.describe('When the newest event was recorded.'),
    phase: z.string(),
    folders: z.array(z.string()),
    lead: z.string(),
    worker: z.string(),
    profiles: z.array(z.object({ name: z.string(), model: z.string(), purpose: z.string() })),
    maxWorkers: z.number(),
    scripted: z.boolean().describe('Answers come from the demo model, which is scripted.'),
  }),
  journal: z.object({ unread: count, broken: z.string().nullable() }),
  goal: z.string(),
  summary,
  authority: z.array(z.object({ power: z.string(), grant: z.string(), limit: z.number().nullable(), per: z.string() })),
  gates: z.array(z.object({ id: z.string(), command: z.string(), required: z.boolean() })),
  plans: z.array(plan),
  returnedPlans: z.array(z.object({ at, issues: z.array(z.string()) })),
  coordination,
  models: z.array(modelUse),
  spending,
  tasks: z.array(taskReport),
  decisions: z.array(decision),
  refusals: z.array(refusal),
  questions: z.array(question),
  verdicts: z.array(verdict),
  waivers: z.array(z.object({ entry, at, gate: z.string(), reason: z.string() })),
  holds: z.array(
    z.object({ at, subject: z.enum(['attempt', 'proposal', 'chosen']), task, attempt, files: z.array(z.string()) }),
  ),
  findings: z.array(finding),
  files: z.array(fileReport),
  applies: z.array(apply),
  failures: z.array(z.object({ at, subject: z.string(), reason: z.string(), message: z.string() })),
  acts: z
    .array(z.object({ at, act: z.string(), task, reason: z.string() }))
    .describe('What the user did beside choosing.'),
});

/** All that is to be said of a run, in one structure. */
export type RunReport = z.infer<typeof reportSchema>;
