import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/core/run/turns';
import type { WorkspacePath } from '../../../src/core/util/paths';

const at = (...paths: string[]): WorkspacePath[] => paths as WorkspacePath[];
const going = (): AbortSignal => new AbortController().signal;

/** Takes a turn and tells of it in a list once it is had. */
function asked(turns: Turns, had: string[], holder: string, paths: readonly WorkspacePath[]): Promise<void> {
  return turns.take(holder, paths, going()).then((how) => void had.push(`${holder} ${how}`));
}

describe('turns on files', () => {
  it('are had at once where nobody has one on any of the files, and else first come, first served', async () => {
    const turns = new Turns();
    const had: string[] = [];
    await asked(turns, had, 'A', at('x', 'y'));
    await asked(turns, had, 'B', at('z'));
    const waiting = [asked(turns, had, 'C', at('y')), asked(turns, had, 'D', at('y', 'z'))];
    turns.giveBack('B');
    turns.giveBack('A');
    await waiting[0];
    expect(had).toEqual(['A at-once', 'B at-once', 'C waited']);
    turns.giveBack('C');
    await waiting[1];
    expect(had.at(-1)).toBe('D waited');
  });

  it('are not taken by who comes later and wants less, from who has waited longer', async () => {
    const turns = new Turns();
    const had: string[] = [];
    await asked(turns, had, 'A', at('x'));
    const both = asked(turns, had, 'B', at('x', 'y'));
    const later = asked(turns, had, 'C', at('y'));
    turns.giveBack('A');
    await both;
    expect(had).toEqual(['A at-once', 'B waited']);
    turns.giveBack('B');
    await later;
  });

  it('end the waiting of who is stopped, and of nobody else', async () => {
    const turns = new Turns();
    const had: string[] = [];
    await asked(turns, had, 'A', at('x'));
    const stop = new AbortController();
    const stopped = turns.take('B', at('x', 'y'), stop.signal);
    const behind = asked(turns, had, 'C', at('y'));
    stop.abort();
    await expect(stopped).rejects.toThrow();
    await behind;
    await expect(turns.take('D', at('z'), stop.signal)).rejects.toThrow();
    turns.giveBack('A');
    await asked(turns, had, 'E', at('x'));
    expect(had).toEqual(['A at-once', 'C waited', 'E at-once']);
  });

  it('are given back by who takes another, so that nobody holds one and waits for the next', async () => {
    const turns = new Turns();
    const had: string[] = [];
    await asked(turns, had, 'A', at('x'));
    await asked(turns, had, 'B', at('y'));
    const crossing = [asked(turns, had, 'A', at('y')), asked(turns, had, 'B', at('x'))];
    await Promise.all(crossing);
    expect(had).toHaveLength(4);
  });

  it('are never had by two on one file, and all come to theirs', async () => {
    const wanted = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(wanted, fc.scheduler(), async (all, scheduler) => {
        const turns = new Turns();
        const busy = new Set<string>();
        const work = async (paths: readonly string[], index: number): Promise<void> => {
          await turns.take(`${index}`, at(...paths), going());
          for (const path of paths) {
            expect(busy.has(path)).toBe(false);
            busy.add(path);
          }
          await scheduler.schedule(Promise.resolve());
          for (const path of paths) busy.delete(path);
          turns.giveBack(`${index}`);
        };
        const done = Promise.all(all.map(work));
        await scheduler.waitFor(done);
      }),
    );
  });
});
