import { createTwoFilesPatch } from 'diff';

/** The files of a folder by path, with their texts. */
export type Files = ReadonlyMap<string, string>;

/** The files that are not as they were. */
export function changedFiles(before: Files, now: Files): readonly string[] {
  return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name)).sort();
}

/** The differences as a unified diff, for people. */
export function unifiedDiff(before: Files, now: Files): readonly string[] {
  return changedFiles(before, now).flatMap((name) => {
    const from = before.has(name) ? `a/${name}` : '/dev/null';
    const to = now.has(name) ? `b/${name}` : '/dev/null';
    return createTwoFilesPatch(from, to, before.get(name) ?? '', now.get(name) ?? '')
      .trimEnd()
      .split('\n')
      .slice(1);
  });
}

/** The files that a text stands in. */
export function filesWith(files: Files, text: string): readonly string[] {
  return [...files].flatMap(([name, content]) => (content.includes(text) ? [name] : []));
}
