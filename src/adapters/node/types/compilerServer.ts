import { ServerFault } from './calls';
import { compilerAnswer, type CompilerRequest } from './compiler/messages';
import type { ServerProcess } from './serverProcess';
import type { ServerCheck, ServerFindings, TypeServer } from './typeServer';

/**
 * TypeScript up to 6, by the compiler's own interface, in a process that runs `compiler/main`: its `tsserver` holds a proposed file that is
 * on no disk to belong to no project, can't be told that one is gone, and checks all anew after each change.
 */
export class CompilerServer implements TypeServer {
  private ended: string | undefined;
  private waiting: ((answer: unknown) => void) | undefined;
  private refuse: ((fault: ServerFault) => void) | undefined;

  constructor(private readonly process: ServerProcess) {
    process.onMessage = (message) => this.waiting?.(message);
    void process.ended.then((why) => {
      this.ended = `TypeScript does not answer: ${why}.`;
      this.refuse?.(new ServerFault(this.ended));
    });
  }

  get confinement(): TypeServer['confinement'] {
    return this.process.confinement;
  }

  /** One at a time. */
  async check({ texts, configurations }: ServerCheck): Promise<ServerFindings> {
    const request: CompilerRequest = { texts: [...texts], configurations };
    const message = await new Promise<unknown>((resolve, reject) => {
      if (this.ended !== undefined) reject(new ServerFault(this.ended));
      this.waiting = resolve;
      this.refuse = reject;
      this.process.send(`${JSON.stringify(request)}\n`);
    });
    const answer = compilerAnswer.safeParse(message);
    if (!answer.success) throw new ServerFault('TypeScript answered in a form that is not known here.');
    if ('fault' in answer.data) throw new ServerFault(`TypeScript failed at it: ${answer.data.fault}`);
    return answer.data;
  }

  dispose(): void {
    this.process.dispose();
  }
}
