import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planApply } from '../../../src/core/review/applyPlan';
import { reviewProposal } from '../../../src/core/review/fold';
import type { FileWrite } from '../../../src/core/ports/applier';
import { changesOf, withMove, type Origins } from '../../../src/core/staging/write/moves';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { anyText, pathOf } from '../staging/texts';
import { MergeBed } from './mergeBed';

const paths = ['a', 'b', 'c', 'd'].map(pathOf);
type Files = ReadonlyMap<WorkspacePath, string>;

/** What a worker does to a file, if it can. */
type Operation =
  | { readonly type: 'write'; readonly path: WorkspacePath; readonly text: string }
  | { readonly type: 'delete'; readonly path: WorkspacePath }
  | { readonly type: 'move'; readonly path: WorkspacePath; readonly to: WorkspacePath };

/** Letters choose hunks by their order: `a` accepts, `r` rejects, `o` reopens, anything else leaves them as they are. */
type Step =
  | { readonly type: 'attempt'; readonly operations: readonly Operation[] }
  | { readonly type: 'choices'; readonly letters: string };

const anyPath = fc.constantFrom(...paths);
const anyMove = fc.record({ type: fc.constant('move' as const), path: anyPath, to: anyPath });
const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ type: fc.constant('write' as const), path: anyPath, text: anyText }),
  fc.record({ type: fc.constant('delete' as const), path: anyPath }),
  anyMove,
  anyMove,
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant('attempt' as const),
    operations: fc.array(anyOperation, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    type: fc.constant('choices' as const),
    letters: fc.string({ unit: fc.constantFrom('a', 'r', 'r', 'o', '-'), minLength: 1, maxLength: 5 }),
  }),
);
const anyWorkspace: fc.Arbitrary<Files> = fc
  .array(fc.tuple(anyPath, anyText), { maxLength: 4 })
  .map((entries) => new Map(entries));

/** The files as new work sees them. */
function seenOf(workspace: Files, bed: MergeBed): Files {
  const files = new Map(workspace);
  for (const [path, text] of Object.entries(bed.shown)) {
    if (text === null) files.delete(pathOf(path));
    else files.set(pathOf(path), text);
  }
  return files;
}

/** Does what can be done of an attempt; answers what it changed, and the files as they are then. */
function carriedOut(seen: Files, operations: readonly Operation[]) {
  const before = new Map(paths.map((path) => [path, seen.get(path) ?? null]));
  const now = new Map(before);
  const written = new Map<WorkspacePath, string | null>();
  let origins: Origins = new Map();
  const set = (path: WorkspacePath, text: string | null): void => {
    now.set(path, text);
    written.set(path, text);
  };
  for (const operation of operations) {
    const { path } = operation;
    const text = now.get(path) ?? null;
    if (operation.type === 'write') set(path, operation.text);
    else if (text === null) continue;
    else if (operation.type === 'delete') set(path, null);
    else if (now.get(operation.to) === null) {
      set(path, null);
      set(operation.to, text);
      origins = withMove(origins, path, operation.to);
    }
  }
  const after = new Map([...now].flatMap(([path, text]) => (text === null ? [] : [[path, text] as const])));
  return { changes: changesOf(before, written, origins), after };
}

function choose(bed: MergeBed, letters: string): void {
  const hunks = reviewProposal(bed.state.proposal, bed.state.choices).flatMap((review) => review.hunks);
  const choices = { a: 'accepted', r: 'rejected', o: 'open' } as const;
  hunks.forEach(({ hunk }, index) => {
    const choice = choices[letters[index % letters.length] as keyof typeof choices] as 'open' | undefined;
    if (choice) bed.chooseHunk(hunk.id, choice);
  });
}

/** Writes as an applier does: creates, moves, edits, deletes. Throws where something is in the way. */
function applied(workspace: Files, writes: readonly FileWrite[]): Files {
  const files = new Map(workspace);
  const put = (path: WorkspacePath, text: string): void => {
    if (files.has(path)) throw new Error(`${path} exists.`);
    files.set(path, text);
  };
  for (const { path, before, after } of writes) if (before === null && after !== null) put(path, after);
  for (const { path, after, movedFrom } of writes) {
    if (movedFrom === undefined || after === null) continue;
    put(path, after);
    files.delete(movedFrom);
  }
  for (const { path, before, after, movedFrom } of writes) {
    if (movedFrom === undefined && before !== null && after !== null) files.set(path, after);
  }
  for (const { path, after } of writes) if (after === null) files.delete(path);
  return files;
}

function drawn(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

describe('attempts that move, make, edit and delete files, merged one after the other, with choices in between', () => {
  test('show exactly what each of them left, and apply to exactly what is shown', () => {
    fc.assert(
      fc.property(anyWorkspace, fc.array(anyStep, { minLength: 1, maxLength: 6 }), (workspace, steps) => {
        const bed = new MergeBed();
        steps.forEach((step, index) => {
          if (step.type === 'choices') {
            choose(bed, step.letters);
            return;
          }
          const { changes, after } = carriedOut(seenOf(workspace, bed), step.operations);
          bed.merge(`T${index}`, changes);
          expect(bed.conflicts).toEqual([]);
          expect(drawn(seenOf(workspace, bed))).toEqual(drawn(after));
          for (const { path, movedFrom, base } of bed.state.proposal.values()) {
            expect(base).toBe(workspace.get(movedFrom ?? path) ?? null);
            if (movedFrom !== undefined) expect(bed.state.proposal.has(movedFrom)).toBe(false);
          }
        });
        const shown = seenOf(workspace, bed);
        const open = reviewProposal(bed.state.proposal, bed.state.choices).flatMap(({ hunks }) =>
          hunks.filter(({ choice }) => choice === 'open'),
        );
        for (const { hunk } of open) bed.chooseHunk(hunk.id, 'accepted');
        const reviews = reviewProposal(bed.state.proposal, bed.state.choices);
        const plan = planApply(reviews, new Map(paths.map((path) => [path, workspace.get(path) ?? null])));
        expect(plan.clashes).toEqual([]);
        expect(drawn(applied(workspace, plan.writes))).toEqual(drawn(shown));
      }),
      { numRuns: 2000 },
    );
  });
});
