import { compileGlobs, type GlobTest } from '../util/globs';
import type { PathRules } from '../util/pathRules';

/** Whether a write scope, or the glob of a query, covers a path, in any Unicode form and, where the disk knows no case, in any case. */
export function compileScope(scope: readonly string[], { caseSensitive }: PathRules): GlobTest {
  const covers = compileGlobs(
    scope.map((glob) => glob.normalize('NFC')),
    { ignoreCase: !caseSensitive },
  );
  return (path) => covers(path.normalize('NFC'));
}
