import type { PathRules } from './pathRules';
import { baseName, dirName, type WorkspacePath } from './paths';

type CaseRule = Pick<PathRules, 'caseSensitive'>;

/**
 * What two spellings of one file have in common: composed Unicode, and where case does not count, folded. A key is for comparing
 * and never for naming a file.
 */
export function pathKey(path: string, rules: CaseRule): string {
  if (isPlain(path)) return rules.caseSensitive ? path : path.toLowerCase();
  return rules.caseSensitive ? path.normalize('NFC') : foldCase(path.normalize('NFD')).normalize('NFC');
}

/** Whether two paths may name one file. */
export function samePath(one: string, other: string, rules: CaseRule): boolean {
  return one === other || pathKey(one, rules) === pathKey(other, rules);
}

/**
 * The spelling under which a file is known already: `Src/café.ts` (composed) becomes `src/café.ts` (decomposed) where that is what
 * the disk has. A new file takes over the spelling of the folders that it shares with known ones. The exact path wins wherever it
 * is known, and of several that differ from it none is guessed: then the path stays as it is.
 */
export function existingSpelling(path: WorkspacePath, known: Iterable<WorkspacePath>, rules: CaseRule): WorkspacePath {
  const spellings = spellingsOf(path, known, rules);
  let rest = '';
  for (let prefix: string = path; prefix !== ''; prefix = dirName(prefix)) {
    const found = [...(spellings.get(pathKey(prefix, rules)) ?? [])];
    const [only] = found;
    if (only !== undefined) return found.length > 1 || only === prefix ? path : (`${only}${rest}` as WorkspacePath);
    rest = `/${baseName(prefix)}${rest}`;
  }
  return path;
}

/** How the path and the folders above it are spelled in what is known, by their keys. */
function spellingsOf(path: string, known: Iterable<string>, rules: CaseRule): ReadonlyMap<string, ReadonlySet<string>> {
  const spellings = new Map<string, Set<string>>();
  for (let prefix = path; prefix !== ''; prefix = dirName(prefix)) spellings.set(pathKey(prefix, rules), new Set());
  const folders = new Set<string>();
  for (const file of known) {
    spellings.get(pathKey(file, rules))?.add(file);
    // Each folder is looked at once, however many files lie in it.
    for (let folder = dirName(file); folder !== '' && !folders.has(folder); folder = dirName(folder)) {
      folders.add(folder);
      spellings.get(pathKey(folder, rules))?.add(folder);
    }
  }
  return spellings;
}

/** ASCII is in every Unicode form, and folds character by character. */
function isPlain(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/**
 * Folds character by character, as file systems do: what would become several characters (`ß` and `SS`) stays two names, and so
 * does the Turkish `ı`, which is no `i` to any of them.
 */
function foldCase(text: string): string {
  return Array.from(text, (character) => {
    if (character === 'ı') return character;
    const upper = unlessLonger(character, character.toUpperCase());
    return unlessLonger(upper, upper.toLowerCase());
  }).join('');
}

function unlessLonger(character: string, mapped: string): string {
  return Array.from(mapped).length === 1 ? mapped : character;
}
