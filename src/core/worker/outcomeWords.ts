import type { FileOutcome } from '../staging/write/applyOperations';
import type { MatchStep } from '../staging/write/matching/lineSteps';
import { countOf } from '../util/text';

/** What a block or hunk was not quoted literally in, by how it was found. */
const looseness: Readonly<Record<Exclude<MatchStep, 'exact'>, string>> = {
  'line-end': 'the newline at the end of the file',
  'trailing-space': 'white space at the end of lines',
  indentation: 'indentation; what is new was indented as the file is',
  typography: 'typographic punctuation or spaces; the file’s own stay',
  'blank-edges': 'blank lines above or below',
  elision: 'lines left out, which stay',
  'line-numbers': 'line numbers, which are no part of a file',
};

/** Tells the model what became of its edit, and what was found other than literally, so that it can look. */
export function describeOutcomes(outcomes: readonly FileOutcome[]): string {
  return outcomes.map(describeOutcome).join('\n');
}

function describeOutcome(outcome: FileOutcome): string {
  const { type, path, from, applied, loosened } = outcome;
  const changes = applied > 0 ? ` (${countOf(applied, 'change')})` : '';
  const what = {
    created: `Created ${path}.`,
    changed: `Changed ${path}${changes}.`,
    replaced: `Replaced all of ${path}.`,
    deleted: `Deleted ${path}.`,
    moved: `Moved ${from ?? ''} to ${path}${changes}.`,
    unchanged: `${path} is as it was: the edit changes nothing.`,
  }[type];
  return [what, ...[...loosened].map(([number, step]) => loosenedWords(number, step))].join(' ');
}

function loosenedWords(number: number, step: MatchStep): string {
  return step === 'exact' ? '' : `Change ${number} was not quoted literally, but for ${looseness[step]}.`;
}
