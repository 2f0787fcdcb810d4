import picomatch from 'picomatch';

/** A test made once from a list of globs. Dot files count, a bare folder name covers what lies in it. */
export type GlobTest = (path: string) => boolean;

/**
 * Compiles globs (`src/**`, `*.md`, `docs`); an empty list matches nothing. With `ignoreCase`, `.ENV` is `.env`, as it is on most
 * people's disks.
 */
export function compileGlobs(
  globs: readonly string[],
  { ignoreCase = false }: { readonly ignoreCase?: boolean } = {},
): GlobTest {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((glob) => {
    const clean = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
    return isWild(clean) ? [clean] : [clean, `${clean}/**`];
  });
  return picomatch(patterns, { dot: true, nocase: ignoreCase });
}

/**
 * The same test with its answers kept, for one of many globs that is put to the same paths again and again. It forgets all of them when
 * there are too many.
 */
export function remembering(test: GlobTest, most = 20_000): GlobTest {
  const answers = new Map<string, boolean>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = test(path);
    if (answers.size >= most) answers.clear();
    answers.set(path, answer);
    return answer;
  };
}

/** The glob that names one file and no other, whatever characters its name has. */
export function literalGlob(path: string): string {
  return path.replace(/[*?[\]{}()!+@|\\]/g, '\\$&');
}

/** The literal folders before the first wildcard: `src/a/**` gives `src/a`, `*.md` gives the empty string. */
export function literalFolder(glob: string): string {
  const clean = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
  const wild = clean.search(/[*?[{(!]/);
  return wild < 0 ? clean : clean.slice(0, clean.lastIndexOf('/', wild) + 1).replace(/\/$/, '');
}

/**
 * Whether two globs might name a common file. Errs on the side of yes: two wildcards under one folder overlap unless one of
 * them is a plain path that the other does not match, and names that differ in case or Unicode form only are one file on some disks.
 */
export function globsMayOverlap(first: string, second: string): boolean {
  const [one, other] = [folded(first), folded(second)];
  const [left, right] = [literalFolder(one), literalFolder(other)];
  const nested = (outer: string, inner: string): boolean =>
    outer === '' || inner === outer || inner.startsWith(`${outer}/`);
  if (!isWild(one) && !isWild(other)) return nested(left, right) || nested(right, left);
  // A plain path may name a folder, so that what the other one matches lies beneath it.
  if (!isWild(one)) return compiledGlob(other)(left) || nested(left, right);
  if (!isWild(other)) return compiledGlob(one)(right) || nested(right, left);
  return nested(left, right) || nested(right, left);
}

function folded(glob: string): string {
  return glob.normalize('NFC').toLowerCase();
}

function isWild(glob: string): boolean {
  return /[*?[{(!]/.test(glob);
}

const compiled = new Map<string, GlobTest>();
/** Plans name a few hundred globs at most; beyond that it is another plan. */
const maxCompiled = 1_000;

/** One glob's test, kept: scopes are compared pair by pair and over and over while a run is scheduled. */
function compiledGlob(glob: string): GlobTest {
  const known = compiled.get(glob);
  if (known) return known;
  if (compiled.size >= maxCompiled) compiled.clear();
  const test = compileGlobs([glob]);
  compiled.set(glob, test);
  return test;
}
