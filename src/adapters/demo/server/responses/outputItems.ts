import type {
  ResponseFunctionToolCall,
  ResponseOutputMessage,
  ResponseReasoningItem,
} from 'openai/resources/responses/responses';

import { newIdentifier } from '../identifiers';
import type { OutgoingAnswer } from '../protocol';
import { argumentsText } from '../tokens';
import type { ResponsesBody } from './requestBody';
import { wantsSealedReasoning } from './requestBody';
import { sealReasoning } from './sealedReasoning';

/** The kinds of output this server makes. */
export type OutputItem = ResponseReasoningItem | ResponseOutputMessage | (ResponseFunctionToolCall & { id: string });

/** The finished items of an answer, in the order a model makes them: reasoning, words, calls. */
export function outputItems(answer: OutgoingAnswer, body: ResponsesBody): readonly OutputItem[] {
  switch (answer.type) {
    case 'empty':
    case 'failed':
      return [];
    case 'refusal':
      return [message([{ type: 'refusal', refusal: answer.text }], 'completed')];
    case 'incomplete':
      return [message([outputText(answer.text)], 'incomplete')];
    case 'text':
      return [...reasoning(answer.reasoning, body), message([outputText(answer.text)], 'completed')];
    case 'tool-calls':
      return [
        ...reasoning(answer.reasoning, body),
        ...(answer.text ? [message([outputText(answer.text)], 'completed')] : []),
        ...answer.calls.map((call) => ({
          id: newIdentifier('fc'),
          type: 'function_call' as const,
          status: 'completed' as const,
          call_id: newIdentifier('call'),
          name: call.name,
          arguments: argumentsText(call.arguments),
        })),
      ];
  }
}

function message(
  content: ResponseOutputMessage['content'],
  status: ResponseOutputMessage['status'],
): ResponseOutputMessage {
  return { id: newIdentifier('msg'), type: 'message', status, role: 'assistant', content };
}

function outputText(text: string): ResponseOutputMessage['content'][number] {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

/** Summary and sealed content are given only to those who ask for them. */
function reasoning(text: string | undefined, body: ResponsesBody): readonly ResponseReasoningItem[] {
  if (text === undefined) return [];
  const id = newIdentifier('rs');
  return [
    {
      id,
      type: 'reasoning',
      summary: body.reasoning?.summary ? [{ type: 'summary_text', text }] : [],
      ...(wantsSealedReasoning(body) ? { encrypted_content: sealReasoning(id, text) } : {}),
    },
  ];
}
