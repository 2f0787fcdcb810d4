import type { Turn } from '../agent/turn';
import type { ChatItem, ModelFailure, ToolSpec } from '../ports/chatModel';
import { fail, ok, type Result } from '../util/result';

/** How often a malformed answer goes back to the lead with its issues before it counts as a failure. */
export const maxReturns = 2;

/** Why the lead gave no usable answer. */
export type LeadFailure =
  | { readonly type: 'model'; readonly failure: ModelFailure }
  | { readonly type: 'malformed'; readonly issues: readonly string[] }
  | { readonly type: 'turns-exhausted'; readonly turns: number };

/** What the lead is asked in one call. */
export interface LeadRequest {
  readonly instructions: string;
  readonly items: readonly ChatItem[];
  readonly tools: readonly ToolSpec[];
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
}

/** Carries one call out. */
export type LeadCall = (request: LeadRequest) => Promise<Result<Turn, ModelFailure>>;

/** Asks for an answer in a schema, without tools; one that does not hold to it goes back with its issues. */
export async function askFor<T>(
  call: LeadCall,
  request: Omit<LeadRequest, 'items' | 'tools'> & { readonly message: string },
  parse: (answer: string) => Result<T, readonly string[]>,
): Promise<Result<T, LeadFailure>> {
  const { message, instructions, schema } = request;
  const items: ChatItem[] = [{ type: 'user', text: message }];
  for (let returned = 0; ; returned++) {
    const turn = await call({ instructions, items, tools: [], schema });
    if (!turn.ok) return fail({ type: 'model', failure: turn.error });
    const parsed = parse(turn.value.text);
    if (parsed.ok) return ok(parsed.value);
    if (returned === maxReturns) return fail({ type: 'malformed', issues: parsed.error });
    const issues = parsed.error.map((issue) => `- ${issue}`).join('\n');
    items.push(...turn.value.items, {
      type: 'user',
      text: `The answer is not valid. Answer again, whole:\n${issues}`,
    });
  }
}
