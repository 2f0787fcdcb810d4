import type { Result } from '../../../../core/util/result';
import { fail, ok } from '../../../../core/util/result';
import type { ApiError } from '../apiError';
import { invalidRequest } from '../apiError';
import { describeIssue } from '../bodyIssues';
import type { RequestContent, ScriptedItem } from '../modelScript';
import type { ProtocolRequest } from '../protocol';
import { checkSchemas } from '../schemaChecks';
import { checkItems } from './itemChecks';
import type { ResponsesBody, ResponsesItem } from './requestBody';
import { contentText, inputItems, responsesBody, wantsSealedReasoning } from './requestBody';
import { responseErrorEvent, writeResponse } from './writeAnswer';

/** Reads the body of `POST /v1/responses`. */
export function readResponsesRequest(json: unknown): Result<ProtocolRequest, ApiError> {
  const parsed = responsesBody.safeParse(json);
  if (!parsed.success) return fail(describeIssue(parsed.error, json));
  const body = parsed.data;
  const content = normalise(body);
  return ok({
    content,
    refusal: refusalOf(body, content),
    maxOutputTokens: body.max_output_tokens ?? undefined,
    parallelCalls: body.parallel_tool_calls ?? true,
    wantsSealedReasoning: wantsSealedReasoning(body),
    write: (answer, frame) => writeResponse(answer, { ...frame, body }),
    errorEvent: responseErrorEvent,
  });
}

function normalise(body: ResponsesBody): RequestContent {
  const format = body.text?.format;
  const effort = body.reasoning?.effort;
  return {
    protocol: 'responses',
    model: body.model,
    instructions: body.instructions ?? '',
    items: inputItems(body).map(normaliseItem),
    tools: (body.tools ?? []).map((tool) => ({
      name: tool.name,
      parameters: tool.parameters ?? {},
      // The Responses API is strict unless told otherwise.
      strict: tool.strict ?? true,
      ...(tool.description ? { description: tool.description } : {}),
    })),
    stream: body.stream ?? false,
    ...(format?.type === 'json_schema'
      ? { schema: { name: format.name, schema: format.schema, strict: format.strict ?? true } }
      : {}),
    ...(effort ? { effort } : {}),
  };
}

function normaliseItem(item: ResponsesItem): ScriptedItem {
  switch (item.type) {
    case 'message':
      return { type: item.role === 'developer' ? 'system' : item.role, text: contentText(item.content) };
    case 'function_call':
      return { type: 'tool-call', callId: item.call_id, name: item.name, arguments: item.arguments };
    case 'function_call_output':
      return { type: 'tool-result', callId: item.call_id, output: contentText(item.output) };
    case 'reasoning':
      return { type: 'reasoning', id: item.id };
  }
}

function refusalOf(body: ResponsesBody, content: RequestContent): ApiError | undefined {
  if (body.previous_response_id) {
    const message = `Previous response with id '${body.previous_response_id}' not found.`;
    return invalidRequest(message, { param: 'previous_response_id', code: 'previous_response_not_found' });
  }
  const places = { format: 'text.format', tool: (index: number) => `tools[${index}]` };
  return checkSchemas(content, places) ?? checkItems(inputItems(body));
}
