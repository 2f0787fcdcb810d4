/** How the file system of a workspace names files. Measured by whoever knows the machine; the core never asks it. */
export interface PathRules {
  /** On Windows some names are devices, streams or other files; such names are refused there, and nowhere else. */
  readonly platform: 'posix' | 'windows';
  /** Whether `README.md` and `readme.md` are two files. */
  readonly caseSensitive: boolean;
}

/** Most of Linux, and virtual file systems. */
export const posixRules: PathRules = { platform: 'posix', caseSensitive: true };
