import { fail, ok, type Result } from '../../../core/util/result';

/** Something the script does not know by itself: it has to stand in what it was sent. `pattern` has one group. */
export interface Fact {
  /** A file that was read, the feedback, or the output of gates. */
  readonly from: { readonly file: string } | 'feedback' | 'gate-output';
  readonly pattern: RegExp;
}

/** Facts by the names that texts call them by. */
export type Facts = Readonly<Record<string, Fact>>;

/** Facts that were found. */
export type FoundFacts = Readonly<Record<string, string>>;

/** Where facts are looked for; nothing where nothing was sent. */
export type FactSource = (from: Fact['from']) => string | undefined;

/** Finds all facts, or says which one was not in what was sent. */
export function findFacts(facts: Facts, source: FactSource): Result<FoundFacts, string> {
  const found: Record<string, string> = {};
  for (const [name, { from, pattern }] of Object.entries(facts)) {
    const value = pattern.exec(source(from) ?? '')?.[1];
    if (value === undefined)
      return fail(`The demo's script needs ${name} from ${nameOf(from)}, and it was not sent there.`);
    found[name] = value;
  }
  return ok(found);
}

/** Puts facts into a text: `{{name}}` stands for one. */
export function fill(text: string, facts: FoundFacts): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = facts[name];
    if (value === undefined)
      throw new Error(`The text "${text}" wants a fact ${name} that its script does not look for.`);
    return value;
  });
}

function nameOf(from: Fact['from']): string {
  if (from === 'feedback') return 'the feedback';
  return from === 'gate-output' ? "the gates' output" : from.file;
}
