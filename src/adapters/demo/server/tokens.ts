import { createHash } from 'node:crypto';

import type { RequestContent } from './modelScript';
import type { OutgoingAnswer, TokenUsage } from './protocol';

const charactersPerToken = 4;
const cacheBlockTokens = 128;
/** OpenAI caches no prompt shorter than this. */
const smallestCachedTokens = 1024;
const maximumCachedBlocks = 100_000;

/** Four characters a token, which is about right for English and code. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** All text of a request that a model would read, what changes least first, so that prefixes repeat between turns. */
export function promptText(content: RequestContent): string {
  const tools = content.tools.map((tool) => JSON.stringify(tool));
  const schema = content.schema ? [JSON.stringify(content.schema)] : [];
  const items = content.items.map((item) => {
    switch (item.type) {
      case 'tool-call':
        return item.name + item.arguments;
      case 'tool-result':
        return item.output;
      case 'reasoning':
        return '';
      case 'user':
      case 'assistant':
      case 'system':
        return item.text;
    }
  });
  return [...tools, ...schema, content.instructions, ...items].join('\n');
}

/** The text of a call's arguments as it goes over the wire. */
export function argumentsText(given: Readonly<Record<string, unknown>> | string): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}

/** Tokens of an answer, those of its reasoning apart. */
export function countOutput(answer: OutgoingAnswer): Pick<TokenUsage, 'outputTokens' | 'reasoningTokens'> {
  const reasoningTokens = 'reasoning' in answer && answer.reasoning ? estimateTokens(answer.reasoning) : 0;
  const texts = 'text' in answer && answer.text ? [answer.text] : [];
  if (answer.type === 'tool-calls')
    texts.push(...answer.calls.map((call) => call.name + argumentsText(call.arguments)));
  return { outputTokens: reasoningTokens + estimateTokens(texts.join('')), reasoningTokens };
}

/** Remembers the beginnings of prompts by digest, in blocks of 128 tokens, as OpenAI's prompt cache does. */
export class PromptCache {
  private readonly known = new Set<string>();

  /** Tells how many tokens from the start were seen before under this model, and remembers the whole prompt. */
  admit(model: string, prompt: string): number {
    const blockCharacters = cacheBlockTokens * charactersPerToken;
    if (this.known.size > maximumCachedBlocks) this.known.clear();
    let digest = model;
    let cachedBlocks = 0;
    for (let end = blockCharacters; end <= prompt.length; end += blockCharacters) {
      digest = createHash('sha256')
        .update(digest)
        .update(prompt.slice(end - blockCharacters, end))
        .digest('base64');
      if (this.known.has(digest)) cachedBlocks += 1;
      else this.known.add(digest);
    }
    const cachedTokens = cachedBlocks * cacheBlockTokens;
    return cachedTokens >= smallestCachedTokens ? cachedTokens : 0;
  }
}
