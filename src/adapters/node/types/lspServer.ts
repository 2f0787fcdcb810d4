import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import type { TypeProblem } from '../../../core/ports/typeChecker';
import { Calls, ServerFault } from './calls';
import { framed } from './messageFrames';
import type { ServerProcess } from './serverProcess';
import type { ServerCheck, ServerFindings, TypeServer } from './typeServer';

/** What `tsc` is started with to be a language server. */
export const lspArguments: readonly string[] = ['--lsp', '--stdio'];

const id = z.union([z.number(), z.string()]);
const messageSchema = z.object({
  id: z.optional(z.nullable(id)),
  method: z.optional(z.string()),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
});
/** TypeScript's own request, beside the protocol's. */
const projectSchema = z.object({ configFilePath: z.string() });
const diagnosticsSchema = z.object({
  items: z.array(
    z.object({
      range: z.object({ start: z.object({ line: z.number(), character: z.number() }) }),
      severity: z.optional(z.number()),
      code: z.optional(id),
      message: z.string(),
    }),
  ),
});
/** Errors, and warnings: those are errors of style that the compiler itself counts as errors. What is weaker are hints. */
const weakestError = 2;

/** TypeScript since 7, over the language server protocol. It is to be asked only for what {@link showsAsText} holds of. */
export class LspServer implements TypeServer {
  private readonly calls = new Calls();
  private readonly laid = new Map<string, { readonly text: string; readonly version: number }>();

  private readonly ready: Promise<unknown>;

  /** `root` is the absolute path of the folder that its projects lie in. */
  constructor(
    private readonly process: ServerProcess,
    root: string,
  ) {
    process.onMessage = (message) => this.hear(message);
    void process.ended.then((why) => this.calls.end(`TypeScript's server does not answer: ${why}.`));
    const uri = uriOf(root);
    this.ready = this.request('initialize', {
      // It would look for ours outside of its sandbox, and end when it does not find it.
      processId: null,
      locale: 'en',
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'workspace' }],
      capabilities: { textDocument: { diagnostic: {} } },
    }).then(() => this.notify('initialized', {}));
    // Told to whoever asks it for something.
    this.ready.catch(() => undefined);
  }

  get confinement(): TypeServer['confinement'] {
    return this.process.confinement;
  }

  async check({ texts, files }: ServerCheck): Promise<ServerFindings> {
    await this.ready;
    this.lay(texts);
    const problems: TypeProblem[] = [];
    const checked: string[] = [];
    for (const file of files) {
      const found = await this.problemsOf(file);
      if (!found) continue;
      checked.push(file);
      problems.push(...found);
    }
    return { problems, checked };
  }

  dispose(): void {
    this.process.dispose();
  }

  private lay(texts: ServerCheck['texts']): void {
    for (const file of [...this.laid.keys()].filter((open) => !texts.has(open))) {
      this.laid.delete(file);
      this.notify('textDocument/didClose', { textDocument: { uri: uriOf(file) } });
    }
    for (const [file, text] of texts) if (text !== null) this.open(file, text);
  }

  /** `undefined` for a file of no project. */
  private async problemsOf(file: string): Promise<readonly TypeProblem[] | undefined> {
    const textDocument = { uri: uriOf(file) };
    const project = read(projectSchema, await this.request('custom/projectInfo', { textDocument }));
    if (project.configFilePath === '') return undefined;
    const { items } = read(diagnosticsSchema, await this.request('textDocument/diagnostic', { textDocument }));
    return items
      .filter(({ severity = 1 }) => severity <= weakestError)
      .map(({ range: { start }, code, message }) => {
        return { file, line: start.line + 1, column: start.character + 1, code: Number(code ?? 0), message };
      });
  }

  private open(file: string, text: string): void {
    const before = this.laid.get(file);
    if (before?.text === text) return;
    const version = (before?.version ?? 0) + 1;
    this.laid.set(file, { text, version });
    const uri = uriOf(file);
    if (before) {
      this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    } else {
      this.notify('textDocument/didOpen', { textDocument: { uri, languageId: languageOf(file), version, text } });
    }
  }

  private request(method: string, params: unknown): Promise<unknown> {
    return this.calls.make((number) => this.send({ id: number, method, params }));
  }

  private notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  private send(message: object): void {
    this.process.send(framed({ jsonrpc: '2.0', ...message }));
  }

  private hear(message: unknown): void {
    const { id: number, method, result, error } = read(messageSchema, message);
    if (method !== undefined) {
      // What it asks of its client (to register this, to be told that) can go without.
      if (number !== undefined && number !== null) this.send({ id: number, result: null });
    } else if (typeof number === 'number') {
      if (error) this.calls.refuse(number, `TypeScript's server could not answer: ${error.message}`);
      else this.calls.answer(number, result);
    }
  }
}

/** Whether an open document can stand for the change of a file: not for one that is gone, and not for a configuration. */
export function showsAsText(file: string, text: string | null): boolean {
  return text !== null && !file.endsWith('.json');
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

function languageOf(file: string): string {
  const [, kind = 'ts', react = ''] = /\.[cm]?(ts|js)(x?)$/.exec(file) ?? [];
  return `${kind === 'js' ? 'javascript' : 'typescript'}${react === '' ? '' : 'react'}`;
}

function read<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ServerFault(`TypeScript's server answered in a form that is not known here.`);
  return parsed.data;
}
