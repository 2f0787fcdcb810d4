import type {
  FunctionTool,
  ResponseCreateParamsBase,
  ResponseInputItem,
  ResponseReasoningItem,
} from 'openai/resources/responses/responses';

import type { ChatItem, ChatRequest, JsonObject, ToolSpec } from '../../core/ports/chatModel';
import { isReasoningModel } from './reasoningModels';

/**
 * A request in the words of the Responses API. The provider keeps nothing (`store: false`), so what a reasoning model thought
 * before a tool call comes back to it from us, encrypted.
 */
export function toResponsesRequest(request: ChatRequest): ResponseCreateParamsBase {
  const reasons = isReasoningModel(request.model);
  return {
    model: request.model,
    instructions: request.instructions,
    input: request.items.flatMap((item) => toInputItems(item, request.model)),
    store: false,
    ...(reasons && { include: ['reasoning.encrypted_content'] }),
    ...(reasons && request.effort && { reasoning: { effort: request.effort } }),
    ...(request.tools.length > 0 && { tools: request.tools.map(toFunctionTool), parallel_tool_calls: true }),
    ...(request.schema && {
      text: { format: { type: 'json_schema', name: request.schema.name, schema: request.schema.schema, strict: true } },
    }),
    ...(request.maxOutputTokens !== undefined && { max_output_tokens: request.maxOutputTokens }),
  };
}

function toFunctionTool({ name, description, parameters }: ToolSpec): FunctionTool {
  return { type: 'function', name, description, parameters, strict: true };
}

/** An item in the API's words: none for thoughts of another model or provider, which mean nothing here and would be refused. */
function toInputItems(item: ChatItem, model: string): readonly ResponseInputItem[] {
  switch (item.type) {
    case 'user':
    case 'assistant':
      return [{ type: 'message', role: item.type, content: item.text }];
    case 'reasoning':
      return isReasoningModel(model) && isReasoningItem(item.opaque) ? [item.opaque] : [];
    case 'tool-call':
      return [{ type: 'function_call', call_id: item.callId, name: item.name, arguments: item.arguments }];
    case 'tool-result':
      return [{ type: 'function_call_output', call_id: item.callId, output: item.output }];
  }
}

function isReasoningItem(value: JsonObject): value is JsonObject & ResponseReasoningItem {
  return value.type === 'reasoning' && typeof value.id === 'string' && Array.isArray(value.summary);
}
