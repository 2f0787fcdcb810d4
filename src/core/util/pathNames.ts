import type { PathRules } from './pathRules';

/** Why no file may be named so; `message` completes "`<name>` …". */
export interface NameTrouble {
  readonly reason: 'invalid' | 'reserved';
  readonly message: string;
}

/** What is looked at: a name, or part of a glob, where wildcards stand for names. */
export type NameKind = 'name' | 'glob';

/** UTF-16 units that a name may have on the file systems people use. */
const longestName = 255;

/**
 * What keeps a segment of a path from being a file's name, if anything. Without rules only what holds everywhere is refused. With
 * those of Windows also what is another file there (`a.txt.`, `a.txt::$DATA`, `LONGNA~1.TXT`) or no file at all (`aux.c`). On other
 * platforms all of these are names like any other, since such files exist and have to stay editable.
 */
export function troubleWithName(name: string, kind: NameKind, rules?: PathRules): NameTrouble | undefined {
  return troubleAnywhere(name, kind) ?? (rules?.platform === 'windows' ? troubleOnWindows(name, kind) : undefined);
}

function troubleAnywhere(name: string, kind: NameKind): NameTrouble | undefined {
  // Agents and people see paths line by line: nobody could tell a name with a line break in it from two.
  if (/\p{Cc}/u.test(name)) return invalid('has a control character in it');
  if (/\p{Surrogate}/u.test(name)) return invalid('is not well-formed Unicode');
  // Windows drops trailing dots and spaces, so that `.. ` leads up there.
  if (/^[. ]+$/.test(name)) return invalid('consists of dots and spaces');
  if (kind === 'name' && name.length > longestName) return invalid(`is longer than ${longestName} characters`);
  return undefined;
}

function troubleOnWindows(name: string, kind: NameKind): NameTrouble | undefined {
  if (name.includes(':')) return invalid('has a colon in it, which names a drive or a stream on Windows');
  const forbidden = (kind === 'glob' ? /[<>"]/ : /[<>"|?*]/).exec(name);
  if (forbidden) return invalid(`has a ${forbidden[0]} in it, which no name on Windows may have`);
  if (/[. ]$/.test(name)) return invalid('ends in a dot or a space, which Windows drops');
  if (isDevice(name)) return { reason: 'reserved', message: 'is the name of a device on Windows and can be no file' };
  if (isShortName(name)) return invalid('may be the short name of another file on Windows; use the long one');
  return undefined;
}

/** `NUL`, and with any extension or spaces behind it too: `nul.txt`, `COM1 .log`. */
function isDevice(name: string): boolean {
  return /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i.test(name);
}

/** The form of the names in 8.3 characters that Windows makes up beside long ones: `GIT~1` is `.git`. */
function isShortName(name: string): boolean {
  return /^(?=[^.]{3,8}(?:\.|$))[^.~]+~[0-9]+(?:\.[^.]{1,3})?$/.test(name);
}

function invalid(message: string): NameTrouble {
  return { reason: 'invalid', message };
}
