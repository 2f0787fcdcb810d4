/** The code of a system error (`ENOENT`); empty for anything else that was thrown. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** What a system error means for the person at the keyboard, the way out included; `subject` names the file or folder. */
export function explainSystemError(error: unknown, subject: string): string {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `No room is left on the disk for ${subject}. Free some space and try again.`;
    case 'EACCES':
    case 'EPERM':
      return `Access to ${subject} was denied. Check its permissions.`;
    case 'EROFS':
      return `${subject} is on a read-only disk.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `${subject} is not there any more.`;
    case 'EMFILE':
    case 'ENFILE':
      return `Too many files are open to use ${subject}. Close some programs and try again.`;
    default:
      return `${subject} could not be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}
