/** A model that answers somewhere now. */
export interface ReachableModel {
  /** As settings name it. */
  readonly name: string;
  /** The address behind it: a base URL, or `null` for OpenAI itself; `undefined` for a model of the editor's. */
  readonly baseUrl: string | null | undefined;
}

/** A place that was asked which models it has. */
export interface ReachablePlace {
  /** For people: `OpenAI`, `Ollama on this machine`, `copilot`. */
  readonly place: string;
  readonly models: readonly ReachableModel[];
  /** Why it lists none, where it should. */
  readonly failure?: string;
}

/** Whether two models can be used together: what is asked by HTTP is all at one address. */
export function goTogether(one: ReachableModel, other: ReachableModel): boolean {
  return one.baseUrl === undefined || other.baseUrl === undefined || one.baseUrl === other.baseUrl;
}
