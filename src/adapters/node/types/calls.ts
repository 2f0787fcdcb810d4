/** Why a server did not answer as it should; in words, for the verdict. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: ServerFault) => void;
}

/** Requests that wait for their answers, by number. */
export class Calls {
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private fault: ServerFault | undefined;

  /** Numbers a request, sends it, and resolves with its answer. Rejects with a {@link ServerFault}. */
  make(send: (id: number) => void): Promise<unknown> {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      if (this.fault) reject(this.fault);
      else {
        this.waiting.set(id, { resolve, reject });
        send(id);
      }
    });
  }

  answer(id: number, answer: unknown): void {
    this.waiting.get(id)?.resolve(answer);
    this.waiting.delete(id);
  }

  refuse(id: number, why: string): void {
    this.waiting.get(id)?.reject(new ServerFault(why));
    this.waiting.delete(id);
  }

  /** Nothing is answered any more. */
  end(why: string): void {
    this.fault = new ServerFault(why);
    for (const { reject } of this.waiting.values()) reject(this.fault);
    this.waiting.clear();
  }
}
