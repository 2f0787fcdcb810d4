import { pathKey } from './pathIdentity';
import type { PathRules } from './pathRules';
import { parseWorkspaceGlob, parseWorkspacePath, type PathFailure, type WorkspacePath } from './paths';
import { fail, type Result } from './result';

/** A folder of the workspace. */
export interface WorkspaceRoot {
  /** Its name in paths; unique within the workspace. */
  readonly name: string;
  /** Where it lies: an absolute path as its platform writes it, or a URI. */
  readonly location: string;
}

/** Where a workspace lies and how its files are named: all that is needed to tell which file a text means. */
export interface WorkspacePlace {
  readonly rules: PathRules;
  readonly roots: readonly WorkspaceRoot[];
}

/**
 * Reads a path as {@link parseWorkspacePath} does, and also the absolute path or the URI of a file in one of the folders. With several
 * folders their names may differ in case where case does not count.
 */
export function toWorkspacePath(input: string, place: WorkspacePlace): Result<WorkspacePath, PathFailure> {
  const inside = insideOf(input, place);
  if (inside === '')
    return fail({ reason: 'empty', message: `"${input.trim()}" is a folder of the workspace, not a file.` });
  const parsed = parseWorkspacePath(inside ?? input, place.rules);
  return parsed.ok ? { ok: true, value: withKnownFolder(parsed.value, place) } : parsed;
}

/** The same for a glob: `/home/me/project/src/**` is `src/**`. */
export function toWorkspaceGlob(input: string, place: WorkspacePlace): Result<WorkspacePath, PathFailure> {
  const inside = insideOf(input, place);
  // A whole folder is as good a glob as any.
  if (inside === '') return parseWorkspaceGlob('**', place.rules);
  const parsed = parseWorkspaceGlob(inside ?? input, place.rules);
  return parsed.ok ? { ok: true, value: withKnownFolder(parsed.value, place) } : parsed;
}

/** What an absolute text names, from the innermost folder that it lies in; `undefined` where it is not absolute or lies in none. */
function insideOf(input: string, { roots, rules }: WorkspacePlace): string | undefined {
  const target = locationOf(input.trim(), rules);
  if (!target) return undefined;
  let innermost: { readonly root: WorkspaceRoot; readonly depth: number } | undefined;
  for (const root of roots) {
    const location = locationOf(root.location, rules);
    if (!location || !contains(location, target, rules)) continue;
    const depth = location.segments.length;
    if (!innermost || depth > innermost.depth) innermost = { root, depth };
  }
  if (!innermost) return undefined;
  const inside = target.segments.slice(innermost.depth);
  if (inside.length === 0 || roots.length === 1) return inside.join('/');
  return [innermost.root.name, ...inside].join('/');
}

function withKnownFolder(path: WorkspacePath, { roots, rules }: WorkspacePlace): WorkspacePath {
  const [first = '', ...rest] = path.split('/');
  if (roots.length < 2 || roots.some(({ name }) => name === first)) return path;
  const alike = roots.filter(({ name }) => pathKey(name, rules) === pathKey(first, rules));
  return alike.length === 1 && alike[0] ? ([alike[0].name, ...rest].join('/') as WorkspacePath) : path;
}

/** An absolute place: what stands before its path (the machine, or the file system), and the names on the way. */
interface Location {
  readonly origin: string;
  readonly segments: readonly string[];
}

const thisMachine = 'file://';

function contains(folder: Location, file: Location, rules: PathRules): boolean {
  if (folder.origin !== file.origin || folder.segments.length > file.segments.length) return false;
  const key = ({ segments }: Location): string => pathKey(segments.slice(0, folder.segments.length).join('/'), rules);
  return key(folder) === key(file);
}

/** Reads an absolute path or a URI; `undefined` for all else, and for forms of Windows that go past its own rules. */
function locationOf(text: string, rules: PathRules): Location | undefined {
  const path = text.replaceAll('\\', '/');
  if (/^\/\/[.?](?:\/|$)/.test(path)) return undefined;
  const uri = /^([a-z][a-z0-9+.-]+):(?:\/\/([^/]*))?(\/.*)$/i.exec(path);
  if (uri) return locationOfUri({ scheme: uri[1] ?? '', authority: uri[2], path: uri[3] ?? '' }, rules);
  if (rules.platform === 'posix') return path.startsWith('/') ? located(thisMachine, path, rules) : undefined;
  const share = /^\/\/([^/]+)(\/.*)$/.exec(path);
  if (share) return located(`${thisMachine}${(share[1] ?? '').toLowerCase()}`, share[2] ?? '', rules);
  // Without a drive a path of Windows depends on the drive of the moment.
  return /^\/?[a-z]:\//i.test(path) ? located(thisMachine, path, rules) : undefined;
}

interface UriParts {
  readonly scheme: string;
  readonly authority: string | undefined;
  readonly path: string;
}

function locationOfUri({ scheme, authority, path }: UriParts, rules: PathRules): Location | undefined {
  const isFile = scheme.toLowerCase() === 'file';
  // `C:/x` has a scheme of one letter and does not come here; `npm:/x` is no place.
  if (authority === undefined && !isFile) return undefined;
  // A query and a fragment are no part of a file's name, and a `#` that is has to be encoded.
  if (/[?#]/.test(path)) return undefined;
  const names = path.split('/').map(decoded);
  const machine = decoded(authority ?? '')?.toLowerCase();
  if (machine === undefined || names.some((name) => name === undefined || /[/\\]/.test(name))) return undefined;
  const origin = `${scheme.toLowerCase()}://${isFile && machine === 'localhost' ? '' : machine}`;
  return located(origin, names.join('/'), rules);
}

function located(origin: string, path: string, rules: PathRules): Location {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  const [first = '', ...rest] = segments;
  const hasDrive = rules.platform === 'windows' && /^[a-z]:$/i.test(first);
  return { origin, segments: hasDrive ? [first.toLowerCase(), ...rest] : segments };
}

/** `undefined` where the encoding is broken. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // It throws on malformed text and on nothing else.
    return undefined;
  }
}
