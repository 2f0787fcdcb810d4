import { dominantEndOfLine } from '../../util/text';
import type { WorkspacePath } from '../../util/paths';
import { fail, ok, type Result } from '../../util/result';
import { keepLineEnds } from '../read/lineEnds';
import { isStandIn } from '../read/standIn';
import type { EditOperation } from './formats/operation';
import { replaceBlocks, type Replaced } from './matching/blocks';
import { wholeLines } from './matching/blockSearch';
import { applyHunks } from './matching/hunks';
import type { MatchStep } from './matching/lineSteps';
import { gone, missing, occupied, opaque, otherText, refusedBlocks, type OperationFailure } from './operationFailure';

/** What became of one file. */
export interface FileOutcome {
  readonly type: 'created' | 'changed' | 'replaced' | 'deleted' | 'moved' | 'unchanged';
  readonly path: WorkspacePath;
  /** Where a moved file stood. */
  readonly from?: WorkspacePath;
  /** How many blocks or hunks changed something. */
  readonly applied: number;
  /** How blocks (by their number from 1) were found that were not found to the letter. */
  readonly loosened: ReadonlyMap<number, MatchStep>;
}

/** What a whole call makes of the files: nothing of it is written yet. */
export interface Applied {
  /** Texts that differ; `null` where no file is left. */
  readonly texts: ReadonlyMap<WorkspacePath, string | null>;
  readonly moves: readonly { readonly from: WorkspacePath; readonly to: WorkspacePath }[];
  readonly outcomes: readonly FileOutcome[];
}

/**
 * Carries out all operations of one call, in order, on the texts that `textOf` answers (`null` where there is no file). All or nothing:
 * when any is refused, all that are refused are named.
 */
export function applyOperations(
  textOf: (path: WorkspacePath) => string | null,
  operations: readonly EditOperation<WorkspacePath>[],
): Result<Applied, readonly OperationFailure[]> {
  const call = new Call(textOf);
  const failures: OperationFailure[] = [];
  const refused = new Set<WorkspacePath>();
  for (const operation of operations) {
    // What comes after a refused edit of the same file says nothing new.
    if (refused.has(operation.path)) continue;
    const carriedOut = call.carryOut(operation);
    if (carriedOut.ok) continue;
    failures.push(carriedOut.error);
    refused.add(operation.path);
  }
  return failures.length > 0 ? fail(failures) : ok(call.applied());
}

type Step = Result<void, OperationFailure>;

class Call {
  private readonly texts = new Map<WorkspacePath, string | null>();
  private readonly left = new Map<WorkspacePath, WorkspacePath | null>();
  private readonly moves: { from: WorkspacePath; to: WorkspacePath }[] = [];
  private readonly outcomes: FileOutcome[] = [];

  constructor(private readonly textOf: (path: WorkspacePath) => string | null) {}

  applied(): Applied {
    return { texts: this.texts, moves: this.moves, outcomes: this.outcomes };
  }

  carryOut(operation: EditOperation<WorkspacePath>): Step {
    switch (operation.type) {
      case 'replace':
        return this.replace(operation);
      case 'patch':
        return this.patch(operation);
      case 'create':
      case 'write':
        return this.write(operation);
      case 'delete':
        return this.delete(operation);
    }
  }

  private textNow(path: WorkspacePath): string | null {
    return this.texts.has(path) ? (this.texts.get(path) ?? null) : this.textOf(path);
  }

  private replace({ path, blocks, unit = 'lines' }: EditOperation<WorkspacePath> & { type: 'replace' }): Step {
    const text = this.textNow(path);
    const [first] = blocks;
    // An empty search where there is no file makes it.
    if (text === null && blocks.length === 1 && first?.search === '' && !this.left.has(path)) {
      const made = unit === 'lines' ? wholeLines(first.replace) : first.replace;
      return this.write({ type: 'create', path, text: made });
    }
    if (text === null) return this.absent(path);
    if (isStandIn(text)) return fail(opaque(path));
    const replaced = replaceBlocks(text, blocks, unit);
    return replaced.ok ? this.change(path, replaced.value) : fail(refusedBlocks(path, 'Block', replaced.error));
  }

