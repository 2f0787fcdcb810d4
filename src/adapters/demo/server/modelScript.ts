/** The wire protocol a request came in. A script that answers both the same way need not look. */
export type ModelProtocol = 'responses' | 'chat';

/** One piece of the conversation, the same for both protocols. */
export type ScriptedItem =
  | { readonly type: 'user' | 'assistant' | 'system'; readonly text: string }
  | { readonly type: 'tool-call'; readonly callId: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'tool-result'; readonly callId: string; readonly output: string }
  | { readonly type: 'reasoning'; readonly id: string };

/** A function tool that the client offered. */
export interface ScriptedTool {
  readonly name: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

/** The schema that the client wants the answer's text to follow. */
export interface ScriptedSchema {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

/** What a request says, freed from its protocol. Leading system messages of a chat count as `instructions`. */
export interface RequestContent {
  readonly protocol: ModelProtocol;
  readonly model: string;
  readonly instructions: string;
  readonly items: readonly ScriptedItem[];
  readonly tools: readonly ScriptedTool[];
  readonly schema?: ScriptedSchema;
  readonly stream: boolean;
  readonly effort?: string;
}

/** What a script answers from: the content of the request and what came with it, but never a secret. */
export interface ScriptedRequest extends RequestContent {
  /** Whether a key was presented; its value is not kept anywhere. */
  readonly authorized: boolean;
  /** Headers in lower case, without any that carries a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the client goes away before the answer is complete, and when the server closes. */
  readonly signal: AbortSignal;
}

/** One function call of an answer. Arguments given as an object are written as JSON; text goes out as it is. */
export interface ScriptedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>> | string;
}

/** What a script lets the model say. */
export type ScriptedAnswer =
  | { readonly type: 'text'; readonly text: string; readonly reasoning?: string }
  | {
      readonly type: 'tool-calls';
      readonly calls: readonly ScriptedCall[];
      readonly text?: string;
      readonly reasoning?: string;
    }
  | { readonly type: 'refusal'; readonly text: string }
  /** The answer ran into the limit of output tokens. */
  | { readonly type: 'incomplete'; readonly text: string }
  /** The script has no answer to this: HTTP 400, so that a test or the demo fails loudly. */
  | { readonly type: 'refuse-request'; readonly message: string };

/** Stands in for the intelligence of a model: answers from the request alone, and knows no order of calls. */
export interface ModelScript {
  readonly models: readonly string[];
  answer(request: ScriptedRequest): ScriptedAnswer | Promise<ScriptedAnswer>;
}
