import type { Result } from '../../../../core/util/result';
import { fail, ok } from '../../../../core/util/result';
import type { ApiError } from '../apiError';
import { errorBody } from '../apiError';
import { describeIssue } from '../bodyIssues';
import type { RequestContent, ScriptedItem } from '../modelScript';
import type { ProtocolRequest } from '../protocol';
import { checkSchemas } from '../schemaChecks';
import { checkMessages } from './messageChecks';
import type { ChatBody, ChatMessage } from './requestBody';
import { chatBody, messageText } from './requestBody';
import { writeCompletion } from './writeAnswer';

/** Reads the body of `POST /v1/chat/completions`. */
export function readChatRequest(json: unknown): Result<ProtocolRequest, ApiError> {
  const parsed = chatBody.safeParse(json);
  if (!parsed.success) return fail(describeIssue(parsed.error, json));
  const body = parsed.data;
  const content = normalise(body);
  const places = { format: 'response_format.json_schema', tool: (index: number) => `tools[${index}].function` };
  return ok({
    content,
    refusal: checkSchemas(content, places) ?? checkMessages(body.messages),
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    parallelCalls: body.parallel_tool_calls ?? true,
    wantsSealedReasoning: false,
    write: (answer, frame) => writeCompletion(answer, { ...frame, body }),
    errorEvent: (error) => ({ data: JSON.stringify(errorBody(error)) }),
  });
}

function normalise(body: ChatBody): RequestContent {
  const isInstruction = (message: ChatMessage): boolean => message.role === 'system' || message.role === 'developer';
  const firstOther = body.messages.findIndex((message) => !isInstruction(message));
  const instructionCount = firstOther < 0 ? body.messages.length : firstOther;
  const format = body.response_format;
  return {
    protocol: 'chat',
    model: body.model,
    instructions: body.messages
      .slice(0, instructionCount)
      .map((message) => messageText(message.content))
      .join('\n\n'),
    items: body.messages.slice(instructionCount).flatMap(normaliseMessage),
    tools: (body.tools ?? []).map(({ function: tool }) => ({
      name: tool.name,
      parameters: tool.parameters ?? {},
      // Chat Completions is not strict unless told so.
      strict: tool.strict ?? false,
      ...(tool.description ? { description: tool.description } : {}),
    })),
    stream: body.stream ?? false,
    ...(format?.type === 'json_schema'
      ? {
          schema: {
            name: format.json_schema.name,
            schema: format.json_schema.schema,
            strict: format.json_schema.strict ?? false,
          },
        }
      : {}),
    ...(body.reasoning_effort ? { effort: body.reasoning_effort } : {}),
  };
}

function normaliseMessage(message: ChatMessage): readonly ScriptedItem[] {
  switch (message.role) {
    case 'tool':
      return [{ type: 'tool-result', callId: message.tool_call_id, output: messageText(message.content) }];
    case 'assistant': {
      const text = messageText(message.content) || (message.refusal ?? '');
      return [
        ...(text ? [{ type: 'assistant' as const, text }] : []),
        ...(message.tool_calls ?? []).map((call) => ({
          type: 'tool-call' as const,
          callId: call.id,
          name: call.function.name,
          arguments: call.function.arguments,
        })),
      ];
    }
    case 'user':
      return [{ type: 'user', text: messageText(message.content) }];
    case 'system':
    case 'developer':
      return [{ type: 'system', text: messageText(message.content) }];
  }
}
