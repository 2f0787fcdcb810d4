import type { StandingApply, StandingWrite } from './applies';
import type { RunEvent } from './events';
import type { RunState } from './state';

/** The applies that stand after an event, the newest last; `state` is the run's before it. */
export function reduceApplies(state: RunState, event: RunEvent): readonly StandingApply[] {
  const { applies } = state;
  const newest = applies.at(-1);
  switch (event.type) {
    case 'apply-started': {
      const paths = event.writes.map(({ path }) => path);
      return [...applies, { writes: event.writes, isDone: false, paths, settled: [] }];
    }
    case 'apply-refused':
      // Most are refused before anything is written; after that the applier has put everything back.
      return newest && !newest.isDone && state.applying ? applies.slice(0, -1) : applies;
    case 'applied':
      return newest ? [...applies.slice(0, -1), doneWith(newest, state, event)] : applies;
    case 'apply-undone':
      return applies.slice(0, -1);
    default:
      return applies;
  }
}

function doneWith(
  apply: StandingApply,
  { proposal }: RunState,
  { files, paths, saved = [] }: Extract<RunEvent, { type: 'applied' }>,
): StandingApply {
  const texts = new Map(saved.map(({ path, text }) => [path, text]));
  const settled = files.flatMap((after) => {
    const before = proposal.get(after.path);
    return before ? [{ before, after }] : [];
  });
  const writes = apply.writes.map((write): StandingWrite => {
    const text = texts.get(write.path);
    return text === undefined || write.after === null ? write : { ...write, after: text, accepted: write.after };
  });
  return { writes, isDone: true, paths, settled };
}
