import { FILE_HEADERS_ONLY, formatPatch } from 'diff';
import { splitLines } from '../../util/text';
import type { FileChange } from './changeSet';
import { groupEdits, linesOfGroup } from './diffGroups';
import { diffLines } from './lineDiff';

const contextLines = 3;

/** A change as a unified diff, for people and for tools that read patches. Built from the same edits as every hunk we show. */
export function unifiedDiff({ path, before, after, movedFrom }: FileChange): string {
  const beforeLines = splitLines(before ?? '');
  const afterLines = splitLines(after ?? '');
  const groups = groupEdits(diffLines(beforeLines, afterLines), contextLines, beforeLines.length);
  return formatPatch(
    {
      // Only git's form of a patch has words for a move.
      ...(movedFrom === undefined ? {} : { isGit: true, isRename: true }),
      oldFileName: before === null ? '/dev/null' : `a/${movedFrom ?? path}`,
      newFileName: after === null ? '/dev/null' : `b/${path}`,
      oldHeader: undefined,
      newHeader: undefined,
      hunks: groups.map((group) => ({
        oldStart: group.beforeStart + 1,
        oldLines: group.beforeEnd - group.beforeStart,
        newStart: group.afterStart + 1,
        newLines: group.afterEnd - group.afterStart,
        lines: linesOfGroup(group, beforeLines, afterLines).flatMap(({ sign, line }) =>
          line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'],
        ),
      })),
    },
    FILE_HEADERS_ONLY,
  );
}
