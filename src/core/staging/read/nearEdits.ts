import type { LineEdit } from './lineEdit';

/** Edits that are shown as one, with the common lines between them. */
export interface JoinedEdit extends LineEdit {
  /** What really changed, in order. */
  readonly edits: readonly LineEdit[];
}

/** So few characters of unchanged text, white space not counted, don't part a large edit from its neighbour. */
const mostCharactersBetween = 4;

/** So many lines, removed and added together, and more make an edit large. */
const fewestLinesOfLarge = 6;

/** Joined edits are larger ones and may take in their next neighbours; what is not joined by then stays apart. */
const mostPasses = 11;

/**
 * Joins edits as the editor's diff shows them: with less than a word between them, of which one at least is large, people see one
 * change and not two (a closing brace that happens to be the same after a rewrite).
 *
 * Source: VS Code, `removeVeryShortMatchingLinesBetweenDiffs` in `heuristicSequenceOptimizations.ts` of its default diff.
 */
export function joinNear(edits: readonly LineEdit[], before: readonly string[]): readonly JoinedEdit[] {
  let joined: readonly JoinedEdit[] = edits.map((edit) => ({ ...edit, edits: [edit] }));
  for (let pass = 0; pass < mostPasses; pass++) {
    const next = joinOnce(joined, before);
    if (next.length === joined.length) break;
    joined = next;
  }
  return joined;
}

function joinOnce(edits: readonly JoinedEdit[], before: readonly string[]): readonly JoinedEdit[] {
  const joined: JoinedEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (!last || !areNear(last, edit, before)) joined.push(edit);
    else {
      const { beforeEnd, afterEnd } = edit;
      joined[joined.length - 1] = { ...last, beforeEnd, afterEnd, edits: [...last.edits, ...edit.edits] };
    }
  }
  return joined;
}

function areNear(one: LineEdit, next: LineEdit, before: readonly string[]): boolean {
  if (!isLarge(one) && !isLarge(next)) return false;
  let characters = 0;
  for (let line = one.beforeEnd; line < next.beforeStart && characters <= mostCharactersBetween; line++) {
    characters += (before[line] ?? '').replace(/\s/g, '').length;
  }
  return characters <= mostCharactersBetween;
}

function isLarge({ beforeStart, beforeEnd, afterStart, afterEnd }: LineEdit): boolean {
  return beforeEnd - beforeStart + afterEnd - afterStart >= fewestLinesOfLarge;
}
