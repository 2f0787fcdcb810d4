import * as z from 'zod';

const textParts = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: z.string() }),
    z.strictObject({ type: z.literal('refusal'), refusal: z.string() }),
  ]),
);
const content = z.union([z.string(), textParts]);

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer', 'user']), content, name: z.string().optional() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: content.nullish(),
    refusal: z.string().nullish(),
    name: z.string().optional(),
    annotations: z.array(z.unknown()).optional(),
    tool_calls: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          type: z.literal('function'),
          function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
        }),
      )
      .min(1)
      .optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string().min(1), content }),
]);

const schema = z.record(z.string(), z.unknown());
const strict = z.boolean().nullish();

/** The body of `POST /v1/chat/completions`, as far as this server carries it out. Anything else is refused by name. */
export const chatBody = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string(),
          description: z.string().optional(),
          parameters: schema.optional(),
          strict,
        }),
      }),
    )
    .optional(),
  tool_choice: z.unknown().optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text') }),
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({ name: z.string(), schema, description: z.string().optional(), strict }),
      }),
    ])
    .optional(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  n: z.literal(1).nullish(),
  prompt_cache_key: z.string().optional(),
  safety_identifier: z.string().optional(),
  seed: z.number().int().nullish(),
  service_tier: z.string().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().optional(), include_obfuscation: z.boolean().optional() })
    .nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  user: z.string().optional(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
});

/** A parsed request to Chat Completions. */
export type ChatBody = z.infer<typeof chatBody>;
/** One message of it. */
export type ChatMessage = ChatBody['messages'][number];

/** The text of a message, parts joined; nothing where it has none. */
export function messageText(given: ChatMessage['content']): string {
  if (typeof given === 'string') return given;
  return (given ?? []).map((part) => (part.type === 'refusal' ? part.refusal : part.text)).join('');
}
