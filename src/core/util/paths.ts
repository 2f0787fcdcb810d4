import { troubleWithName, type NameKind } from './pathNames';
import type { PathRules } from './pathRules';
import { fail, ok, type Result } from './result';

/**
 * A file of the workspace, as models, plans and people name it: relative, `/` between segments, no `.` or `..`. With several
 * workspace folders the first segment is the folder's name.
 */
export type WorkspacePath = string & { readonly __brand: 'WorkspacePath' };

/** Why a text is no workspace path; `message` is written for the model that sent it. */
export interface PathFailure {
  readonly reason: 'empty' | 'absolute' | 'outside' | 'invalid' | 'reserved';
  readonly message: string;
}

/**
 * Reads a path as a model writes it (back-slashes, a leading `./`) and refuses whatever could lead out of the workspace, and what
 * no file may be called under the rules. Without rules that is what holds on every platform; in front, one letter and a colon are
 * then a drive, as on Windows.
 */
export function parseWorkspacePath(input: string, rules?: PathRules): Result<WorkspacePath, PathFailure> {
  return new PathReader(input, 'name', rules).read();
}

/** Reads a glob over workspace paths (`src/**`), as {@link parseWorkspacePath} reads a path. */
export function parseWorkspaceGlob(input: string, rules?: PathRules): Result<WorkspacePath, PathFailure> {
  return new PathReader(input, 'glob', rules).read();
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** All but the last segment; empty for a file at the top. */
export function dirName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether a path, or all that a glob names, lies in a workspace folder, which several folders are told apart by. */
export function isInFolder(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

const relativeHint = 'Paths are relative to the workspace, like "src/index.ts".';

/** Characters of a refused path that its refusal repeats: models send whole files for paths now and then. */
const quotedLength = 200;

class PathReader {
  constructor(
    private readonly input: string,
    private readonly kind: NameKind,
    private readonly rules: PathRules | undefined,
  ) {}

  read(written = this.input): Result<WorkspacePath, PathFailure> {
    const text = written.trim().replaceAll('\\', '/');
    const absolute = this.whyAbsolute(text);
    if (absolute !== undefined) return this.refuse('absolute', `${absolute}. ${relativeHint}`);
    const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
    if (segments.length === 0)
      return fail({ reason: 'empty', message: 'The path is empty. Name a file relative to the workspace.' });
    if (segments.includes('..')) return this.refuse('outside', 'leads out of the workspace.');
    const path = segments.join('/');
    // What was in front may have hidden a drive or a home folder: `./C:/x`.
    if (path !== text) return this.read(path);
    for (const segment of segments) {
      const trouble = troubleWithName(segment, this.kind, this.rules);
      if (!trouble) continue;
      const where = segments.length > 1 ? `is no possible path: "${shown(segment)}" ` : '';
      return this.refuse(trouble.reason, `${where}${trouble.message}.`);
    }
    return ok(path as WorkspacePath);
  }

  private whyAbsolute(text: string): string | undefined {
    if (/^\/\/[.?]\//.test(text)) return 'names a device or skips the rules of Windows for paths';
    if (text.startsWith('//')) return 'names a share of another machine';
    if (/^file:/i.test(text) || /^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return 'is a URI';
    if (text.startsWith('/')) return 'is absolute';
    if (/^~(?:$|[^/]*\/)/.test(text)) return 'lies in a home folder';
    const drive = this.rules?.platform === 'posix' ? /^[a-z]:(?:$|\/)/i : /^[a-z]:/i;
    return drive.test(text) ? 'names a drive' : undefined;
  }

  private refuse(reason: PathFailure['reason'], message: string): { readonly ok: false; readonly error: PathFailure } {
    return fail({ reason, message: `"${shown(this.input)}" ${message}` });
  }
}

/** A text that a message may repeat: short, and on one line. */
function shown(text: string): string {
  const short = text.trim().slice(0, quotedLength);
  const line = short.replaceAll(/\p{Cc}|\p{Surrogate}/gu, '\uFFFD');
  return short.length < text.trim().length ? `${line}…` : line;
}
