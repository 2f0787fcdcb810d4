import type { Response } from 'openai/resources/responses/responses';

import type { AnswerFrame, TokenUsage } from '../protocol';
import type { ResponsesBody } from './requestBody';

/** A response as it goes over the wire: `output_text` is an addition of the SDK. */
export type WireResponse = Omit<Response, 'output_text' | 'access_programs'>;

/** The request and what its answer claims. */
export interface ResponseFrame extends AnswerFrame {
  readonly body: ResponsesBody;
}

/** A response that has begun and has no output yet; it repeats what was asked for. */
export function openResponse(id: string, createdAt: number, { body, model }: ResponseFrame): WireResponse {
  const format = body.text?.format;
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: body.reasoning?.summary ?? null },
    service_tier: 'default',
    temperature: body.temperature ?? 1,
    text: {
      format:
        format?.type === 'json_schema'
          ? { type: 'json_schema', name: format.name, schema: format.schema, strict: format.strict ?? true }
          : { type: 'text' },
    },
    tool_choice: 'auto',
    tools: (body.tools ?? []).map((tool) => ({
      type: 'function',
      name: tool.name,
      description: tool.description ?? null,
      parameters: tool.parameters ?? null,
      strict: tool.strict ?? true,
    })),
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? 'disabled',
    metadata: body.metadata ?? {},
  };
}

/** The usage of a request in the names of the Responses API. */
export function responseUsage(usage: TokenUsage): NonNullable<Response['usage']> {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
