import * as z from 'zod';

// Strict throughout, as the API is: what it does not know it refuses, and clients are caught sending, for example, the
// fields that the SDK's parser adds to an answer.
const annotations = z.array(z.unknown()).optional();
const contentPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('input_text'), text: z.string() }),
  z.strictObject({
    type: z.literal('output_text'),
    text: z.string(),
    annotations,
    logprobs: z.array(z.unknown()).optional(),
  }),
  z.strictObject({ type: z.literal('refusal'), refusal: z.string() }),
]);
const itemStatus = z.enum(['in_progress', 'completed', 'incomplete']).optional();
const textPart = z.object({ type: z.enum(['summary_text', 'reasoning_text']), text: z.string() });

const item = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('message'),
    role: z.enum(['user', 'assistant', 'system', 'developer']),
    content: z.union([z.string(), z.array(contentPart)]),
    id: z.string().optional(),
    status: itemStatus,
    phase: z.string().nullish(),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    call_id: z.string().min(1),
    name: z.string().min(1),
    arguments: z.string(),
    id: z.string().optional(),
    status: itemStatus,
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    call_id: z.string().min(1),
    output: z.union([z.string(), z.array(contentPart)]),
    id: z.string().nullish(),
    status: itemStatus.nullable(),
  }),
  z.strictObject({
    type: z.literal('reasoning'),
    id: z.string().min(1),
    summary: z.array(textPart),
    content: z.array(textPart).optional(),
    encrypted_content: z.string().nullish(),
    status: itemStatus,
  }),
]);

/** An item without a type is a message. */
const inputItem = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !('type' in value) ? { type: 'message', ...value } : value,
  item,
);

const tool = z.strictObject({
  type: z.literal('function'),
  name: z.string(),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()),
    description: z.string().optional(),
    strict: z.boolean().nullish(),
  }),
]);

/** The body of `POST /v1/responses`, as far as this server carries it out. Anything else is refused by name. */
export const responsesBody = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(inputItem)]),
  instructions: z.string().nullish(),
  tools: z.array(tool).optional(),
  tool_choice: z.unknown().optional(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z
    .strictObject({ format: format.optional(), verbosity: z.enum(['low', 'medium', 'high']).nullish() })
    .optional(),
  reasoning: z
    .strictObject({
      effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  include: z.array(z.string()).nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  max_tool_calls: z.number().int().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  previous_response_id: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  service_tier: z.string().nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_logprobs: z.number().int().nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  truncation: z.enum(['auto', 'disabled']).nullish(),
  user: z.string().optional(),
});

/** A parsed request to the Responses API. */
export type ResponsesBody = z.infer<typeof responsesBody>;
/** One item of its input. */
export type ResponsesItem = Exclude<ResponsesBody['input'], string>[number];

/** The text of a message or of a tool's output, parts joined. */
export function contentText(content: string | readonly z.infer<typeof contentPart>[]): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'refusal' ? part.refusal : part.text)).join('');
}

/** The items of the input; plain text is one user message. */
export function inputItems(body: ResponsesBody): readonly ResponsesItem[] {
  return typeof body.input === 'string' ? [{ type: 'message', role: 'user', content: body.input }] : body.input;
}

/** Whether the client asked for reasoning that it can carry back without the server's storing it. */
export function wantsSealedReasoning(body: ResponsesBody): boolean {
  return body.include?.includes('reasoning.encrypted_content') ?? false;
}