  private patch({ path, movedTo, hunks }: EditOperation<WorkspacePath> & { type: 'patch' }): Step {
    const text = this.textNow(path);
    if (text === null) return this.absent(path);
    if (isStandIn(text) && hunks.length > 0) return fail(opaque(path));
    const replaced = applyHunks(text, hunks);
    if (!replaced.ok) return fail(refusedBlocks(path, 'Hunk', replaced.error));
    if (movedTo === undefined || movedTo === path) return this.change(path, replaced.value);
    if (this.textNow(movedTo) !== null) return fail(occupied(movedTo, 'move'));
    this.texts.set(path, null).set(movedTo, replaced.value.text);
    this.left.set(path, movedTo);
    this.left.delete(movedTo);
    this.moves.push({ from: path, to: movedTo });
    this.note({ type: 'moved', path: movedTo, from: path, ...replaced.value });
    return ok(undefined);
  }

  private write(operation: Omit<EditOperation<WorkspacePath> & { type: 'create' | 'write' }, never>): Step {
    const { path } = operation;
    const before = this.textNow(path);
    const after = before === null || isStandIn(before) ? operation.text : asInFile(before, operation);
    if (operation.type === 'create' && before !== null && before !== after) return fail(occupied(path, 'create'));
    this.texts.set(path, after);
    this.left.delete(path);
    this.note({ type: before === null ? 'created' : before === after ? 'unchanged' : 'replaced', path });
    return ok(undefined);
  }

  private delete({ path, text }: EditOperation<WorkspacePath> & { type: 'delete' }): Step {
    const before = this.textNow(path);
    if (before === null) return this.absent(path);
    const difference = text === undefined ? undefined : firstDifference(before, text);
    if (difference !== undefined) return fail(otherText(path, difference + 1));
    this.texts.set(path, null);
    this.left.set(path, null);
    this.note({ type: 'deleted', path });
    return ok(undefined);
  }

  private change(path: WorkspacePath, { text, loosened, applied }: Replaced): Step {
    const type = this.textNow(path) === text ? 'unchanged' : 'changed';
    this.texts.set(path, text);
    this.note({ type, path, applied, loosened });
    return ok(undefined);
  }

  private absent(path: WorkspacePath): Step {
    const to = this.left.get(path);
    return fail(to === undefined ? missing(path) : gone(path, to));
  }

  private note(outcome: Partial<FileOutcome> & Pick<FileOutcome, 'type' | 'path'>): void {
    const { type, path, from, applied = 0, loosened = new Map<number, MatchStep>() } = outcome;
    this.outcomes.push({ type, path, ...(from !== undefined && { from }), applied, loosened });
  }
}

const byteOrderMark = '\uFEFF';

/** A whole text as the file has it: its line ends, its byte order mark and, where the edit can't say, its final newline or none. */
function asInFile(before: string, { text, finalNewline }: { text: string; finalNewline?: 'as-in-file' }): string {
  const marked = before.startsWith(byteOrderMark) && !text.startsWith(byteOrderMark) ? byteOrderMark + text : text;
  const after = keepLineEnds(before, marked);
  if (finalNewline === undefined || before === '' || before.endsWith('\n') === after.endsWith('\n')) return after;
  return before.endsWith('\n') ? after + dominantEndOfLine(before) : after.replace(/\r?\n$/, '');
}

/** The first line (from 0) in which two texts differ by more than line ends and white space at the end. */
function firstDifference(before: string, said: string): number | undefined {
  const [one, other] = [before, said].map((text) => text.trimEnd().split('\n'));
  if (!one || !other) return undefined;
  const line = one.findIndex((text, index) => text.trimEnd() !== other[index]?.trimEnd());
  if (line >= 0) return line;
  return one.length === other.length ? undefined : one.length;
}
