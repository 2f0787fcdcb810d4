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
  return words && `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${consequenceOf(reviewed)}.`;
}

/** Whether it would take something of the user's away, or bring back what they took away, to accept a hunk. */
export function isClashing({ clash }: ReviewedHunk): boolean {
  return clash !== undefined;
}

function consequenceOf({ hunk, clash }: ReviewedHunk): string {
  if (hunk.kind === 'create') return 'accepting brings it back';
  if (hunk.kind === 'delete') return 'accepting deletes it with what you wrote';
  return clash?.kind === 'lines' && clash.base === '' ? 'accepting keeps both' : 'accepting replaces what you wrote';
}
