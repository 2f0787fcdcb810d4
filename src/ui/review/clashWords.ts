import type { ReviewedHunk } from '../../core/review/hunk';

/** What is said of a hunk whose lines the user changed too, as part of a line; `undefined` for any other. */
export function clashWords({ hunk, clash }: ReviewedHunk): string | undefined {
  switch (clash?.kind) {
    case undefined:
      return undefined;
    case 'lines':
      return clash.base === '' ? 'you added lines here too' : 'you changed these lines too';
    case 'both-created':
      return 'you created this file too';
    case 'modify-delete':
      return hunk.kind === 'create' ? 'you deleted this file' : 'you changed this file';
  }
}

/** The same as a sentence, with what accepting it would do. */
export function clashSentence(reviewed: ReviewedHunk): string | undefined {
  const words = clashWords(reviewed);
  return words && `${words.charAt(0).toUpperCase()}${words.slice(1)}: accepting ${clashOutcome(reviewed)}.`;
}

/** What becomes of the user's own work where they accept a hunk that clashes with it. */
export function clashOutcome({ hunk, clash }: ReviewedHunk): string {
  if (hunk.kind === 'create') return 'brings it back';
  if (hunk.kind === 'delete') return 'deletes it with what you wrote';
  return clash?.kind === 'lines' && clash.base === '' ? 'keeps both' : 'replaces what you wrote';
}

/** Whether the user changed the place of a hunk too, so that it is to be looked at and decided by itself. */
export function isClashing({ clash }: ReviewedHunk): boolean {
  return clash !== undefined;
}
