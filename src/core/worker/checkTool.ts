import * as z from 'zod';
import { defineTool, type AgentTool } from '../agent/tool';
import type { Result } from '../util/result';

/** Checks what a worker wrote so far; answers in words for it. */
export type TypeCheckCall = (signal: AbortSignal) => Promise<Result<string, string>>;

/** The tool to have types checked with, where the run can; none else. */
export function checkTools(check: TypeCheckCall | undefined): readonly AgentTool[] {
  if (!check) return [];
  return [
    defineTool({
      name: 'check_types',
      description: 'Checks the types of all you wrote so far, callers included. Worth calling before you finish.',
      schema: z.object({}),
      label: 'checking types',
      run: (_nothing, signal) => check(signal),
    }),
  ];
}
