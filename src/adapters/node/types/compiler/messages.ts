import * as z from 'zod/mini';

/** What the compiler's process is asked, a line of JSON each. Paths are absolute, with forward slashes. */
export interface CompilerRequest {
  /** Texts by path that stand in for the disk's; `null` for files that are not to be there. */
  readonly texts: readonly (readonly [path: string, text: string | null])[];
  /** Configurations to check by, beside those that they refer to. */
  readonly configurations: readonly string[];
}

const problem = z.object({
  /** Path of the file, or of the configuration where it is about no file. */
  file: z.string(),
  /** From 1, as the column. */
  line: z.number(),
  column: z.number(),
  code: z.number(),
  message: z.string(),
});

/** What it answers, with its length before it as in the language server protocol. */
export const compilerAnswer = z.union([
  z.object({
    problems: z.array(problem),
    /** Files that were looked at. */
    checked: z.array(z.string()),
  }),
  z.object({ fault: z.string() }),
]);

/** See {@link compilerAnswer}. */
export type CompilerAnswer = z.infer<typeof compilerAnswer>;
/** Something that the compiler holds to be wrong. */
export type CompilerProblem = z.infer<typeof problem>;
