import type * as z from 'zod';
import type { ToolSpec } from '../ports/chatModel';
import { fail, ok, type Result } from '../util/result';
import { parseJson, strictJsonSchema } from '../util/strictSchema';
import type { ToolCall } from './turn';

/** A function a model may call: its description, and what it does with arguments that were parsed at the border. */
export interface AgentTool {
  readonly spec: ToolSpec;
  /** One line for people on what the call is about: `reading src/index.ts`. */
  describe(call: ToolCall): string;
  /** Answers in words for the model, errors included. */
  run(call: ToolCall, signal: AbortSignal): Promise<string>;
}

/** What a tool is made of. `label` is the verb people read; `subject` picks the argument they read beside it. */
export interface ToolDefinition<Arguments> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodObject & z.ZodType<Arguments>;
  readonly label: string;
  readonly subject?: (args: Arguments) => string;
  readonly run: (args: Arguments, signal: AbortSignal) => Promise<Result<string, string>>;
}

/** Makes a tool. Malformed arguments are answered with what is wrong, so that the model can mend its call. */
export function defineTool<Arguments>(definition: ToolDefinition<Arguments>): AgentTool {
  const parse = (call: ToolCall): Result<Arguments, string> => {
    const parsed = parseJson<Arguments>(call.arguments, definition.schema);
    return parsed.ok
      ? ok(parsed.value)
      : fail(`The arguments of ${definition.name} are malformed: ${parsed.error.join('; ')}`);
  };
  return {
    spec: {
      name: definition.name,
      description: definition.description,
      parameters: strictJsonSchema(definition.schema),
    },
    describe: (call) => {
      const args = parse(call);
      const subject = args.ok ? definition.subject?.(args.value) : undefined;
      return subject ? `${definition.label} ${subject}` : definition.label;
    },
    run: async (call, signal) => {
      const args = parse(call);
      const result = args.ok ? await definition.run(args.value, signal) : args;
      return result.ok ? result.value : `Error: ${result.error}`;
    },
  };
}

/** Finds the called tool and runs it; an unknown name is answered with the names there are. */
export async function runTool(tools: readonly AgentTool[], call: ToolCall, signal: AbortSignal): Promise<string> {
  const tool = tools.find((candidate) => candidate.spec.name === call.name);
  if (tool) return tool.run(call, signal);
  return `Error: there is no tool ${call.name}. The tools are ${tools.map(({ spec }) => spec.name).join(', ')}.`;
}

/** One line for people on a call. */
export function describeCall(tools: readonly AgentTool[], call: ToolCall): string {
  return tools.find((tool) => tool.spec.name === call.name)?.describe(call) ?? `calling ${call.name}`;
}
