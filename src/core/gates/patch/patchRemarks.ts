import type { FileChange } from '../../staging/read/changeSet';
import { diffLines } from '../../staging/read/lineDiff';
import { countOf, splitLines } from '../../util/text';
import type { Problem } from '../problem';
import { endingOf, isGenerated, isTestFile } from './fileKinds';
import { assertion, remarkRules, testStart, thresholds } from './remarkRules';

/** Characters of a line that patterns are put to. */
const maxLine = 1_000;
/** Remarks on one file; a person who has seen so many looks at all of it. */
const maxRemarks = 50;

/** A line that was written or taken out, by its index in its text. */
interface ChangedLine {
  readonly text: string;
  readonly index: number;
}

/** What a change does to its file, line by line. */
interface Lines {
  readonly added: readonly ChangedLine[];
  readonly removed: readonly ChangedLine[];
  /** Lines that took the place of as many others, one by one. */
  readonly replaced: readonly { readonly before: string; readonly after: ChangedLine }[];
  /** Line (from 1) of the new text where the first change is. */
  readonly first: number;
}

/**
 * What of a change deserves a second look, located in its new text: tests that measure less, checks that are silenced, tests that
 * do more than test, files that programs write. None of it fails a gate, since each has honest reasons; lead and user are told.
 */
export function patchRemarks(change: FileChange): readonly Problem[] {
  const { path, before, after, movedFrom } = change;
  const isTest = isTestFile(movedFrom ?? path);
  if (after === null) return isTest ? [remark(change, 1, ['test-deleted', 'A test file is deleted.'])] : [];
  if (before === after) return [];
  const lines = linesOf(before ?? '', after);
  const generated = isGenerated(path, before)
    ? [
        remark(change, lines.first, [
          'generated-file',
          'A program writes this file: what is changed by hand is lost, or stands for what never ran.',
        ]),
      ]
    : [];
  const found = [
    ...generated,
    ...ruleRemarks(change, lines),
    ...thresholdRemarks(change, lines),
    ...(isTest ? lostTests(change, lines) : []),
  ];
  return found.slice(0, maxRemarks);
}

function linesOf(before: string, after: string): Lines {
  const [old, fresh] = [splitLines(before), splitLines(after)];
  const cut = (line: string | undefined): string => (line ?? '').slice(0, maxLine).trimEnd();
  const added: ChangedLine[] = [];
  const removed: ChangedLine[] = [];
  const replaced: { before: string; after: ChangedLine }[] = [];
  const edits = diffLines(old, fresh);
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of edits) {
    for (let index = beforeStart; index < beforeEnd; index++) removed.push({ text: cut(old[index]), index });
    for (let index = afterStart; index < afterEnd; index++) {
      const line = { text: cut(fresh[index]), index };
      added.push(line);
      if (beforeEnd - beforeStart === afterEnd - afterStart)
        replaced.push({ before: cut(old[beforeStart + index - afterStart]), after: line });
    }
  }
  return { added, removed, replaced, first: Math.max(1, Math.min(fresh.length, (edits[0]?.afterStart ?? 0) + 1)) };
}

function ruleRemarks(change: FileChange, { added, removed }: Lines): readonly Problem[] {
  const ending = endingOf(change.path);
  const isTest = isTestFile(change.path);
  const rules = remarkRules.filter(
    ({ where, endings }) => (where === 'everywhere' || isTest) && (endings?.includes(ending) ?? true),
  );
  // A line that only stands elsewhere now, or was indented, is not news.
  const known = new Set(removed.map(({ text }) => text.trim()));
  return added
    .filter(({ text }) => !known.has(text.trim()))
    .flatMap(({ text, index }) =>
      rules
        .filter(({ patterns }) => patterns.some((pattern) => pattern.test(text)))
        .map(({ id, message }) => remark(change, index + 1, [id, message])),
    );
}

/** A number that was made easier to reach, in a line that is the same but for its numbers. */
function thresholdRemarks(change: FileChange, { replaced }: Lines): readonly Problem[] {
  return replaced.flatMap(({ before, after }) => {
    const number = /\d+(?:\.\d+)?/g;
    if (before === after.text || before.replaceAll(number, '#') !== after.text.replaceAll(number, '#')) return [];
    const [from, to] = [before, after.text].map((text) => (text.match(number) ?? []).map(Number));
    const changes = (from ?? []).map((value, index) => (to?.[index] ?? value) - value);
    const isLoosened =
      (thresholds.lower.test(before) && changes.some((by) => by < 0)) ||
      (thresholds.higher.test(before) && changes.some((by) => by > 0));
    return isLoosened ? [remark(change, after.index + 1, ['threshold-loosened', 'A limit is loosened.'])] : [];
  });
}

/** Tests that are gone by name, and how many assertions fewer there are. */
function lostTests(change: FileChange, { added, removed, first }: Lines): readonly Problem[] {
  const names = (lines: readonly ChangedLine[]): readonly string[] =>
    lines.flatMap(({ text }) => nameOfTest(text) ?? []);
  const kept = new Set(names(added));
  const gone = names(removed).filter((name) => !kept.has(name));
  const count = (lines: readonly ChangedLine[]): number => lines.filter(({ text }) => assertion.test(text)).length;
  const fewer = count(removed) - count(added);
  return [
    ...gone.map((name) => remark(change, first, ['test-removed', `The test "${name}" is gone.`])),
    ...(fewer > 0
      ? [remark(change, first, ['assertions-removed', `This file has ${countOf(fewer, 'assertion')} fewer.`])]
      : []),
  ];
}

function nameOfTest(line: string): string | undefined {
  const groups = testStart.exec(line)?.groups;
  return groups?.name ?? groups?.python ?? groups?.go;
}

function remark({ path }: FileChange, line: number, [code, message]: readonly [string, string]): Problem {
  return { path, line, column: null, severity: 'warning', message, code };
}
