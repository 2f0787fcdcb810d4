import type {
  ChatCompletionCreateParamsBase,
  ChatCompletionFunctionTool,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';

import type { ChatItem, ChatRequest, ToolSpec } from '../../core/ports/chatModel';
import type { Lack } from './lacks';
import { isReasoningModel } from './reasoningModels';
import { callAsText, resultAsText, toolsInWords } from './toolText';

/** How a request is to be put to a server. */
export interface ChatForm {
  readonly stream: boolean;
  readonly lacks: ReadonlySet<Lack>;
  /**
   * Whether an answer can be held to a schema while there are tools. OpenAI's can; others then hold every answer to it, and no tool is
   * ever called.
   */
  readonly schemaBesideTools: boolean;
}

/** A request in the words of Chat Completions. Thoughts are not carried: servers refuse them, or take them for text. */
export function toChatRequest(request: ChatRequest, form: ChatForm): ChatCompletionCreateParamsBase {
  const { lacks, stream } = form;
  const { model, tools, effort, maxOutputTokens } = request;
  const offersTools = tools.length > 0 && !lacks.has('tools');
  const limitName = lacks.has('completion-limit') ? 'max_tokens' : 'max_completion_tokens';
  return {
    model,
    messages: [
      { role: 'system', content: instructionsOf(request, form) },
      ...toMessages(request.items, offersTools || tools.length === 0),
    ],
    stream,
    ...(stream && !lacks.has('stream-usage') && { stream_options: { include_usage: true } }),
    ...(offersTools && { tools: tools.map((tool) => toFunctionTool(tool, !lacks.has('strict-tools'))) }),
    ...(offersTools && !lacks.has('parallel-calls') && { parallel_tool_calls: true }),
    ...formatOf(request, form),
    ...(effort && isReasoningModel(model) && !lacks.has('effort') && { reasoning_effort: effort }),
    ...(maxOutputTokens !== undefined && { [limitName]: maxOutputTokens }),
  };
}

type Format = 'json_schema' | 'json_object' | 'words';

function formatNameOf({ tools }: ChatRequest, { lacks, schemaBesideTools }: ChatForm): Format {
  if (tools.length > 0 && !schemaBesideTools) return 'words';
  if (!lacks.has('json-schema')) return 'json_schema';
  return lacks.has('json-object') ? 'words' : 'json_object';
}

function formatOf(request: ChatRequest, form: ChatForm): Pick<ChatCompletionCreateParamsBase, 'response_format'> {
  const { schema } = request;
  if (!schema) return {};
  switch (formatNameOf(request, form)) {
    case 'json_schema':
      return {
        response_format: {
          type: 'json_schema',
          json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
        },
      };
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    case 'words':
      return {};
  }
}

function instructionsOf(request: ChatRequest, form: ChatForm): string {
  const { instructions, schema, tools } = request;
  const inWords = schema && formatNameOf(request, form) !== 'json_schema' ? [schemaInWords(schema, tools)] : [];
  return [instructions, ...(form.lacks.has('tools') ? [toolsInWords(tools)] : []), ...inWords]
    .filter((part) => part !== '')
    .join('\n\n');
}

function schemaInWords({ schema }: NonNullable<ChatRequest['schema']>, tools: readonly ToolSpec[]): string {
  const when = tools.length > 0 ? 'When you answer and call no tool, answer' : 'Answer';
  return `${when} with one JSON object and nothing else, no code fence, that this JSON schema holds for:\n${JSON.stringify(schema)}`;
}

function toFunctionTool({ name, description, parameters }: ToolSpec, strict: boolean): ChatCompletionFunctionTool {
  return { type: 'function', function: { name, description, parameters, ...(strict && { strict }) } };
}

/**
 * The conversation as messages. What one answer brought is one message, and messages of the user that follow each other are one too: the
 * templates of many models know nothing but turns.
 */
function toMessages(items: readonly ChatItem[], knowsTools: boolean): readonly ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = [];
  const say = (role: 'user' | 'assistant', text: string): void => {
    const last = messages.at(-1);
    if (last?.role === role && typeof last.content === 'string') last.content += `\n\n${text}`;
    else if (last?.role === 'assistant' && role === 'assistant') last.content = text;
    else messages.push({ role, content: text });
  };
  for (const item of items) {
    switch (item.type) {
      case 'user':
      case 'assistant':
        say(item.type, item.text);
        break;
      case 'reasoning':
        break;
      case 'tool-call': {
        if (!knowsTools) {
          say('assistant', callAsText(item));
          break;
        }
        const { callId: id, name, arguments: args } = item;
        const call = { id, type: 'function' as const, function: { name, arguments: args } };
        const last = messages.at(-1);
        if (last?.role === 'assistant') last.tool_calls = [...(last.tool_calls ?? []), call];
        else messages.push({ role: 'assistant', content: null, tool_calls: [call] });
        break;
      }
      case 'tool-result':
        if (knowsTools) messages.push({ role: 'tool', tool_call_id: item.callId, content: item.output });
        else say('user', resultAsText(item.output));
        break;
    }
  }
  return messages;
}
