import { fail, ok, type Result } from './result';

/**
 * A file of the workspace, as models, plans and people name it: relative, `/` between segments, no `.` or `..`. With several
 * workspace folders the first segment is the folder's name.
 */
export type WorkspacePath = string & { readonly __brand: 'WorkspacePath' };

/** Why a text is no workspace path; `message` is written for the model that sent it. */
export interface PathFailure {
  readonly reason: 'empty' | 'absolute' | 'outside' | 'invalid';
  readonly message: string;
}

/** Reads a path as a model writes it (back-slashes, a leading `./`) and refuses whatever could lead out of the workspace. */
export function parseWorkspacePath(input: string): Result<WorkspacePath, PathFailure> {
  const text = input.trim().replaceAll('\\', '/');
  if (text === '' || text === '.')
    return fail({ reason: 'empty', message: 'The path is empty. Name a file relative to the workspace.' });
  if (text.includes('\0')) return fail({ reason: 'invalid', message: 'The path has a NUL character in it.' });
  if (
    text.startsWith('/') ||
    text.startsWith('~') ||
    /^[A-Za-z]:/.test(text) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  ) {
    return fail({
      reason: 'absolute',
      message: `"${input}" is absolute. Paths are relative to the workspace, like "src/index.ts".`,
    });
  }
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return fail({ reason: 'outside', message: `"${input}" leads out of the workspace.` });
  if (segments.length === 0)
    return fail({ reason: 'empty', message: 'The path is empty. Name a file relative to the workspace.' });
  return ok(segments.join('/') as WorkspacePath);
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** All but the last segment; empty for a file at the top. */
export function dirName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
