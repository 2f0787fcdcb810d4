import type { ChatItem } from '../../core/ports/chatModel';

const charactersPerToken = 4;
/** Instructions and tools are the same in each turn; a few runs' worth of them are kept. */
const mostTexts = 500;

/** Counts tokens by asking, each text once: a question goes to another process. Where that fails, four characters are a token. */
export class TokenCounts {
  private readonly items = new WeakMap<ChatItem, Promise<number>>();
  private readonly texts = new Map<string, Promise<number>>();

  /** Tokens of items that are sent again with each turn. */
  async ofItems(items: readonly ChatItem[], count: (text: string) => Thenable<number>): Promise<number> {
    return sum(
      items.map((item) => {
        const known = this.items.get(item) ?? ask(textOf(item), count);
        this.items.set(item, known);
        return known;
      }),
    );
  }

  /** Tokens of texts that are the same in many calls. */
  async ofTexts(texts: readonly string[], count: (text: string) => Thenable<number>): Promise<number> {
    if (this.texts.size > mostTexts) this.texts.clear();
    return sum(
      texts.map((text) => {
        const known = this.texts.get(text) ?? ask(text, count);
        this.texts.set(text, known);
        return known;
      }),
    );
  }
}

async function ask(text: string, count: (text: string) => Thenable<number>): Promise<number> {
  try {
    return await count(text);
  } catch {
    // A count is a figure for people: none of a call's worth depends on it.
    return Math.ceil(text.length / charactersPerToken);
  }
}

function textOf(item: ChatItem): string {
  switch (item.type) {
    case 'user':
    case 'assistant':
      return item.text;
    case 'reasoning':
      return '';
    case 'tool-call':
      return `${item.name} ${item.arguments}`;
    case 'tool-result':
      return item.output;
  }
}

async function sum(counts: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(counts)).reduce((all, count) => all + count, 0);
}
