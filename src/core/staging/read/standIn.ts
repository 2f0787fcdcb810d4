import type { FileContent, ReadFailure, Workspace } from '../../ports/workspace';
import type { WorkspacePath } from '../../util/paths';
import { ok, type Result } from '../../util/result';

/** A file that is no text, or too large to be read as one, as far as it has to be known to be compared. */
export interface StandIn {
  readonly why: 'binary' | 'too-large';
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
}

const pattern = /^\0file (binary|too-large) ([0-9]+) ([0-9a-f]{64})$/;

/**
 * What stands for such a file wherever texts are held: its size and the fingerprint of its bytes, as git's large file storage has it.
 * So it is deleted, moved, replaced, merged and chosen like any text, by equality alone. It begins with a NUL, which no text has, and
 * is for comparing: people and models read {@link shownText}.
 */
export function standInFor({ why, size, digest }: StandIn): string {
  return `\0file ${why} ${size} ${digest}`;
}

/** Whether a text stands for a file that is none. */
export function isStandIn(text: string | null): boolean {
  return text?.startsWith('\0file ') === true;
}

/**
 * What is held of a file that is to be changed, or was: its text, or what stands for it. Unlike a read it takes the fingerprint of
 * all bytes, and fails for a file of which nothing could be kept to bring it back by.
 */
export async function readHeld(
  workspace: Pick<Workspace, 'read' | 'fingerprint'>,
  path: WorkspacePath,
  signal: AbortSignal,
): Promise<Result<string, ReadFailure>> {
  const content = await workspace.read(path, signal);
  if (!content.ok) return content;
  if (content.value.type === 'text') return ok(content.value.text);
  const { why, size } = content.value;
  const digest = await workspace.fingerprint(path, signal);
  return digest.ok ? ok(standInFor({ why, size, digest: digest.value })) : digest;
}

/** A held text as a file's content again. */
export function contentOf(text: string): FileContent {
  const standIn = readStandIn(text);
  return standIn ? { type: 'opaque', why: standIn.why, size: standIn.size } : { type: 'text', text };
}

/** What people and models read in place of what stands for a file: `Not text: 12.3 kB, SHA-256 0123456789ab…`. */
export function shownText(text: string): string {
  const standIn = readStandIn(text);
  if (!standIn) return text;
  const what = standIn.why === 'binary' ? 'Not text' : 'Too large to show';
  return `${what}: ${sizeWords(standIn.size)}, SHA-256 ${standIn.digest.slice(0, 12)}…`;
}

function readStandIn(text: string): StandIn | undefined {
  const [, why, size, digest] = pattern.exec(text) ?? [];
  if (why === undefined || digest === undefined) return undefined;
  return { why: why === 'binary' ? 'binary' : 'too-large', size: Number(size), digest };
}

/** A size for people: `999 bytes`, `12.3 kB`, `4.0 MB`. */
function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
