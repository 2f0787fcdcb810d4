/** Lines that are kept; output with more of them is not compared. */
const maxLines = 300;
/** Characters of a line that are kept. */
const maxLength = 200;

const failureWords =
  /error|fail|fatal|panic|exception|assert|not ok|[✖✗✘×]|cannot|can't|could not|unable|missing|not found|no such|undefined|unexpected|invalid|abort|segmentation|killed|time[d ]? ?out|traceback|denied|err!/i;

/** How runners mark a test that passed; its name may speak of failure as it likes. */
const passed = /^\s*(?:[✔✓√]|ok\b|PASS\b|--- PASS|test \S+ \.\.\. ok\b|\S+ PASSED\b)/;

const countWords =
  'found|total|tests?|files?|suites?|errors?|problems?|warnings?|failures?|failed|failing|fail|passed|pass|skipped|previous|generated|potentially|fixable|with|the|fix|option|and|in|to';

/** A sum of what stands above it: it says how many, and that changes with every problem that is mended. */
const sum = new RegExp(`^[\\W\\d]*(?:(?:${countWords})\\b[\\W\\d]*)+(?:\\bin \\S+)?$`, 'i');

/**
 * Lines that speak of failure and belong to no located problem, with what changes from run to run (figures, the copy's own path)
 * taken out, sorted. `undefined` when there are too many to keep.
 */
export function otherFailures(
  lines: readonly string[],
  read: ReadonlySet<number>,
  root: string,
): readonly string[] | undefined {
  const others = lines
    .filter((line, index) => !read.has(index) && failureWords.test(line) && !passed.test(line))
    .map((line) => line.replaceAll(root, '').trim())
    .filter((line) => !(/\d/.test(line) && sum.test(line)))
    .map(sameEachTime);
  return others.length > maxLines ? undefined : others.sort();
}

function sameEachTime(line: string): string {
  const words = line
    .replaceAll(/\d+(?:\.\d+)?/g, '#')
    .replaceAll(/\b(error|warning|problem|failure|test|file)s\b/gi, '$1');
  return words.slice(0, maxLength);
}
