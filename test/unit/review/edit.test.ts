import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editProposed } from '../../../src/core/review/edit';
import { reviewFile } from '../../../src/core/review/fold';
import type { Choices, HunkId } from '../../../src/core/review/hunk';
import type { ProposalFile } from '../../../src/core/staging/read/proposal';
import { hasMixedLineEnds } from '../../../src/core/staging/read/lineEnds';
import { withEndOfLine } from '../../../src/core/util/text';
import { numbered, uniformText } from '../staging/texts';
import { anyLetters, anyProposed, choose, proposed } from './proposals';

/** Edits as the run does: the answered file, with its choices. */
function type(file: ProposalFile, choices: Choices, text: string): { file: ProposalFile; choices: Choices } {
  const edit = editProposed(file, choices, text);
  const next = new Map(choices);
  for (const id of edit.rejected) next.set(id, 'rejected');
  for (const id of edit.reopened) next.delete(id);
  return { file: edit.file, choices: next };
}

const right = (state: { file: ProposalFile; choices: Choices }): string =>
  reviewFile(state.file, state.choices).proposed ?? '';

describe('editProposed', () => {
  const base = numbered(1, 2, 3, 4, 5, 6, 7);
  const file = proposed(base, numbered(1, 'x', 3, 'y', 5, 'z', 7));

  test('makes what the user typed a part of the proposal, as the user’s', () => {
    const edited = type(file, new Map(), numbered(1, 'x', 3, 'y', 5, 'z', 7, 'mine'));
    expect(edited.file.text).toBe(numbered(1, 'x', 3, 'y', 5, 'z', 7, 'mine'));
    expect(edited.file.steps.at(-1)).toEqual({ author: { type: 'user' }, text: edited.file.text });
  });

  test('keeps one step for all that the user types in a row', () => {
    const once = type(file, new Map(), `${file.text}m`);
    const twice = type(once.file, once.choices, `${file.text}mine`);
    expect(twice.file.steps.map(({ author }) => author.type)).toEqual(['task', 'user']);
  });

  test('takes a reverted block for a rejection, also several at once', () => {
    const one = editProposed(file, new Map(), numbered(1, 2, 3, 'y', 5, 'z', 7));
    expect(one).toEqual({ file, rejected: [reviewFile(file, new Map()).hunks[0]!.hunk.id], reopened: [] });
    const two = editProposed(file, choose(file, 'aoo'), numbered(1, 'x', 3, 4, 5, 6, 7));
    expect(two.rejected).toHaveLength(2);
  });

  test('keeps a rejected hunk out of sight, and in store, while the user types elsewhere', () => {
    const choices = choose(file, 'oro');
    const edited = type(file, choices, numbered('top', 1, 'x', 3, 4, 5, 'z', 7));
    expect(right(edited)).toBe(numbered('top', 1, 'x', 3, 4, 5, 'z', 7));
    expect(edited.file.text).toBe(numbered('top', 1, 'x', 3, 'y', 5, 'z', 7));
  });

  test('gives up a rejected hunk where the user types over it', () => {
    const edited = type(file, choose(file, 'oro'), numbered(1, 'x', 3, 'mine', 5, 'z', 7));
    expect(right(edited)).toBe(numbered(1, 'x', 3, 'mine', 5, 'z', 7));
    expect(edited.file.text).toBe(numbered(1, 'x', 3, 'mine', 5, 'z', 7));
  });

  test('opens a rejected hunk again whose text the user brings back, as undo does', () => {
    const reverted = type(file, new Map(), numbered(1, 2, 3, 'y', 5, 'z', 7));
    const undone = editProposed(reverted.file, reverted.choices, numbered(1, 'x', 3, 'y', 5, 'z', 7));
    expect(undone).toEqual({ file, rejected: [], reopened: [...reverted.choices.keys()] });
  });

  test('leaves other rejected hunks in store when one is brought back', () => {
    const undone = editProposed(file, choose(file, 'rro'), numbered(1, 'x', 3, 4, 5, 'z', 7));
    expect(undone.file).toBe(file);
    expect(undone.reopened).toHaveLength(1);
  });

  test('does not take an emptied file for a deleted one', () => {
    const deleted = proposed('a\n', null);
    const emptied = type(deleted, choose(deleted, 'r'), '');
    expect(reviewFile(emptied.file, emptied.choices).proposed).toBe('');
  });

  test('takes an emptied new file, or the old text in place of a deleted one, for a rejection', () => {
    const created = proposed(null, 'a\n');
    expect(editProposed(created, new Map(), '').rejected).toHaveLength(1);
    const deleted = proposed('a\n', null);
    expect(editProposed(deleted, new Map(), 'a\n').rejected).toHaveLength(1);
    expect(right(type(deleted, new Map(), 'new\n'))).toBe('new\n');
  });

  test('does not take an editor’s uniform line ends for an edit of a mixed text', () => {
    const mixed = proposed('a\r\nb\nc\nd\n', 'a\r\nB\nc\nd\n');
    expect(editProposed(mixed, new Map(), 'a\nB\nc\nd\n').file).toBe(mixed);
    expect(type(mixed, new Map(), 'a\nB\nc\nD\n').file.text).toBe('a\r\nB\nc\nD\n');
  });

  test('always shows exactly what was typed', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, uniformText, (any, letters, text) => {
        const choices = choose(any, letters);
        const mixed = hasMixedLineEnds(reviewFile(any, choices).proposed ?? '');
        const shown = right(type(any, choices, text));
        if (mixed) expect(withEndOfLine(shown, '\n')).toBe(withEndOfLine(text, '\n'));
        else expect(shown).toBe(text);
      }),
      { numRuns: 1_500 },
    );
  });

  test('an edit and its inverse give the same right side', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, uniformText, (any, letters, text) => {
        const choices = choose(any, letters);
        const before = reviewFile(any, choices).proposed ?? '';
        fc.pre(!hasMixedLineEnds(before));
        const there = type(any, choices, text);
        expect(right(type(there.file, there.choices, before))).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  test('reverting any open hunk is rejecting it', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, fc.nat(), (any, letters, pick) => {
        const choices = choose(any, letters);
        const open = reviewFile(any, choices).hunks.filter(({ choice }) => choice === 'open');
        fc.pre(open.length > 0);
        const { hunk } = open[pick % open.length]!;
        const without =
          reviewFile(any, new Map<HunkId, 'accepted' | 'rejected'>([...choices, [hunk.id, 'rejected']])).proposed ?? '';
        const shown = reviewFile(any, choices).proposed ?? '';
        const mixed = hasMixedLineEnds(shown);
        const comparable = (text: string): string => (mixed ? withEndOfLine(text, '\n') : text);
        fc.pre(comparable(without) !== comparable(shown));
        const edit = editProposed(any, choices, without);
        expect(edit.file).toBe(any);
        expect(edit.reopened).toEqual([]);
        expect(edit.rejected.length).toBeGreaterThan(0);
        expect(comparable(right(type(any, choices, without)))).toBe(comparable(without));
      }),
      { numRuns: 500 },
    );
  });
});
