import { expect } from 'vitest';
import type {
  EditOperation,
  EditSyntaxFailure,
  ParsedEdits,
} from '../../../../src/core/staging/write/formats/operation';
import { parseEdits } from '../../../../src/core/staging/write/formats/parseEdits';
import type { TextBlock } from '../../../../src/core/staging/write/matching/blockSearch';
import type { PatchHunk } from '../../../../src/core/staging/write/matching/patchHunk';
import type { ScriptLine } from '../../../../src/core/staging/write/matching/script';

/** Lines as a text, without a final newline. */
export const text = (...lines: readonly string[]): string => lines.join('\n');

/** What a text is read as; the test fails where it is refused. */
export function edits(source: string, path?: string): ParsedEdits {
  const parsed = parseEdits(source, path === undefined ? {} : { path });
  if (!parsed.ok) expect.unreachable(`${parsed.error.reason}: ${parsed.error.message}`);
  return parsed.value;
}

/** The operations of a text that must be read. */
export const operations = (source: string, path?: string): readonly EditOperation[] => edits(source, path).operations;

/** Why a text is refused; the test fails where it is read. */
export function refusal(source: string, path?: string): EditSyntaxFailure {
  const parsed = parseEdits(source, path === undefined ? {} : { path });
  if (parsed.ok) expect.unreachable(`read as ${JSON.stringify(parsed.value)}`);
  return parsed.error;
}

/** Reason and line of a refusal. */
export function refused(source: string, path?: string): string {
  const { reason, line } = refusal(source, path);
  return `${reason} ${line}`;
}

/** The blocks of a text with edits of one file. */
export function blocks(source: string, path = 'a.ts'): readonly TextBlock[] {
  const [operation, ...others] = operations(source, path);
  if (operation?.type !== 'replace' || others.length > 0) expect.unreachable('not the blocks of one file');
  return operation.blocks;
}

/** The hunks of a text with a patch of one file. */
export function hunks(source: string, path?: string): readonly PatchHunk[] {
  const [operation, ...others] = operations(source, path);
  if (operation?.type !== 'patch' || others.length > 0) expect.unreachable('not the patch of one file');
  return operation.hunks;
}

/** A script as its lines would stand in a patch. */
export function drawn(script: readonly ScriptLine[] | undefined): readonly string[] {
  const marks = { keep: ' ', remove: '-', add: '+' };
  return (script ?? []).map(({ type, line }) => marks[type] + line);
}
