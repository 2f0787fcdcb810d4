import { hunksOf } from '../review/hunks';
import { originOf, standing, type ProposalFile } from '../staging/read/proposal';
import { applyDelta } from '../staging/read/textDelta';
import type { WorkspacePath } from '../util/paths';
import type { RunEvent } from './events';
import type { RebaseOrigin, RunState } from './state';

type Rebased = Extract<RunEvent, { type: 'file-rebased' }>;

const made = new WeakMap<RunEvent, ProposalFile>();

/** Keeps the file that an event tells of: finding out its hunks a second time costs more than all the rest of a rebase. */
export function keepRebased(event: RunEvent, file: ProposalFile): void {
  made.set(event, file);
}

/** The file that a rebase made, and where the next rebase of it starts. A file that is not proposed can only be a bug. */
export function foldRebase(
  state: RunState,
  event: Rebased,
): { readonly file: ProposalFile; readonly origins: RunState['origins'] } {
  const present = state.proposal.get(event.path);
  if (!present) throw new Error(`${event.path} is not proposed, so it cannot be rebased.`);
  const origin = rebaseOriginOf(state, present);
  const file = made.get(event) ?? rebasedFile(origin.file, event);
  const origins = new Map<WorkspacePath, RebaseOrigin>(state.origins);
  if (file === origin.file) origins.delete(event.path);
  else origins.set(event.path, origin);
  return { file, origins };
}

/** The origins that an event leaves, which is about something else than the user's typing in the workspace. */
export function originsAfter({ origins }: RunState, event: RunEvent): RunState['origins'] {
  if (origins.size === 0) return origins;
  const left = [...origins].filter(([path, { file }]) => !touches(event, path, originOf(file)));
  return left.length === origins.size ? origins : new Map(left);
}

/** Where a rebase of a file starts. */
export function rebaseOriginOf(state: Pick<RunState, 'choices' | 'origins'>, file: ProposalFile): RebaseOrigin {
  const known = state.origins.get(file.path);
  if (known) return known;
  const ids = new Set(hunksOf(file).map(({ id }) => id));
  return { file, choices: new Map([...state.choices].filter(([id]) => ids.has(id))) };
}

/** Where the workspace has a file of the proposal, or had it before the user took it away. */
export function placeOf({ origins }: Pick<RunState, 'origins'>, file: ProposalFile): WorkspacePath {
  return originOf(origins.get(file.path)?.file ?? file);
}

function rebasedFile(origin: ProposalFile, event: Rebased): ProposalFile {
  const base = applyDelta(origin.base, event.base);
  if (base === origin.base) return origin;
  const steps = origin.steps.slice(0, event.steps.length).map((step, index) => {
    const delta = event.steps[index];
    return delta ? { ...step, text: applyDelta(step.text, delta) } : step;
  });
  return standing({ ...origin, base, text: applyDelta(origin.text, event.text), steps, clashes: event.clashes });
}

/** Whether an event is about a file that the proposal has at `path` and the workspace at `place`. */
function touches(event: RunEvent, path: WorkspacePath, place: WorkspacePath): boolean {
  switch (event.type) {
    case 'choice-made':
      return event.hunks.some((id) => id.startsWith(`${path}#`) || id.startsWith(`${place}#`));
    case 'proposal-edited':
      return event.file.path === path;
    case 'attempt-accepted':
    case 'conflict-settled':
      return event.files.some((file) => file.path === path) || (event.left ?? []).includes(path);
    case 'applied':
    case 'apply-undone':
      return event.files.some((file) => file.path === path);
    default:
      return false;
  }
}
