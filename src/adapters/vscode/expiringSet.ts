import type { Memento } from 'vscode';

import type { Clock } from '../../core/ports/services';

/** What was found out about the world and may change there: remembered over sessions, and forgotten after a while. */
export class ExpiringSet {
  constructor(
    private readonly memory: Memento,
    private readonly options: { readonly key: string; readonly lifeMs: number; readonly clock: Clock },
  ) {}

  has(entry: string): boolean {
    return this.present().has(entry);
  }

  add(entry: string): void {
    const next = this.present().set(entry, this.options.clock.now());
    void this.memory.update(this.options.key, [...next]);
  }

  private present(): Map<string, number> {
    const { key, lifeMs, clock } = this.options;
    const all = this.memory.get<readonly (readonly [string, number])[]>(key, []);
    return new Map(all.filter(([, since]) => clock.now() - since < lifeMs));
  }
}
